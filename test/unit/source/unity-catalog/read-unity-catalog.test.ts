import { describe, expect, test } from "vitest";
import { read, serve, served } from "./reader.js";

const tables = [
  "main.sensors.air_quality",
  "main.sensors.air_pressure",
  "main.sensors.water_level",
  "main.shop.orders",
  "main.shop.air_freight",
  "lab.sensors.air_quality",
  "lab.my-schema.odd",
].map((name) => served(name));

test.each<readonly [readonly string[], readonly string[], readonly string[]]>([
  [["main.sensors.air_quality"], ["main.sensors.air_quality"], ["/tables/main.sensors.air_quality"]],
  [["MAIN.Sensors.Air_Quality"], ["main.sensors.air_quality"], ["/tables/MAIN.Sensors.Air_Quality"]],
  [["main.sensors.air_*"], ["main.sensors.air_pressure", "main.sensors.air_quality"], ["/tables"]],
  [["main.sensors.AIR_?ressure"], ["main.sensors.air_pressure"], ["/tables"]],
  [
    ["main.*.air_*"],
    ["main.sensors.air_pressure", "main.sensors.air_quality", "main.shop.air_freight"],
    ["/schemas", "/tables", "/tables"],
  ],
  [["main.{shop,lab}.*"], ["main.shop.air_freight", "main.shop.orders"], ["/schemas", "/tables"]],
  [
    ["*.sensors.air_quality"],
    ["lab.sensors.air_quality", "main.sensors.air_quality"],
    ["/catalogs", "/tables/main.sensors.air_quality", "/tables/lab.sensors.air_quality"],
  ],
  [["*.my-schema.*"], ["lab.my-schema.odd"], ["/catalogs", "/tables", "/tables"]],
  [["lab.`my-schema`.`odd`"], ["lab.my-schema.odd"], ["/tables/lab.my-schema.odd"]],
  [
    ["main.sensors.air_*", "main.sensors.*_quality", "main.sensors.air_quality"],
    ["main.sensors.air_pressure", "main.sensors.air_quality"],
    ["/tables"],
  ],
  [
    ["main.shop.orders", "main.shop.orders", "Main.Shop.ORDERS"],
    ["main.shop.orders"],
    ["/tables/main.shop.orders", "/tables/Main.Shop.ORDERS"],
  ],
])("%j reads %j", async (patterns, want, requests) => {
  const server = await serve({ tables });
  const { names, codes } = await read(server.origin, patterns);
  expect(names).toEqual(want);
  expect(codes).toEqual([]);
  expect(server.requests.map(({ path }) => path)).toEqual(requests);
});

test("a table is the same by its name and from a list, which leaves the primary key out", async () => {
  const constraints = { table_constraints: [{ primary_key_constraint: { name: "pk", child_columns: ["id"] } }] };
  const server = await serve({ tables: [served("main.shop.orders", constraints)] });
  const [named, listed] = [await read(server.origin, ["main.shop.orders"]), await read(server.origin, ["main.shop.*"])];
  expect(named.tables).toHaveLength(1);
  expect(named.tables).toEqual(listed.tables);
});

describe.each(["databricks", "open-source"] as const)("lists of a server of the kind %s", (dialect) => {
  const many = Array.from({ length: 23 }, (_, index) => served(`main.big.table_${String(index).padStart(2, "0")}`));

  test.each([1, 5, 23, 100])("are read to their end, %i entries a page", async (pageSize) => {
    const server = await serve({ tables: many, pageSize, dialect });
    const { names, codes } = await read(server.origin, ["main.big.*"]);
    expect(names).toEqual(many.map(({ name }) => `main.big.${name}`));
    expect(codes).toEqual([]);
    expect(server.requests).toHaveLength(Math.ceil(23 / pageSize));
    expect(server.requests[0]?.query).toMatchObject({ max_results: "0", catalog_name: "main", schema_name: "big" });
  });

  test("go on after empty pages", async () => {
    const server = await serve({ tables: many, pageSize: 5, hasEmptyPages: true, dialect });
    expect((await read(server.origin, ["main.big.*"])).names).toHaveLength(23);
  });

  test("of catalogs and schemas have pages as well", async () => {
    const spread = Array.from({ length: 9 }, (_, index) => served(`catalog_${index % 3}.schema_${index}.only`));
    const server = await serve({ tables: spread, pageSize: 2, hasEmptyPages: true, dialect });
    expect((await read(server.origin, ["*.*.*"])).names).toHaveLength(9);
  });
});

test("a list ends with an empty token", async () => {
  const server = await serve({
    tables,
    override: (_, { status, json }) => ({ status, json: { ...(json as object), next_page_token: "" } }),
  });
  expect((await read(server.origin, ["main.shop.*"])).codes).toEqual([]);
});

test("a server that repeats a token is left, and what it gave is kept", async () => {
  const server = await serve({
    tables,
    override: (_, { status, json }) => ({ status, json: { ...(json as object), next_page_token: "0" } }),
  });
  const { names, diagnostics } = await read(server.origin, ["main.shop.*"]);
  expect(names).toEqual(["main.shop.air_freight", "main.shop.orders"]);
  expect(diagnostics).toMatchObject([
    {
      code: "GP5109",
      message: "Schema `main.shop` cannot be read: the list of the workspace is not complete: its pages never end.",
    },
  ]);
  expect(server.requests).toHaveLength(2);
});

test("a schema that is only guessed at may be missing, but not from its second page on", async () => {
  const gone = { status: 404, json: { error_code: "SCHEMA_DOES_NOT_EXIST", message: "Gone." } };
  const server = await serve({
    tables,
    pageSize: 1,
    override: ({ query }, answer) => (query["page_token"] === "1" && query["schema_name"] === "shop" ? gone : answer),
  });
  const { names, codes } = await read(server.origin, ["*.shop.*"]);
  expect(names).toEqual(["main.shop.orders"]);
  expect(codes).toEqual(["GP5105 Schema `main.shop` cannot be read: there is no such schema."]);
});

test("a table on two pages is read once", async () => {
  const shop = tables.filter((table) => table.schema_name === "shop");
  const server = await serve({ tables: [...shop, ...shop, ...shop], pageSize: 2 });
  const { names, progress } = await read(server.origin, ["main.shop.*"]);
  expect(names).toEqual(["main.shop.air_freight", "main.shop.orders"]);
  expect(progress.filter(({ kind }) => kind === "read")).toHaveLength(2);
});

test("names that differ in case only are two tables where the server says so", async () => {
  const twins = [served("main.shop.Orders"), served("main.shop.orders")];
  const server = await serve({ tables: twins, dialect: "open-source" });
  const want = ["main.shop.Orders", "main.shop.orders"];
  for (const patterns of [["main.shop.*"], ["main.shop.o*"], want, [...want, "main.shop.*"]]) {
    expect((await read(server.origin, patterns)).names).toEqual(want);
  }
});

test("the information schema is read only where it is named", async () => {
  const server = await serve({ tables: [...tables, served("main.information_schema.columns")] });
  expect((await read(server.origin, ["main.*.col*"])).names).toEqual([]);
  expect((await read(server.origin, ["main.information_schema.*"])).names).toEqual(["main.information_schema.columns"]);
});

describe("what the service does not write to", () => {
  const kinds = [
    ["view", { table_type: "VIEW", data_source_format: undefined }, "is a view"],
    ["materialized", { table_type: "MATERIALIZED_VIEW" }, "is a materialized view"],
    ["metric", { table_type: "METRIC_VIEW" }, "is a metric view"],
    ["foreign", { table_type: "FOREIGN", data_source_format: "POSTGRESQL_FORMAT" }, "is a foreign table"],
    ["external", { table_type: "EXTERNAL" }, "is external"],
    ["iceberg", { data_source_format: "ICEBERG" }, "is stored as iceberg"],
  ] as const;
  const kindTables = kinds.map(([name, facts]) => served(`main.kinds.${name}`, facts));
  const others = ["main.kinds.streaming", "main.kinds.managed"];
  const all = [
    ...kindTables,
    served("main.kinds.streaming", { table_type: "STREAMING_TABLE" }),
    served("main.kinds.managed"),
  ];

  test("is passed over by globs, with the reason", async () => {
    const server = await serve({ tables: all });
    const { names, diagnostics } = await read(server.origin, ["main.kinds.*"]);
    expect(names).toEqual([...others].sort());
    const want = kinds.map(([name, , reason]) => ({
      code: "GP5112",
      severity: "info",
      table: `main.kinds.${name}`,
      message: `Table \`main.kinds.${name}\` is passed over: it ${reason}; the service writes managed Delta tables only.`,
      hint: "Name it in full to read it all the same.",
    }));
    expect(diagnostics).toEqual([...want].sort((a, b) => (a.table < b.table ? -1 : 1)));
  });

  test("is read where it is named, also beside a glob", async () => {
    const server = await serve({ tables: all });
    const { names, codes } = await read(server.origin, ["main.kinds.view", "main.kinds.vi*", "main.kinds.external"]);
    expect(names).toEqual(["main.kinds.external", "main.kinds.view"]);
    expect(codes).toEqual([]);
  });

  test("is passed over where only the last part is named", async () => {
    const server = await serve({ tables: all });
    const { names, codes } = await read(server.origin, ["main.*.view"]);
    expect(names).toEqual([]);
    expect(codes).toEqual(["GP5112 main.kinds.view"]);
  });

  test("is not looked for in catalogs that are not the workspace's own", async () => {
    const catalogs = { main: { catalog_type: "MANAGED_CATALOG" }, lab: { catalog_type: "DELTASHARING_CATALOG" } };
    const server = await serve({ tables, catalogs });
    const { names, diagnostics } = await read(server.origin, ["*.sensors.air_q*", "*.*.odd"]);
    expect(names).toEqual(["main.sensors.air_quality"]);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "Catalog `lab` is passed over: it is a deltasharing catalog; the service writes managed Delta tables only.",
      "No table of the workspace matches `*.*.odd`.",
    ]);
  });
});

describe("tables that are listed without columns", () => {
  const bare = served("main.shop.bare", { columns: undefined });

  test("are asked for one by one", async () => {
    const server = await serve({
      tables: [bare, served("main.shop.full")],
      override: ({ path }, answer) =>
        path === "/tables/main.shop.bare" ? { status: 200, json: served("main.shop.bare") } : answer,
    });
    const { names, tables: got, codes } = await read(server.origin, ["main.shop.*"]);
    expect(names).toEqual(["main.shop.bare", "main.shop.full"]);
    expect(got.map(({ columns }) => columns.length)).toEqual([2, 2]);
    expect(codes).toEqual([]);
    expect(server.requests.map(({ path }) => path)).toEqual(["/tables", "/tables/main.shop.bare"]);
  });

  test("are errors where the columns may not be seen", async () => {
    const server = await serve({ tables: [{ ...bare, browse_only: true }] });
    const { diagnostics } = await read(server.origin, ["main.shop.*"]);
    expect(diagnostics).toMatchObject([
      {
        code: "GP5104",
        table: "main.shop.bare",
        hint: expect.stringContaining("GRANT SELECT ON TABLE main.shop.bare TO") as string,
      },
    ]);
  });

  test("are errors where the request for them fails", async () => {
    const server = await serve({
      tables: [bare, served("main.shop.full")],
      fault: ({ path }) => (path === "/tables/main.shop.bare" ? { kind: "status", status: 500 } : null),
    });
    const { names, codes } = await read(server.origin, ["main.shop.*"]);
    expect(names).toEqual(["main.shop.full"]);
    expect(codes).toEqual(["GP5108 main.shop.bare"]);
  });
});

describe("a broken table", () => {
  test.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ["columns of the wrong kind", { columns: "id" }],
    [
      "a column of an unknown type",
      { columns: [{ name: "id", type_json: '{"name":"id","type":"quark","nullable":true,"metadata":{}}' }] },
    ],
    ["a column that is null", { columns: [null] }],
    ["properties of the wrong kind", { properties: [1] }],
  ])("with %s is an error that names it and stops no other", async (_, facts) => {
    const server = await serve({ tables: [served("main.shop.broken", facts), served("main.shop.orders")] });
    for (const patterns of [["main.shop.*"], ["main.shop.broken", "main.shop.orders"]]) {
      const { names, diagnostics, progress } = await read(server.origin, patterns);
      expect(names).toEqual(["main.shop.orders"]);
      expect(diagnostics.filter(({ severity }) => severity === "error").map(({ table }) => table)).toContain(
        "main.shop.broken",
      );
      expect(progress).toContainEqual({ kind: "read", table: "main.shop.broken", ok: false });
    }
  });

  test("without a name makes the schema an error", async () => {
    const nameless = { ...served("main.shop.x"), name: "" };
    const server = await serve({ tables: [nameless, served("main.shop.orders")] });
    const { names, diagnostics } = await read(server.origin, ["main.shop.*"]);
    expect(names).toEqual(["main.shop.orders"]);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "Schema `main.shop` cannot be read: the list of the workspace is not complete: 1 of the tables listed has no name.",
    ]);
  });

  test("under another name than the one asked for is no answer", async () => {
    const server = await serve({ tables, override: () => ({ status: 200, json: served("main.shop.other") }) });
    expect((await read(server.origin, ["main.shop.orders"])).codes).toEqual(["GP5109 main.shop.orders"]);
  });
});

describe("many names of one schema", () => {
  const many = Array.from({ length: 60 }, (_, index) => served(`main.big.table_${index}`));
  const names = many.map(({ name }) => `main.big.${name}`);

  test("are read from a list", async () => {
    const server = await serve({ tables: many });
    const got = await read(server.origin, names);
    expect(got.names).toEqual([...names].sort());
    expect(server.requests.map(({ path }) => path)).toEqual(["/tables", "/tables"]);
  });

  test("below eight are asked for one by one", async () => {
    const server = await serve({ tables: many });
    await read(server.origin, names.slice(0, 7));
    expect(server.requests.map(({ path }) => path)).not.toContain("/tables");
  });

  test("are asked for one by one where the list is long", async () => {
    const server = await serve({ tables: many, pageSize: 2 });
    const got = await read(server.origin, names.slice(-8));
    expect(got.names).toEqual(names.slice(-8).sort());
    expect(server.requests.map(({ path }) => path).filter((path) => path === "/tables")).toHaveLength(1);
  });

  test("include one that is not there", async () => {
    const server = await serve({ tables: many });
    const { names: got, diagnostics } = await read(server.origin, [...names.slice(0, 20), "main.big.tabel_21"]);
    expect(got).toHaveLength(20);
    expect(diagnostics).toEqual([
      {
        code: "GP5105",
        severity: "error",
        table: "main.big.tabel_21",
        message: "Table `main.big.tabel_21` cannot be read: there is no such table.",
        hint: 'Did you mean "main.big.table_21" or "main.big.table_1" or "main.big.table_11"?',
      },
    ]);
  });

  test("are asked for one by one where the list fails", async () => {
    const fault = ({ path }: { path: string }) =>
      path === "/tables" ? ({ kind: "status", status: 403 } as const) : null;
    const server = await serve({ tables: many, fault });
    const got = await read(server.origin, names.slice(0, 10));
    expect(got.names).toHaveLength(10);
    expect(got.codes).toEqual([]);
  });
});

test("progress tells of every table", async () => {
  const server = await serve({ tables });
  const { progress } = await read(server.origin, ["main.shop.*", "main.sensors.air_quality", "main.sensors.none"]);
  const found = progress.flatMap((event) => (event.kind === "found" ? [event.tables] : []));
  expect(found).toEqual([1, 2, 3, 4]);
  const done = progress.flatMap((event) => (event.kind === "read" ? [`${event.table} ${event.ok}`] : []));
  expect(done.sort()).toEqual([
    "main.sensors.air_quality true",
    "main.sensors.none false",
    "main.shop.air_freight true",
    "main.shop.orders true",
  ]);
});

test("no more requests than wanted are under way at once", async () => {
  let running = 0;
  let most = 0;
  const slow: typeof fetch = async (...args) => {
    running += 1;
    most = Math.max(most, running);
    const response = await fetch(...args);
    running -= 1;
    return response;
  };
  const spread = Array.from({ length: 30 }, (_, index) => served(`main.schema_${index}.only`));
  const server = await serve({ tables: spread });
  const { names } = await read(server.origin, ["main.*.*"], { concurrency: 3, world: { fetch: slow } });
  expect(names).toHaveLength(30);
  expect(most).toBe(3);
});

test("requests say who asks, and the path is encoded", async () => {
  const odd = "main.shop.a b/c?d#é";
  const server = await serve({ tables: [served(odd)] });
  const { names } = await read(server.origin, ["main.shop.`a b/c?d#é`"]);
  expect(names).toEqual([odd]);
  expect(server.requests[0]?.headers["user-agent"]).toMatch(/^gen-producers\/\d/);
});

test.each(["orders", "shop.orders", "a.b.c.d", "", "main..orders", "main.shop."])(
  "%j is no full name",
  async (pattern) => {
    const { codes } = await read("http://127.0.0.1:1", [pattern]);
    expect(codes).toEqual([`GP2014 \`${pattern}\` is no full name of a table.`]);
  },
);
