import { describe, expect, test } from "vitest";
import { inspectTable } from "../../src/inspect.js";
import { array, column, decimal, field, long, map, string, struct, table } from "../support/tables.js";

const generated = { kind: "generated", expression: "1" } as const;

test("explains every column", () => {
  const columns = [
    column("id", long, { nullable: false }),
    column("price", decimal(10, 2)),
    column("items", array(struct({ sku: string }))),
    column("tags", map(string, { kind: "timestamp" }), { nullable: false }),
    column("twice", long, { fill: generated }),
  ];
  expect(inspectTable(table(columns)).columns).toEqual([
    {
      name: "id",
      sparkType: "BIGINT",
      nullable: false,
      number: 1,
      proto: "required int64 id = 1",
      typescript: "bigint | number",
      notes: [],
    },
    {
      name: "price",
      sparkType: "DECIMAL(10,2)",
      nullable: true,
      number: 2,
      proto: "optional string price = 2",
      typescript: "DecimalInput | null | undefined",
      notes: ["sent as text"],
    },
    {
      name: "items",
      sparkType: "ARRAY<STRUCT>",
      nullable: true,
      number: 3,
      proto: "repeated Items items = 3",
      typescript: "readonly OrdersItems[] | null | undefined",
      notes: ["NULL and empty are the same on the wire"],
    },
    {
      name: "items.sku",
      sparkType: "STRING",
      nullable: true,
      number: 1,
      proto: "optional string sku = 1",
      typescript: "string | null | undefined",
      notes: [],
    },
    {
      name: "tags",
      sparkType: "MAP<STRING, TIMESTAMP>",
      nullable: false,
      number: 4,
      proto: "map<string, int64> tags = 4",
      typescript: "StringMapInput<TimestampInput>",
      notes: ["sent as microseconds since the epoch (UTC)"],
    },
    {
      name: "twice",
      sparkType: "BIGINT",
      nullable: true,
      number: null,
      proto: null,
      typescript: null,
      notes: ["Column `twice` is a generated column: it is left out of the row."],
    },
  ]);
});

test("says that the service would take a table", () => {
  const { table: name, schemaHash, accepted, refusals } = inspectTable(table([column("id", long)]));
  expect([name, accepted, refusals]).toEqual(["main.shop.orders", true, []]);
  expect(schemaHash).toMatch(/^[0-9a-f]{8}$/);
});

test("says why the service would not take a table", () => {
  const { accepted, refusals } = inspectTable(table([column("id", long)], { format: "iceberg", location: "s3://b" }));
  expect(accepted).toBe(false);
  expect(refusals).toEqual([
    "Table `main.shop.orders` is stored as iceberg; the service writes Delta tables only.",
    "Table `main.shop.orders` is external; the service writes managed tables only.",
  ]);
});

test("explains the columns of a table that cannot be mapped", () => {
  const bad = { kind: "struct", fields: [field("a", { kind: "void" }, { nullable: false })] } as const;
  const result = inspectTable(table([column("id", long), column("s", bad)]));
  expect([result.accepted, result.schemaHash]).toEqual([false, null]);
  expect(result.columns.map(({ number, notes }) => [number, notes.length])).toEqual([
    [1, 0],
    [null, 1],
  ]);
});

test("with omit, a table can be taken without a column", () => {
  const columns = [column("id", long), column("v", { kind: "void" })];
  expect(inspectTable(table(columns)).accepted).toBe(false);
  expect(inspectTable(table(columns), { unsupported: "omit" }).accepted).toBe(true);
});

test("is plain data", () => {
  const result = inspectTable(table([column("id", long), column("v", { kind: "void" })]));
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});

describe("overrides", () => {
  const place = { kind: "struct", fields: [field("id", long), field("note", string)] } as const;
  const of = table([column("id", long, { nullable: false }), column("v", { kind: "void" }), column("place", place)]);

  test("change what a caller may pass, and the names of structs", () => {
    const overrides = {
      orders: { rowName: "Order", omit: ["v"], int64: { id: "number", "place.id": "bigint" } },
    } as const;
    const { columns, accepted } = inspectTable(of, { overrides });
    expect(accepted).toBe(true);
    expect(columns.map(({ name, typescript }) => [name, typescript])).toEqual([
      ["id", "number"],
      ["v", null],
      ["place", "OrderPlace | null | undefined"],
      ["place.id", "bigint | null | undefined"],
      ["place.note", "string | null | undefined"],
    ]);
  });

  test("are told of the columns and fields that they leave out", () => {
    const { columns } = inspectTable(of, { overrides: { "*": { omit: ["v", "place.note"] } } });
    expect(columns.map(({ name, number, notes }) => [name, number, notes])).toEqual([
      ["id", 1, []],
      ["v", null, ["left out by its override"]],
      ["place", 3, ["`place.note` is left out by its override"]],
      ["place.id", 1, []],
    ]);
  });

  test("of other tables are passed over, and those that do not fit are errors", () => {
    expect(inspectTable(table([column("id", long)]), { overrides: { other: { omit: ["x"] } } }).diagnostics).toEqual(
      [],
    );
    const { accepted, refusals } = inspectTable(table([column("id", long)]), {
      overrides: { orders: { omit: ["x"] } },
    });
    expect([accepted, refusals]).toEqual([
      false,
      ["Table `main.shop.orders` has no column `x`, which `omit` of its override names."],
    ]);
  });
});
