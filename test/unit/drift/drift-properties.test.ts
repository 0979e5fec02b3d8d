import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column, Table } from "../../../src/catalog/table.js";
import { explainDrift } from "../../../src/drift/explain-drift.js";
import type { FieldDescriptor } from "../../../src/mapping/message.js";
import { mapTable } from "../../../src/mapping/map-table.js";
import { anyTable } from "../catalog/arbitrary-table.js";
import { protoOfTable } from "./proto-of.js";
import { shapeOf } from "./shape.js";
import { writable } from "./writable-table.js";

const writableTable = anyTable.map(writable);

/** One thing that happens to a table; numbers are taken modulo the number of columns. */
const anyEdit = fc.oneof(
  fc.record({ kind: fc.constant("drop" as const), at: fc.nat(9) }),
  fc.record({ kind: fc.constant("rename" as const), at: fc.nat(9) }),
  fc.record({ kind: fc.constant("copy" as const), at: fc.nat(9), to: fc.nat(9) }),
  fc.record({ kind: fc.constant("move" as const), at: fc.nat(9), to: fc.nat(9) }),
  fc.record({ kind: fc.constant("append" as const), at: fc.nat(9) }),
  fc.record({ kind: fc.constant("null" as const), at: fc.nat(9) }),
);
type Edit = typeof anyEdit extends fc.Arbitrary<infer T> ? T : never;

/** The same table after some edits; positions and names stay free of clashes. */
function edited(table: Table, edits: readonly Edit[]): Table {
  const columns = edits.reduce(editedColumns, table.columns);
  return { ...table, primaryKey: [], columns: columns.map((column, position) => ({ ...column, position })) };
}

function editedColumns(columns: readonly Column[], edit: Edit, step: number): readonly Column[] {
  const at = edit.at % columns.length;
  const others = columns.filter((_, index) => index !== at);
  const replaced = (by: (column: Column) => Column) =>
    columns.map((column, index) => (index === at ? by(column) : column));
  const fresh = columns.slice(at, at + 1).map((column): Column => ({ ...column, name: `new_${String(step)}` }));
  switch (edit.kind) {
    case "drop":
      return others.length === 0 ? columns : others;
    case "rename":
      return [...columns.slice(0, at), ...fresh, ...columns.slice(at + 1)];
    case "copy":
      return [...columns.slice(0, edit.to % columns.length), ...fresh, ...columns.slice(edit.to % columns.length)];
    case "move":
      return [...others.slice(0, edit.to), ...columns.slice(at, at + 1), ...others.slice(edit.to)];
    case "append":
      return [...columns, ...fresh.map((column) => ({ ...column, nullable: true }))];
    case "null":
      return replaced((column) => ({ ...column, nullable: !column.nullable }));
  }
}

const history = fc.record({ table: writableTable, edits: fc.array(anyEdit, { maxLength: 4 }) });

describe("explainDrift", () => {
  it("finds nothing between a table and itself", () => {
    let generated = 0;
    fc.assert(
      fc.property(writableTable, (table) => {
        const proto = protoOfTable(table);
        if (proto === null) return;
        generated++;
        expect(explainDrift(proto, proto)).toMatchObject({ verdict: "compatible", columns: [] });
      }),
      { numRuns: 100 },
    );
    expect(generated).toBeGreaterThan(15);
  });

  it("calls nothing compatible that a stream can see, but nullable columns behind all others", () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(history, ({ table, edits }) => {
        const now = edited(table, edits);
        const [before, after] = [protoOfTable(table), protoOfTable(now)];
        if (before === null || after === null) return;
        const found = explainDrift(before, after);
        expect(found).not.toBeNull();
        const verdict = found?.verdict ?? "breaks";
        seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
        const [old, today] = [rowOf(table), rowOf(now)];
        if (verdict === "compatible") {
          expect(shapes(today.slice(0, old.length))).toEqual(shapes(old));
          expect(today.slice(old.length).every(({ nullable }) => nullable)).toBe(true);
        }
        if (JSON.stringify(shapes(old)) !== JSON.stringify(shapes(today))) expect(found?.columns).not.toEqual([]);
      }),
      { numRuns: 200 },
    );
    expect([...seen.keys()].sort()).toEqual(["breaks", "compatible", "regenerate"]);
  });
});

function rowOf(table: Table): readonly FieldDescriptor[] {
  return mapTable(table, { unsupported: "omit" }).row.fields;
}

function shapes(fields: readonly FieldDescriptor[]): unknown {
  return shapeOf({ name: "", fields });
}
