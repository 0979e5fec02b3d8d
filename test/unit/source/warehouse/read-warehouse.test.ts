import { describe, expect, it } from "vitest";
import type { Table } from "../../../../src/catalog/table.js";
import { describeJson, notFound, served, syntaxError } from "../../../support/warehouse-statements.js";
import { bearer, faults, path, read, sensors, shown, tablesOf, token, warehouse } from "./support.js";

/** Tables without the places they were read from. */
function plain(tables: readonly Table[]): readonly Table[] {
  return tables.map((table) => ({
    ...table,
    origin: null,
    columns: table.columns.map((column) => ({ ...column, origin: null })),
  }));
}

const all = ["main.sensors.air_quality", "main.sensors.stations", "main.weather.rain"];

describe("tables that are named", () => {
  it("are what their DDL says, in the order of their names", async () => {
    const server = await warehouse({ ddl: sensors });
    const result = await read(server, [...all].reverse());
    expect(shown(result)).toEqual([]);
    expect(plain(result.tables)).toEqual(plain(tablesOf(sensors)));
  });

  it("say which statement they were read from", async () => {
    const server = await warehouse({ ddl: sensors });
    const { tables } = await read(server, ["main.sensors.stations"]);
    expect(tables[0]?.origin).toMatchObject({ file: "SHOW CREATE TABLE main.sensors.stations" });
  });

  it("are read whatever the case, once, under the name the server has", async () => {
    const server = await warehouse({ ddl: sensors });
    const { tables } = await read(server, ["MAIN.Sensors.STATIONS", "main.sensors.stations"]);
    expect(tables.map(({ name }) => name.table)).toEqual(["stations"]);
  });

  it("are read a few at a time, over one session, and nothing is left open", async () => {
    const ddl = Array.from({ length: 20 }, (_, index) => `CREATE TABLE main.many.t${index} (id BIGINT);`).join("\n");
    const server = await warehouse({ ddl, fault: faults(["SHOW CREATE", 20, { kind: "slow", milliseconds: 20 }]) });
    const { tables, progress } = await read(
      server,
      Array.from({ length: 20 }, (_, index) => `main.many.t${index}`),
      {
        concurrency: 3,
      },
    );
    expect(tables).toHaveLength(20);
    expect(server.mostAtOnce()).toBe(3);
    expect(server.calls.filter(({ method }) => method === "OpenSession")).toHaveLength(1);
    expect(server.open()).toEqual({ sessions: 0, operations: 0 });
    expect(progress[0]).toEqual({ kind: "found", tables: 20 });
    expect(progress.filter(({ kind }) => kind === "read")).toHaveLength(20);
  });

  it.each(["dots`; DROP TABLE x; --", "q'uote\\", "new\nline", "`", "häß lich"])("may be called %j", async (name) => {
    const [like] = tablesOf("CREATE TABLE main.sensors.x (id BIGINT, name STRING) USING delta");
    const odd: Table = { ...like!, name: { catalog: "main", schema: "sensors", table: name } };
    const gap = served(odd);
    const server = await warehouse({
      tables: [
        {
          ...gap,
          positions: [
            ["id", 1],
            ["name", 5],
          ],
        },
      ],
    });
    const { tables, diagnostics } = await read(server, [`main.sensors.\`${name.replaceAll("`", "``")}\``]);
    expect(diagnostics).toEqual([]);
    expect(tables[0]?.name.table).toBe(name);
    expect(tables[0]?.columns.map(({ position }) => position)).toEqual([0, 4]);
  });

  it("tell the server who asks", async () => {
    const server = await warehouse({ ddl: sensors });
    await read(server, all);
    expect([...server.userAgents]).toEqual([expect.stringContaining("gen-producers")]);
  });
});

describe("a warehouse", () => {
  it.each(["1234567890abcdef", path, path.slice(1)])("is given as %s", async (named) => {
    const server = await warehouse({ ddl: sensors });
    const { tables } = await read(server, all, { warehouse: named });
    expect(tables).toHaveLength(3);
  });

  it("may be a cluster", async () => {
    const cluster = "/sql/protocolv1/o/1234567890123456/0123-456789-abcdefgh";
    const server = await warehouse({ ddl: sensors, path: cluster });
    expect((await read(server, all, { warehouse: cluster })).tables).toHaveLength(3);
  });

  it.each([
    ["a name", "Starter Warehouse", "`Starter Warehouse` is neither the id of a SQL warehouse nor an HTTP path."],
    [
      "a URL",
      "https://h/sql/1.0/warehouses/1",
      "`https://h/sql/1.0/warehouses/1` is neither the id of a SQL warehouse nor an HTTP path.",
    ],
    [
      "a path that climbs",
      "/sql/1.0/../../x",
      "`/sql/1.0/../../x` is neither the id of a SQL warehouse nor an HTTP path.",
    ],
  ])("is not %s", async (_, named, message) => {
    const result = await read({ origin: "https://localhost:1", certificate: "" }, all, { warehouse: named });
    expect(shown(result)).toEqual([`GP5110 -: ${message}`]);
  });

  it("is not read without encryption", async () => {
    const result = await read({ origin: "http://localhost:1", certificate: "" }, all);
    expect(shown(result)).toEqual([
      "GP5110 -: A SQL warehouse is read over HTTPS only, and `http://localhost:1` is not.",
    ]);
  });
});

describe("positions of columns", () => {
  const ddl = "CREATE TABLE main.a.t (x INT, y INT, z INT);";
  const positions = (...pairs: readonly (readonly [string, number])[]) =>
    warehouse({ ddl, change: (table) => ({ ...table, positions: pairs }) });

  it.each([
    [
      "keep their gaps",
      [
        ["x", 1],
        ["y", 4],
        ["z", 5],
      ],
      [0, 3, 4],
    ],
    [
      "are counted where a column is missing",
      [
        ["x", 1],
        ["y", 4],
      ],
      [0, 1, 2],
    ],
    [
      "are counted where a column is called something else",
      [
        ["x", 1],
        ["y", 4],
        ["w", 5],
      ],
      [0, 1, 2],
    ],
    [
      "are counted where the order is another",
      [
        ["x", 4],
        ["y", 1],
        ["z", 5],
      ],
      [0, 1, 2],
    ],
  ] as const)("%s", async (_, pairs, want) => {
    const { tables } = await read(await positions(...pairs), ["main.a.t"]);
    expect(tables[0]?.columns.map(({ position }) => position)).toEqual(want);
  });

  it("are counted where there is no information schema", async () => {
    const server = await warehouse({ ddl, withoutInformationSchema: ["main"] });
    const result = await read(server, ["main.a.t"]);
    expect(shown(result)).toEqual([]);
    expect(result.tables[0]?.columns.map(({ position }) => position)).toEqual([0, 1, 2]);
  });

  it("are asked for once per schema", async () => {
    const many = Array.from({ length: 60 }, (_, index) => `CREATE TABLE main.a.t${index} (x INT);`).join("\n");
    const server = await warehouse({ ddl: `${many} CREATE TABLE main.b.t (x INT);` });
    await read(server, ["main.a.*", "main.b.*"]);
    const statements = server.calls
      .flatMap(({ statement }) => statement ?? [])
      .filter((text) => text.includes("`columns`"));
    expect(statements.map((text) => text.replace(/^.*WHERE /, ""))).toEqual([
      "table_schema = 'a'",
      "table_schema = 'b' AND table_name IN ('t')",
    ]);
  });
});

describe("patterns", () => {
  const ddl = `${sensors}
    CREATE TABLE dev.sensors.air_quality (id INT);
    CREATE MATERIALIZED VIEW main.sensors.air_daily (day DATE);`;

  it.each([
    ["main.sensors.*", ["main.sensors.air_quality"]],
    ["main.*.*", ["main.sensors.air_quality", "main.weather.rain"]],
    ["*.sensors.air_*", ["dev.sensors.air_quality", "main.sensors.air_quality"]],
    ["MAIN.{weather,x}.r?in", ["main.weather.rain"]],
  ])("%s", async (pattern, want) => {
    const server = await warehouse({ ddl });
    const { tables } = await read(server, [pattern]);
    expect(tables.map(({ name }) => `${name.catalog}.${name.schema}.${name.table}`)).toEqual(want);
    const bare = await warehouse({ ddl, withoutInformationSchema: ["main", "dev"] });
    const again = await read(bare, [pattern]);
    expect(again.tables.map(({ name }) => `${name.catalog}.${name.schema}.${name.table}`)).toEqual(want);
  });

  it("pass over what the service does not write to, and say so", async () => {
    const raw = "CREATE TABLE main.sensors.raw (x INT) USING parquet;";
    const said = (table: string, reason: string): string =>
      `GP5112 ${table}: Table \`${table}\` is passed over: it ${reason}; the service writes managed Delta tables only.`;
    const server = await warehouse({ ddl: `${ddl} ${raw}` });
    const listed = await read(server, ["main.sensors.*"]);
    expect(listed.tables.map(({ name }) => name.table)).toEqual(["air_quality"]);
    expect([...shown(listed)].sort()).toEqual([
      said("main.sensors.air_daily", "is a materialized view"),
      said("main.sensors.raw", "is stored as parquet"),
      said("main.sensors.stations", "is external"),
    ]);
    const bare = await warehouse({ ddl: `${ddl} ${raw}`, withoutInformationSchema: ["main"] });
    const found = await read(bare, ["main.sensors.*"]);
    expect(found.tables.map(({ name }) => name.table)).toEqual(["air_quality"]);
    expect(shown(found)).toEqual([
      said("main.sensors.air_daily", "is a view"),
      said("main.sensors.raw", "is stored as parquet"),
      said("main.sensors.stations", "is external"),
    ]);
  });

  it("pass over the catalogs of Databricks, and say so", async () => {
    const server = await warehouse({ ddl });
    expect(shown(await read(server, ["*.weather.*"]))).toEqual([
      "GP5112 -: Catalog `system` is passed over: it is one of Databricks; the service does not write to it.",
    ]);
  });

  it("do not pass over what is named as well", async () => {
    const server = await warehouse({ ddl });
    const { tables } = await read(server, ["main.sensors.air_*", "main.sensors.air_daily"]);
    expect(tables.map(({ name }) => name.table).sort()).toEqual(["air_daily", "air_quality"]);
  });

  it.each([
    ["main.nowhere.*", "GP5105 -: No table of the workspace matches `main.nowhere.*`."],
    ["nowhere.*.*", "GP5105 -: The catalog `nowhere` is not found in the workspace."],
    ["main.sensors", "GP2014 -: `main.sensors` is not the full name of a table."],
  ])("%s matches nothing", async (pattern, want) => {
    const server = await warehouse({ ddl });
    expect(shown(await read(server, [pattern]))).toEqual([want]);
  });

  it("read long lists in pages", async () => {
    const many = Array.from({ length: 25 }, (_, index) => `CREATE TABLE main.a.t${index} (x INT);`).join("\n");
    const server = await warehouse({ ddl: many, pageSize: 10 });
    expect((await read(server, ["main.a.*"])).tables).toHaveLength(25);
    expect(server.open()).toEqual({ sessions: 0, operations: 0 });
  });
});

describe("what SHOW CREATE TABLE does not say", () => {
  const ddl = "CREATE TABLE main.a.t (id BIGINT NOT NULL, name STRING);";
  const view = "CREATE VIEW main.a.t (id, name) AS SELECT 1, 'x'";
  const refusal = {
    message:
      "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have SELECT on Table 'main.a.t'. SQLSTATE: 42501",
    sqlState: "42501",
  };

  it("is described: a view", async () => {
    const server = await warehouse({
      ddl,
      change: (table) => ({
        ...table,
        create: view,
        description: describeJson(tablesOf(ddl)[0]!).replace("MANAGED", "VIEW"),
      }),
    });
    const { tables, diagnostics } = await read(server, ["main.a.t"]);
    expect(diagnostics).toEqual([]);
    expect(tables[0]).toMatchObject({ kind: "view", columns: [{ name: "id", nullable: false }, { name: "name" }] });
  });

  it.each([
    ["DDL that cannot be read", "CREATE TABLE main.a.t (id BIGINT NOT NULL, name FUTURE_TYPE)"],
    ["DDL of another table", "CREATE TABLE main.a.other (id BIGINT)"],
    ["DDL without columns", "CREATE TABLE main.a.t USING delta"],
    ["a refusal", refusal],
    ["a table that has none", { message: "[UNSUPPORTED_SHOW_CREATE_TABLE] no", sqlState: "0A000" }],
  ])("is described, with a warning: %s", async (_, create) => {
    const server = await warehouse({ ddl, change: (table) => ({ ...table, create }) });
    const { tables, diagnostics } = await read(server, ["main.a.t"]);
    expect(tables.map(({ columns }) => columns.map(({ name, type }) => [name, type.kind]))).toEqual([
      [
        ["id", "long"],
        ["name", "string"],
      ],
    ]);
    expect(diagnostics).toMatchObject([{ code: "GP1004", severity: "warning", table: "main.a.t" }]);
  });

  it.each([
    ["a view", view, ["GP2002", "GP5109"]],
    ["DDL that cannot be read", "CREATE TABLE main.a.t (id BIGINT NOT NULL, name FUTURE_TYPE)", ["GP2006"]],
    ["a refusal", refusal, ["GP5104"]],
  ])("is an error where the runtime is too old to describe it: %s", async (_, create, codes) => {
    const server = await warehouse({ ddl, change: (table) => ({ ...table, create, description: syntaxError("AS") }) });
    const { tables, diagnostics } = await read(server, ["main.a.t"]);
    expect(tables).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(diagnostics.every(({ table }) => table === "main.a.t")).toBe(true);
  });

  it("is an error that says why where describing a view fails", async () => {
    const error = { message: "[INTERNAL_ERROR] Out of luck.", sqlState: "XX000" };
    const server = await warehouse({ ddl, change: (table) => ({ ...table, create: view, description: error }) });
    expect(shown(await read(server, ["main.a.t"]))).toEqual([
      "GP2002 main.a.t: The view `main.a.t` is passed over: its columns have no types here.",
      "GP5111 main.a.t: The table `main.a.t` was not read, its statement failed: [INTERNAL_ERROR] Out of luck.",
    ]);
  });

  it("shows the line of a statement that cannot be read", async () => {
    const create = "CREATE TABLE main.a.t (\n  id BIGINT,\n  name FUTURE_TYPE)";
    const server = await warehouse({ ddl, change: (table) => ({ ...table, create, description: syntaxError("AS") }) });
    const [problem] = (await read(server, ["main.a.t"])).diagnostics;
    expect(problem).toMatchObject({ file: "SHOW CREATE TABLE main.a.t", span: { line: 3 } });
    expect(problem?.frame).toContain("> 3 |   name FUTURE_TYPE)");
  });

  it.each(["not json", "[]", "null", `{"columns":7}`])(
    "is an error where the description is %s",
    async (description) => {
      const server = await warehouse({ ddl, change: (table) => ({ ...table, create: view, description }) });
      const { tables, diagnostics } = await read(server, ["main.a.t"]);
      expect(tables).toEqual([]);
      expect(diagnostics.some(({ severity, table }) => severity === "error" && table === "main.a.t")).toBe(true);
    },
  );
});

describe("one table's failure", () => {
  it("leaves the others alone", async () => {
    const error = notFound("`x`");
    const server = await warehouse({
      ddl: sensors,
      fault: faults(["SHOW CREATE TABLE `main`.`sensors`.`stations`", 1, { kind: "error", error, where: "operation" }]),
    });
    const result = await read(server, [...all, "main.sensors.missing"]);
    expect(result.tables.map(({ name }) => name.table)).toEqual(["air_quality", "rain"]);
    expect(shown(result)).toEqual([
      "GP5105 main.sensors.missing: The table `main.sensors.missing` is not found in the workspace.",
      "GP5105 main.sensors.stations: The table `main.sensors.stations` is not found in the workspace.",
    ]);
  });
});

describe("credentials", () => {
  it("are renewed once where they are refused", async () => {
    const server = await warehouse({ ddl: sensors });
    const { tables, diagnostics } = await read(server, all, { credentials: bearer("dapi-out-of-date", token) });
    expect(diagnostics).toEqual([]);
    expect(tables).toHaveLength(3);
  });

  it("are renewed once for all statements that were under way", async () => {
    const tokens = new Set([token, "dapi-the-second"]);
    const server = await warehouse({
      ddl: sensors,
      tokens,
      fault: ({ method }) => {
        if (method === "ExecuteStatement" && server.calls.length === 3) tokens.delete(token);
        return null;
      },
    });
    const result = await read(server, all, { credentials: bearer(token, "dapi-the-second"), concurrency: 3 });
    expect(shown(result)).toEqual([]);
    expect(result.tables).toHaveLength(3);
  });

  it("are named where they stay refused, without their secret", async () => {
    const server = await warehouse({ ddl: sensors });
    const result = await read(server, ["main.sensors.stations"], {
      credentials: bearer("dapi-wrong-and-secret", "dapi-wrong-too"),
    });
    expect(shown(result)).toEqual([
      `GP5103 main.sensors.stations: ${server.origin} refused the personal access token from DATABRICKS_TOKEN: the table \`main.sensors.stations\` was not read.`,
    ]);
    expect(JSON.stringify(result)).not.toContain("dapi-wrong");
  });
});
