import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openForQuery, openStore } from "../../../../src/emulator/store/open-store.js";
import type { RowStore } from "../../../../src/emulator/store/row-store.js";
import { column, long, table } from "../../../support/tables.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";

async function openFilled(): Promise<RowStore> {
  const store = await openStore({ kind: "memory" });
  await store.createTable(table([column("id", long)]));
  await store.append("main.shop.orders", [[1n], [2n]]);
  return store;
}

async function filled(): Promise<RowStore> {
  const store = await openFilled();
  onTestFinished(() => store.close());
  return store;
}

test("statements that read are answered, however they begin", async () => {
  const store = await filled();
  const statements = [
    "select count(*) from main.shop.orders",
    "SELECT count(*) FROM Main.Shop.ORDERS;",
    "-- how many?\nwith x as (from main.shop.orders) select count(*) from x",
    "/* explain */ from main.shop.orders select count(*)",
  ];
  for (const sql of statements) expect((await store.query(sql)).rows).toEqual([["2"]]);
  for (const sql of [
    "describe main.shop.orders",
    "summarize main.shop.orders",
    "show all tables",
    "explain from main.shop.orders",
  ]) {
    expect((await store.query(sql)).rows.length).toBeGreaterThan(0);
  }
  for (const sql of ["explain analyze from main.shop.orders", "EXPLAIN (ANALYZE, FORMAT json) from main.shop.orders"]) {
    expect((await store.query(sql)).rows).toHaveLength(1);
  }
});

const changing = [
  "insert into main.shop.orders values (3)",
  "with x as (select 3) insert into main.shop.orders from x",
  "delete from main.shop.orders",
  "update main.shop.orders set id = 0",
  "merge into main.shop.orders using (select 1 as id) x using (id) when matched then delete",
  "truncate main.shop.orders",
  "drop table main.shop.orders",
  "alter table main.shop.orders add column x int",
  "create table main.shop.other as select 1",
  "create temp table other as select 1",
  "create view main.shop.v as select 1",
  "explain analyze delete from main.shop.orders",
  "explain (analyze, format json) insert into main.shop.orders values (3)",
  "/* */ explain analyze delete from main.shop.orders",
  "explain analyze copy (select 1) to 'x.csv'",
  "copy (select 1) to 'x.csv'",
  "copy main.shop.orders from 'x.csv'",
  "export database 'x'",
  "attach ':memory:' as x",
  'detach "main_"',
  "use main.shop",
  "begin",
  "commit",
  "checkpoint",
  "set memory_limit = '1MB'",
  "set global timezone = 'Asia/Tokyo'",
  "reset enable_external_access",
  "pragma enable_profiling",
  "pragma database_size",
  "from force_checkpoint('main_')",
  "from enable_logging()",
  "summarize from query('from enable' || '_logging()')",
  "explain analyze from checkpoint()",
  "install httpfs",
  "load httpfs",
  "call force_checkpoint()",
  "select 1; delete from main.shop.orders",
  "commit; delete from main.shop.orders; begin",
  "prepare x as delete from main.shop.orders",
  "",
  "-- nothing",
  "select 1\0; select 2",
];

describe("one store", () => {
  let store: RowStore;
  beforeAll(async () => {
    store = await openFilled();
  });
  afterAll(() => store.close());

  test.each(changing)("refused: %s", async (sql) => {
    await expect(store.query(sql)).rejects.toMatchObject({ name: "StoreError", kind: "query" });
    const { rows } = await store.query("select count(*), max(id), current_setting('TimeZone') from main.shop.orders");
    expect(rows).toEqual([["2", "2", "UTC"]]);
  });
});

test("a query sees no files, neither of the machine nor through the network", async () => {
  const path = join(temporaryDirectory({ "secret.csv": "a\n1\n" }), "secret.csv");
  const store = await filled();
  for (const source of [`'${path}'`, `read_text('${path}')`, `glob('${path}')`, "'https://example.com/x.parquet'"]) {
    await expect(store.query(`from ${source}`)).rejects.toMatchObject({ kind: "query" });
  }
});

test("an error is the first line of what DuckDB says", async () => {
  const store = await filled();
  await expect(store.query("select nothing\nfrom main.shop.orders")).rejects.toThrow(
    /^Binder Error: .*"nothing"[^\n]*$/,
  );
  await expect(store.query("from main.shop.order")).rejects.toThrow(
    /^Catalog Error: Table with name order does not exist!$/,
  );
  await expect(store.query("selec 1")).rejects.toThrow(/Parser Error: syntax error at or near "selec"$/);
  await expect(store.query("select 'x'::int")).rejects.toThrow(/^Conversion Error: /);
});

test("any type of DuckDB is JSON in the result", async () => {
  const store = await filled();
  const values: readonly [sql: string, type: string, want: unknown][] = [
    ["170141183460469231731687303715884105727::hugeint", "HUGEINT", "170141183460469231731687303715884105727"],
    ["18446744073709551615::ubigint", "UBIGINT", "18446744073709551615"],
    ["1::utinyint", "UTINYINT", 1],
    ["'NaN'::double", "DOUBLE", "NaN"],
    ["'{\"a\": 1}'::json", "JSON", '{"a": 1}'],
    ["timestamptz '2026-01-02 03:04:05.000006+02'", "TIMESTAMP WITH TIME ZONE", "2026-01-02T01:04:05.000006Z"],
    ["timestamp_ns '2026-01-02 03:04:05.123456789'", "TIMESTAMP_NS", "2026-01-02 03:04:05.123456789"],
    ["time '01:02:03'", "TIME", "01:02:03"],
    ["interval 3 days", "INTERVAL", "3 days"],
    ["uuid '00000000-0000-0000-0000-000000000001'", "UUID", "00000000-0000-0000-0000-000000000001"],
    ["'\\xAA'::blob", "BLOB", "qg=="],
    ["[1, null]::int[2]", "INTEGER[2]", [1, null]],
    ["{'a': [1::bigint], 'b': map {'k': {'n': 1.50}}}", "", { a: ["1"], b: { k: { n: "1.50" } } }],
    ["union_value(n := 5)", "", 5],
    ["null", "INTEGER", null],
  ];
  for (const [sql, type, want] of values) {
    const result = await store.query(`select ${sql} as v`);
    expect([sql, result.rows]).toEqual([sql, [[want]]]);
    if (type !== "") expect(result.columns).toEqual([{ name: "v", type }]);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  }
});

test("large results come whole and in order", async () => {
  const store = await filled();
  const { rows } = await store.query("select range::int from range(10000)");
  expect(rows).toEqual(Array.from({ length: 10_000 }, (_, index) => [index]));
});

test("the last rows come newest first", async () => {
  const store = await filled();
  await store.append(
    "main.shop.orders",
    Array.from({ length: 5_000 }, (_, index) => [BigInt(index + 3)]),
  );
  expect((await store.last("Main.shop.orders", 2)).rows).toEqual([["5002"], ["5001"]]);
  expect((await store.last("main.shop.orders", 9_999)).rows).toHaveLength(5_002);
  expect((await store.last("main.shop.orders", 0)).rows).toEqual([]);
  expect(await store.count("main.shop.orders")).toBe(5_002);
});

test.each(["parquet", "csv", "json"] as const)(
  "a table is exported as %s, in place of what was there",
  async (format) => {
    const store = await filled();
    const path = join(temporaryDirectory({ "it's 😀": "before" }), "it's 😀");
    await store.exportTable("main.shop.orders", path, format);
    const text = readFileSync(path, "latin1");
    const want = { parquet: /^PAR1[^]*PAR1$/, csv: /^id\n1\n2\n$/, json: /^\{"id":1\}\n\{"id":2\}\n$/ };
    expect(text).toMatch(want[format]);
  },
);

test("an export that fails leaves the file as it was", async () => {
  const store = await filled();
  const directory = temporaryDirectory({ there: "before" });
  await expect(store.exportTable("main.shop.orders", join(directory, "no", "x.csv"), "csv")).rejects.toThrow(
    "it does not exist",
  );
  await expect(store.exportTable("main.shop.orders", "x.csv", "csv")).rejects.toThrow("absolute");
  await expect(store.exportTable("main.shop.none", join(directory, "there"), "csv")).rejects.toMatchObject({
    kind: "table",
  });
  expect(readFileSync(join(directory, "there"), "utf8")).toBe("before");
});

test("a closed store answers nothing, and a query that runs is cut short", async () => {
  const path = temporaryDirectory();
  const store = await openStore({ kind: "directory", path });
  await store.createTable(table([column("id", long)]));
  const endless = store.query("select count(*) from range(10000000000) a, range(10000000000) b");
  const cut = expect(endless).rejects.toMatchObject({ kind: "query" });
  const kept = store.append("main.shop.orders", [[1n]]);
  await Promise.all([store.close(), store.close()]);
  await cut;
  await kept;
  await expect(store.query("select 1")).rejects.toMatchObject({ kind: "closed" });
  await expect(store.append("main.shop.orders", [])).rejects.toMatchObject({ kind: "closed" });
  const reader = await openForQuery(path);
  expect((await reader.query("from main.shop.orders")).rows).toEqual([["1"]]);
  await expect(reader.query("delete from main.shop.orders")).rejects.toMatchObject({ kind: "query" });
  await reader.close();
});
