import fc from "fast-check";
import { expect, test } from "vitest";
import { type Table, fullName } from "../../../../src/catalog/table.js";
import type { Row } from "../../../../src/emulator/row.js";
import { plainCell } from "../../../../src/emulator/store/cell-text.js";
import { quoteTable } from "../../../../src/emulator/store/names.js";
import { openStore } from "../../../../src/emulator/store/open-store.js";
import { anyTable } from "../../catalog/arbitrary-table.js";
import { anyCell } from "./cells.js";

/** Names in the table that DuckDB has no way to hold, and the one its map values lose. */
const unstorable = /"name":"(|__proto__|[^"]*(\\u0000|\\ud[89a-f][0-9a-f]{2})[^"]*)"/;
const unstorablePart = (part: string): boolean => part === "" || part.includes("\0") || /\p{Surrogate}/u.test(part);

function isStorable({ name, columns }: Table): boolean {
  const parts = [name.catalog, name.schema, name.table];
  return !parts.some(unstorablePart) && !unstorable.test(JSON.stringify(columns));
}

/** A table, and rows of it in batches. */
const anyContent: fc.Arbitrary<{ table: Table; batches: readonly (readonly Row[])[] }> = anyTable
  .filter(isStorable)
  .map((table) => ({ ...table, columns: table.columns.map((column) => ({ ...column, nullable: true })) }))
  .chain((table) => {
    const row = fc.tuple(...table.columns.map(({ type }) => anyCell(type)));
    return fc.array(fc.array(row, { maxLength: 8 }), { maxLength: 4 }).map((batches) => ({ table, batches }));
  });

test("rows of any table come back as they were", async () => {
  const store = await openStore({ kind: "memory" });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(anyContent, async ({ table: drawn, batches }) => {
      run += 1;
      const table = { ...drawn, name: { ...drawn.name, table: `${drawn.name.table}${run}` } };
      await store.createTable(table);
      await Promise.all(batches.map((rows) => store.append(fullName(table.name), rows)));
      const { columns, rows } = await store.query(`select * from ${quoteTable(table.name)} order by rowid`);
      expect(columns.map((column) => column.name)).toEqual(table.columns.map((column) => column.name));
      expect(rows).toEqual(
        batches.flat().map((row) => table.columns.map(({ type }, index) => plainCell(type, row[index] ?? null))),
      );
    }),
    { numRuns: 60 },
  );
  await store.close();
});
