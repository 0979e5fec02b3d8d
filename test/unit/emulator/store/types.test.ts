import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { SparkType } from "../../../../src/catalog/spark-type.js";
import type { Cell } from "../../../../src/emulator/row.js";
import { openStore } from "../../../../src/emulator/store/open-store.js";
import type { RowStore } from "../../../../src/emulator/store/row-store.js";
import { array, column, decimal, double, long, map, string, struct, table } from "../../../support/tables.js";
import { firstMicros, lastMicros } from "./cells.js";

async function memoryStore(): Promise<RowStore> {
  const store = await openStore({ kind: "memory" });
  onTestFinished(() => store.close());
  return store;
}

const nines = 10n ** 38n - 1n;
const person = struct({ name: string, ages: array({ kind: "byte" }) });
const megabyte = "é😀".repeat(170_000);

const cases: readonly [name: string, type: SparkType, cells: readonly Cell[], want: readonly unknown[]][] = [
  ["BOOLEAN", { kind: "boolean" }, [true, false, null], [true, false, null]],
  ["TINYINT", { kind: "byte" }, [-128, 127, null], [-128, 127, null]],
  ["SMALLINT", { kind: "short" }, [-32_768, 32_767], [-32_768, 32_767]],
  ["INT", { kind: "integer" }, [-(2 ** 31), 2 ** 31 - 1], [-2_147_483_648, 2_147_483_647]],
  ["BIGINT", long, [-(2n ** 63n), 2n ** 63n - 1n, null], ["-9223372036854775808", "9223372036854775807", null]],
  ["FLOAT", { kind: "float" }, [Math.fround(0.1), NaN, -Infinity], [Math.fround(0.1), "NaN", "-Infinity"]],
  ["DOUBLE", double, [5e-324, -0, Infinity, 1.7976931348623157e308], [5e-324, -0, "Infinity", 1.7976931348623157e308]],
  ["DATE", { kind: "date" }, [-719_162, 2_932_896], ["0001-01-01", "9999-12-31"]],
  [
    "TIMESTAMP",
    { kind: "timestamp" },
    [firstMicros, lastMicros, -1n, null],
    ["0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z", null],
  ],
  [
    "TIMESTAMP_NTZ",
    { kind: "timestamp_ntz" },
    [firstMicros, lastMicros],
    ["0001-01-01T00:00:00.000000", "9999-12-31T23:59:59.999999"],
  ],
  ["DECIMAL(38,0)", decimal(38, 0), [nines, -nines, 0n], ["9".repeat(38), `-${"9".repeat(38)}`, "0"]],
  ["DECIMAL(38,38)", decimal(38, 38), [nines, -1n], [`0.${"9".repeat(38)}`, `-0.${"0".repeat(37)}1`]],
  ["DECIMAL(18,4)", decimal(18, 4), [10n ** 18n - 1n, -5n], ["99999999999999.9999", "-0.0005"]],
  ["DECIMAL(9,2)", decimal(9, 2), [-999_999_999n], ["-9999999.99"]],
  ["DECIMAL(4,1)", decimal(4, 1), [9_999n, -9_999n], ["999.9", "-999.9"]],
  ["STRING", string, ["", "😀", "a\0b", 'it\'s "x"\n', "NULL", null], ["", "😀", "a\0b", 'it\'s "x"\n', "NULL", null]],
  ["STRING of 1 MB", string, [megabyte, "x"], [megabyte, "x"]],
  ["VARCHAR", { kind: "varchar", length: 4 }, ["abcd"], ["abcd"]],
  ["BINARY", { kind: "binary" }, [new Uint8Array(0), new Uint8Array([0, 255]), null], ["", "AP8=", null]],
  [
    "VARIANT",
    { kind: "variant" },
    ['{ "a" : 1e999, "b": 12345678901234567890 }', '"\\ud800"', "null", null],
    ['{ "a" : 1e999, "b": 12345678901234567890 }', '"\\ud800"', "null", null],
  ],
  ["ARRAY", array(string), [["a", null, ""], [], null, ["b"]], [["a", null, ""], [], null, ["b"]]],
  ["ARRAY of ARRAY", array(array(long)), [[[1n], [], null, [2n, null]], []], [[["1"], [], null, ["2", null]], []]],
  [
    "STRUCT",
    person,
    [["Ann", [1, null]], [null, null], null],
    [{ name: "Ann", ages: [1, null] }, { name: null, ages: null }, null],
  ],
  ["ARRAY of STRUCT", array(person), [[["A", []], null]], [[{ name: "A", ages: [] }, null]]],
  [
    "MAP",
    map(string, decimal(5, 2)),
    [
      [
        ["a", 100n],
        ["", null],
      ],
      [],
      null,
    ],
    [{ a: "1.00", "": null }, {}, null],
  ],
  ["MAP by BIGINT", map(long, string), [[[-1n, "x"]]], [{ "-1": "x" }]],
  [
    "MAP by STRUCT",
    map(struct({ a: long }), person),
    [[[[1n], ["A", [2]]]]],
    [[{ key: { a: "1" }, value: { name: "A", ages: [2] } }]],
  ],
  [
    "STRUCT of hostile names",
    struct({ 'a"b': long, ["__proto__"]: string, "c.d😀": long }),
    [[1n, "p", 2n]],
    [
      Object.fromEntries([
        ['a"b', "1"],
        ["__proto__", "p"],
        ["c.d😀", "2"],
      ]),
    ],
  ],
  ["INTERVAL, which the service refuses", { kind: "interval", unit: "interval" }, [null], [null]],
  ["STRUCT without fields, which the service refuses", struct({}), [null, []], [null, "{}"]],
];

describe("one store", () => {
  let store: RowStore;
  beforeAll(async () => {
    store = await openStore({ kind: "memory" });
  });
  afterAll(() => store.close());

  test.each(cases)("%s comes back exactly", async (name, type, cells, want) => {
    await store.createTable(table([column("value", type)], { name: { catalog: "main", schema: "s", table: name } }));
    await store.append(
      `main.s.${name}`,
      cells.map((cell) => [cell]),
    );
    const { rows } = await store.query(`select value from main.s."${name}" order by rowid`);
    expect(rows.map(([value]) => value)).toEqual(want);
  });
});

test("a chunk remembers nothing of the one before it", async () => {
  const store = await memoryStore();
  const types = { list: array(string), map: map(string, long), struct: person, text: string };
  await store.createTable(table(Object.entries(types).map(([name, type]) => column(name, type))));
  const full: readonly Cell[] = [["a", "b"], [["k", 1n]], ["Ann", [1, 2, 3]], "text that is longer than twelve bytes"];
  const empty: readonly Cell[] = [[null], [], [null, [null]], null];
  const nulls: readonly Cell[] = [null, null, null, null];
  const rows = [full, nulls, empty, full, empty, nulls, full];
  for (const row of rows) await store.append("main.shop.orders", [row, full]);
  const seen = await store.query("select * from main.shop.orders order by rowid");
  const shown = new Map<readonly Cell[], unknown>([
    [full, [["a", "b"], { k: "1" }, { name: "Ann", ages: [1, 2, 3] }, "text that is longer than twelve bytes"]],
    [empty, [[null], {}, { name: null, ages: [null] }, null]],
    [nulls, nulls],
  ]);
  expect(seen.rows).toEqual(rows.flatMap((row) => [shown.get(row), shown.get(full)]));
});

test("types are those of the table, and DuckDB reads the values as we do", async () => {
  const store = await memoryStore();
  const columns = [
    column("at", { kind: "timestamp" }, { nullable: false, comment: "when; it's UTC" }),
    column("local", { kind: "timestamp_ntz" }),
    column("day", { kind: "date" }),
    column("price", decimal(38, 10)),
    column("data", { kind: "variant" }),
  ];
  await store.createTable(table(columns, { comment: "orders" }));
  await store.append("main.shop.orders", [[1_700_000_000_123_456n, 0n, 19_000, 15n * 10n ** 9n, '{"a":[1,2]}']]);
  const described = await store.query(
    "select column_name, data_type, is_nullable, comment from duckdb_columns() where table_name = 'orders' order by column_index",
  );
  expect(described.rows).toEqual([
    ["at", "TIMESTAMP WITH TIME ZONE", false, "when; it's UTC"],
    ["local", "TIMESTAMP", true, null],
    ["day", "DATE", true, null],
    ["price", "DECIMAL(38,10)", true, null],
    ["data", "JSON", true, null],
  ]);
  const { rows } = await store.query(
    "select o.at::varchar, o.local::varchar, day::varchar, price::varchar, data->>'$.a[1]' from main.shop.orders o",
  );
  expect(rows).toEqual([["2023-11-14 22:13:20.123456+00", "1970-01-01 00:00:00", "2022-01-08", "1.5000000000", "2"]]);
});
