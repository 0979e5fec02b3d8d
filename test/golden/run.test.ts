import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fullName, type Table } from "../../src/catalog/table.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { mapTable } from "../../src/mapping/map-table.js";
import { readDdl } from "../../src/read-ddl.js";
import { bufbuildType, readWithBufbuild } from "../wire/support/bufbuild.js";
import { loadGenerated } from "../wire/support/generated.js";
import { seededRandom } from "../wire/support/random.js";
import { randomRow } from "../wire/support/rows.js";

/** Tables of all cases that can be generated as they are, with the columns that make up a row. */
const tables = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) =>
    readDdl(readFileSync(join(import.meta.dirname, name, "input.sql"), "utf8")).tables.map(withCase(name)),
  )
  .filter(({ table }) => table.columns.length > 0 && !hasErrors(mapTable(table, { unsupported: "error" }).diagnostics))
  .filter(({ table }) => !/[/\\]|\.\./.test(table.name.table));

/** The case goes into the catalog, so that no two tables have one name. */
function withCase(name: string) {
  return (table: Table) => ({
    table: { ...withRowColumns(table), name: { ...table.name, catalog: `${name}-${table.name.catalog}` } },
  });
}

/** As rows have them: identity columns may be left out, generated ones are no part of a row. */
function withRowColumns(table: Table): Table {
  const { row } = mapTable(table, { unsupported: "error" });
  const inRow = new Map(row.fields.map((field) => [field.name, field]));
  const columns = table.columns.filter(({ name }) => inRow.has(name));
  return {
    ...table,
    columns: columns.map((column) => ({
      ...column,
      nullable: inRow.get(column.name)!.nullable,
      fill: { kind: "writer" },
    })),
  };
}

test("every golden module encodes, validates and decodes, and its descriptor reads its bytes", async () => {
  expect(tables.length).toBeGreaterThan(20);
  const random = seededRandom(1);
  for (const { codec, table } of await loadGenerated(tables.map(({ table: each }) => each))) {
    const name = fullName(table.name);
    expect(codec.table.fullName).toBe(name);
    const type = bufbuildType(codec.descriptor);
    for (const { input, canonical } of random.times(10, () => randomRow(random, table))) {
      expect([name, codec.validate(input)]).toEqual([name, { ok: true, value: input }]);
      const bytes = codec.encode(input);
      expect([name, codec.decode(bytes)]).toEqual([name, canonical]);
      expect([name, readWithBufbuild(type, table, bytes)]).toEqual([name, canonical]);
    }
  }
});
