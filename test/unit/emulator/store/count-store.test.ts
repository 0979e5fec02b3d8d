import { afterEach, expect, test, vi } from "vitest";
import type { Row } from "../../../../src/emulator/row.js";
import { openForQuery, openStore } from "../../../../src/emulator/store/open-store.js";
import { column, decimal, long, map, string, table } from "../../../support/tables.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";

afterEach(() => {
  vi.doUnmock("@duckdb/node-api");
  vi.resetModules();
});

const orders = table([
  column("id", long),
  column("price", decimal(5, 2)),
  column("tags", map(string, { kind: "date" })),
]);
const row = (id: number): Row => [BigInt(id), 150n, [["day", 0]]];

test("without a store rows are counted, and the last 20 shown", async () => {
  const store = await openStore({ kind: "none" });
  await store.createTable(orders);
  await store.append(
    "main.shop.orders",
    Array.from({ length: 30 }, (_, id) => row(id)),
  );
  await store.append("main.shop.orders", [row(30)]);
  await store.createTable(orders);
  expect(await store.count("main.shop.ORDERS")).toBe(31);
  const last = await store.last("main.shop.orders", 100);
  expect(last.columns).toEqual([
    { name: "id", type: "BIGINT" },
    { name: "price", type: "DECIMAL(5,2)" },
    { name: "tags", type: "MAP(VARCHAR, DATE)" },
  ]);
  expect(last.rows).toEqual(
    Array.from({ length: 20 }, (_, index) => [String(30 - index), "1.50", { day: "1970-01-01" }]),
  );
  expect((await store.last("main.shop.orders", 1)).rows).toHaveLength(1);
});

test("without a store there is nothing to query or export", async () => {
  const store = await openStore({ kind: "none" });
  await expect(store.query("select 1")).rejects.toMatchObject({ name: "StoreError", kind: "query" });
  await expect(store.exportTable("main.shop.orders", "/x", "csv")).rejects.toMatchObject({ kind: "query" });
  await expect(store.append("main.shop.orders", [])).rejects.toMatchObject({ kind: "table" });
  await expect(store.count("main.shop.orders")).rejects.toMatchObject({ kind: "table" });
  await store.close();
});

test("where DuckDB is not installed, the error says how to install it or go without", async () => {
  vi.resetModules();
  vi.doMock("@duckdb/node-api", () => {
    throw new Error("Cannot find package '@duckdb/node-api'");
  });
  const fresh = await import("../../../../src/emulator/store/open-store.js");
  const missing = {
    name: "StoreError",
    kind: "package",
    message: expect.stringMatching(/npm install --save-dev @duckdb\/node-api.*without a store/) as string,
  };
  await expect(fresh.openStore({ kind: "memory" })).rejects.toMatchObject(missing);
  const path = temporaryDirectory();
  await expect(fresh.openStore({ kind: "directory", path })).rejects.toMatchObject(missing);
  // The failed attempt let go of the directory.
  await expect(fresh.openStore({ kind: "directory", path })).rejects.toMatchObject(missing);
  await (await fresh.openStore({ kind: "none" })).close();
  await expect(openForQuery(path)).rejects.toThrow("There is no store");
});
