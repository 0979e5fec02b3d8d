import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Table } from "../../../../src/catalog/table.js";
import { openForQuery, openStore, type StoreReader } from "../../../../src/emulator/store/open-store.js";
import { array, column, decimal, long, string, struct, table } from "../../../support/tables.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";
import { bundle, kill, start } from "./child.js";

const orders = table([column("id", long, { nullable: false }), column("note", string)]);

/** Opens the directory with the table, runs the work, closes it. */
async function withStore(
  path: string,
  definition: Table,
  rows: readonly (readonly (bigint | string | null)[])[],
): Promise<void> {
  const store = await openStore({ kind: "directory", path });
  try {
    await store.createTable(definition);
    await store.append("main.shop.orders", rows);
  } finally {
    await store.close();
  }
}

async function read(reader: StoreReader, sql: string): Promise<unknown> {
  try {
    return (await reader.query(sql)).rows;
  } finally {
    await reader.close();
  }
}

const readAll = async (path: string): Promise<unknown> => read(await openForQuery(path), "from main.shop.orders");

test("rows are there after closing, in a file per catalog and no log", async () => {
  const path = join(temporaryDirectory(), "new", "data");
  await withStore(path, orders, [[1n, "a"]]);
  await withStore(path, orders, [[2n, null]]);
  expect(readdirSync(path)).toEqual(["main.duckdb"]);
  expect(await readAll(path)).toEqual([
    ["1", "a"],
    ["2", null],
  ]);
});

test("tables of earlier runs can be queried without being made again", async () => {
  const path = temporaryDirectory();
  await withStore(path, orders, [[1n, "a"]]);
  const store = await openStore({ kind: "directory", path });
  expect(await read(store, "from main.shop.orders")).toEqual([["1", "a"]]);
});

test("several catalogs of hostile names", async () => {
  const path = temporaryDirectory();
  const names = ["a-b", "../up", "q\"uote's", "a.b", "😀", "system", "temp", "memory", "Sales"];
  const store = await openStore({ kind: "directory", path });
  for (const catalog of names) {
    const name = { catalog, schema: "information.schema's", table: 'x"; drop table y' };
    await store.createTable(table([column("c", long)], { name }));
    await store.append(`${catalog}.${name.schema}.${name.table}`, [[1n]]);
    expect(await store.count(`${catalog}.${name.schema}.${name.table}`)).toBe(1);
  }
  await store.close();
  expect(readdirSync(path)).toHaveLength(names.length);
  const reader = await openForQuery(path);
  const databases = await reader.query("select count(*) from duckdb_tables()");
  expect(databases.rows).toEqual([[String(names.length)]]);
  const sales = await reader.query(`from sales."information.schema's"."x""; drop table y"`);
  expect(sales.rows).toEqual([["1"]]);
  await reader.close();
});

test("nullable columns that are new are added, whatever the order", async () => {
  const path = temporaryDirectory();
  await withStore(path, orders, [[1n, "a"]]);
  const added = column("extra", struct({ "x y": array(decimal(5, 1)) }), { comment: "new" });
  await withStore(path, table([added, column("NOTE", string), column("id", long, { nullable: false })]), []);
  const store = await openStore({ kind: "directory", path });
  await store.createTable(table([added, column("NOTE", string), column("id", long, { nullable: false })]));
  await store.append("main.shop.orders", [[[[15n, null]], "b", 2n].map((cell) => (Array.isArray(cell) ? cell : cell))]);
  expect(await read(store, "select id, note, extra from main.shop.orders order by id")).toEqual([
    ["1", "a", null],
    ["2", "b", { "x y": ["1.5", null] }],
  ]);
});

test.each([
  [
    "of another type",
    [column("id", string, { nullable: false }), column("note", string)],
    "column id is BIGINT in the store and VARCHAR now",
  ],
  ["dropped", [column("id", long, { nullable: false })], "column note is only in the store"],
  ["nullable now", [column("id", long), column("note", string)], "column id is NOT NULL in the store, and not so now"],
  ["NOT NULL and new", [...orders.columns, column("x", long, { nullable: false })], "column x is new and NOT NULL"],
])("a column %s is an error, and the table stays", async (_, columns, want) => {
  const path = temporaryDirectory();
  await withStore(path, orders, [[1n, "a"]]);
  const changed = withStore(path, table(columns), []);
  await expect(changed).rejects.toMatchObject({ name: "StoreError", kind: "schema" });
  await expect(changed).rejects.toThrow(want);
  expect(await readAll(path)).toEqual([["1", "a"]]);
});

test("a directory that this process has open is locked", async () => {
  const path = temporaryDirectory();
  const store = await openStore({ kind: "directory", path });
  await expect(openStore({ kind: "directory", path })).rejects.toMatchObject({ kind: "locked" });
  await expect(openForQuery(path)).rejects.toMatchObject({ kind: "locked" });
  await store.close();
  await (await openStore({ kind: "directory", path })).close();
});

test("a directory that another process has open is locked until it is closed or killed", async () => {
  const path = temporaryDirectory();
  const child = start(await bundle(new URL("./holding.ts", import.meta.url)), path);
  await once(child, "message");
  const locked = {
    kind: "locked",
    message: expect.stringContaining(`in use by process ${String(child.pid)}`) as string,
  };
  await expect(openStore({ kind: "directory", path })).rejects.toMatchObject(locked);
  await expect(openForQuery(path)).rejects.toMatchObject(locked);
  child.send("close");
  await once(child, "message");
  expect(await readAll(path)).toEqual([["1"]]);
  await kill(child);
});

test("what is no store is told", async () => {
  const directory = temporaryDirectory({ "file.txt": "x", "broken/main.duckdb": "no database" });
  await expect(openForQuery(directory)).rejects.toThrow("There is no store in");
  await expect(openForQuery(join(directory, "nowhere"))).rejects.toThrow("it does not exist");
  await expect(openStore({ kind: "directory", path: join(directory, "file.txt") })).rejects.toMatchObject({
    kind: "storage",
  });
  const broken = join(directory, "broken");
  await expect(openForQuery(broken)).rejects.toMatchObject({ kind: "storage" });
  // The failed attempt let go of it.
  await expect(openStore({ kind: "directory", path: broken })).rejects.toMatchObject({ kind: "storage" });
});
