import { expect, onTestFinished, test } from "vitest";
import { openStore } from "../../../../src/emulator/store/open-store.js";
import type { RowStore } from "../../../../src/emulator/store/row-store.js";
import { array, column, long, string, struct, table } from "../../../support/tables.js";

async function memoryStore(): Promise<RowStore> {
  const store = await openStore({ kind: "memory" });
  onTestFinished(() => store.close());
  return store;
}

const named = (catalog: string, name: string) =>
  table([column("stream", { kind: "integer" }), column("call", { kind: "integer" }), column("text", string)], {
    name: { catalog, schema: "s", table: name },
  });

test("calls of many streams for several tables keep their rows together and in their order", async () => {
  const store = await memoryStore();
  const tables = [named("main", "a"), named("main", "b"), named("other", "a")];
  for (const each of tables) await store.createTable(each);
  const names = ["main.s.a", "main.s.b", "other.s.a"];
  const stream = async (number: number): Promise<void> => {
    const calls = Array.from({ length: 40 }, (_, call) => call);
    // Half of the streams wait for each acknowledgement, the others do not.
    const pending: Promise<void>[] = [];
    for (const call of calls) {
      const done = store.append(names[number % 3]!, [
        [number, call, "first"],
        [number, call, null],
      ]);
      if (number % 2 === 0) await done;
      else pending.push(done);
    }
    await Promise.all(pending);
  };
  await Promise.all(Array.from({ length: 12 }, (_, number) => stream(number)));
  for (const [index, name] of names.entries()) {
    const { rows } = await store.query(`select stream, call, text from ${name} order by rowid`);
    expect(rows).toHaveLength(4 * 40 * 2);
    for (const number of [0, 1, 2, 3].map((each) => each * 3 + index)) {
      const own = rows.filter(([stream]) => stream === number);
      expect(own).toEqual(
        Array.from({ length: 80 }, (_, row) => [number, Math.floor(row / 2), row % 2 === 0 ? "first" : null]),
      );
    }
    const pairs = rows.filter((row, place) => place % 2 === 1 && row[0] !== rows[place - 1]?.[0]);
    expect(pairs).toEqual([]);
  }
});

test("a call that cannot be stored fails alone", async () => {
  const store = await memoryStore();
  const strict = table([column("id", long, { nullable: false })], {
    name: { catalog: "main", schema: "s", table: "strict" },
  });
  await store.createTable(strict);
  await store.createTable(named("main", "a"));
  const results = await Promise.allSettled([
    store.append("main.s.strict", [[1n]]),
    store.append("main.s.strict", [[2n], [null]]),
    store.append("main.s.a", [[1, 1, "x"]]),
    store.append("main.s.strict", [["not a bigint"]]),
    store.append("main.s.strict", [[]]),
    store.append("main.s.none", [[1n]]),
    store.append("main.s.strict", [[3n]]),
  ]);
  expect(
    results.map((result) => (result.status === "rejected" ? (result.reason as { kind: string }).kind : "kept")),
  ).toEqual(["kept", "storage", "kept", "storage", "storage", "table", "kept"]);
  expect((await store.query("from main.s.strict order by rowid")).rows).toEqual([["1"], ["3"]]);
  expect(await store.count("main.s.a")).toBe(1);
});

test("columns the row leaves to the table are NULL, and may be so", async () => {
  const store = await memoryStore();
  const generated = { nullable: false, fill: { kind: "generated", expression: "id + 1" } } as const;
  const identity = { nullable: false, fill: { kind: "identity", always: true, start: "1", step: "1" } } as const;
  await store.createTable(table([column("id", long), column("next", long, generated), column("key", long, identity)]));
  await store.append("main.shop.orders", [[1n, null, null]]);
  expect((await store.query("from main.shop.orders")).rows).toEqual([["1", null, null]]);
});

test("one call of more rows than a chunk and than a transaction holds", async () => {
  const store = await memoryStore();
  await store.createTable(table([column("id", long), column("list", array(struct({ n: long })))]));
  const rows = Array.from({ length: 101_000 }, (_, index) => [
    BigInt(index),
    index % 3 === 0 ? null : [[BigInt(index)]],
  ]);
  await Promise.all([store.append("main.shop.orders", rows), store.append("main.shop.orders", [[-1n, []]])]);
  const { rows: seen } = await store.query(
    "select count(*), sum(id)::varchar, sum(list[1].n)::varchar, count(list), arg_max(id, rowid) from main.shop.orders",
  );
  expect(seen).toEqual([["101001", "5100449499", "3400299667", "67334", "-1"]]);
});

test("a table that is made again while rows come keeps them all", async () => {
  const store = await memoryStore();
  const before = named("main", "a");
  await store.createTable(before);
  const writes = Array.from({ length: 20 }, (_, call) => store.append("main.s.a", [[0, call, "x"]]));
  await Promise.all([...writes, store.createTable(before), store.createTable(named("main", "b"))]);
  await store.append("main.s.a", [[0, 20, "x"]]);
  expect(await store.count("main.s.a")).toBe(21);
});

test("tables that DuckDB cannot have, or cannot tell apart, are refused", async () => {
  const store = await memoryStore();
  const make = (catalog: string, schema: string, name: string, columnName = "a") =>
    store.createTable(table([column(columnName, long)], { name: { catalog, schema, table: name } }));
  await make("a", "b.c", "d");
  await expect(make("a.b", "c", "d")).rejects.toMatchObject({ kind: "schema" });
  await expect(make("a", "b", "")).rejects.toMatchObject({ kind: "schema" });
  await expect(make("a", "b", "x", "nul\0")).rejects.toMatchObject({ kind: "schema" });
  await expect(make("a", "information_schema", "x")).rejects.toThrow(
    "The store cannot keep table a.information_schema.x",
  );
  await make("a", "b", "x");
  expect(await store.count("a.b.x")).toBe(0);
});

test("catalogs that share their names with DuckDB's own are told apart from those that look like it", async () => {
  const store = await memoryStore();
  const catalogs = ["main", "main_", "system", "temp", "memory"];
  for (const [index, catalog] of catalogs.entries()) {
    await store.createTable(named(catalog, "t"));
    await store.append(`${catalog}.s.t`, [[index, 0, catalog]]);
  }
  for (const [index, catalog] of catalogs.entries()) {
    const rows = [[index, 0, catalog]];
    expect((await store.query(`select t.* from ${catalog}.s.t`)).rows).toEqual(rows);
    expect((await store.last(`${catalog}.s.t`, 5)).rows).toEqual(rows);
    expect(await store.count(`${catalog}.s.t`)).toBe(1);
  }
});
