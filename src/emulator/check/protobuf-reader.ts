import { tagOf, type WireReader, wireTypes } from "../../zerobus/wire.js";
import type { BoundField, BoundStruct } from "./bind-descriptor.js";
import { type CellReader, defaultCell, scalarReader, wireTypeOf } from "./cell-readers.js";
import { type Draft, missing } from "./draft.js";
import { type FieldReader, fieldTable, readFields } from "./field-table.js";
import { mapKeys } from "./map-keys.js";
import type { ItemPlan } from "./plan.js";
import type { UnitWatch } from "./unit-watch.js";

/**
 * Reads messages of one kind, as protobuf says: of a value given twice the last one counts, lists go on, nested messages
 * merge, of two entries of a map with one key the last one counts, lists come packed or not.
 */
interface MessageReader {
  /** The row of a message without a field. */
  readonly empty: () => Draft[];
  /** Reads the fields up to the end of the message that the wire is in. */
  readonly read: (wire: WireReader, row: Draft[]) => void;
  /** What can be checked only when all is read. */
  readonly finish: (row: Draft[]) => void;
}

/** Reads what a field, a list or a map holds. */
interface ItemReader {
  readonly wireType: number;
  readonly read: CellReader;
  /** After all that merges into the item; null where nothing can. */
  readonly finish: ((cell: Draft) => void) | null;
  /** What an entry of a map holds that does not say. */
  readonly absent: () => Draft;
}

/** How the cell of a field is filled. */
interface CellCodec {
  /** Whether the cell is empty, not NULL, until something comes. */
  readonly isCollection: boolean;
  readonly byWireType: readonly (readonly [wireType: number, read: CellReader])[];
  readonly finish: ((cell: Draft) => Draft) | null;
}

interface CodedField {
  readonly field: BoundField;
  readonly codec: CellCodec;
}

/** A function that reads the record which a wire was opened with. It throws `Refused`. */
export function protobufReader(bound: BoundStruct, watch: UnitWatch): (wire: WireReader) => Draft[] {
  const reader = messageReader(bound, watch);
  return (wire) => {
    const row = reader.empty();
    reader.read(wire, row);
    reader.finish(row);
    return row;
  };
}

function messageReader(bound: BoundStruct, watch: UnitWatch): MessageReader {
  const coded = bound.fields.map((field) => ({ field, codec: cellCodec(field, watch) }));
  const table = fieldTable(coded.flatMap(fieldReaders));
  return {
    empty: emptyRow(bound, coded),
    read: (wire, row) => {
      readFields(table, wire, row, watch);
    },
    finish: finishRow(bound, coded),
  };
}

function fieldReaders({ field, codec }: CodedField): readonly (readonly [number, FieldReader])[] {
  const { slot, path } = field.plan;
  return codec.byWireType.map(([wireType, read]) => [tagOf(field.number, wireType), { slot, path, read }]);
}

function emptyRow({ plan }: BoundStruct, coded: readonly CodedField[]): MessageReader["empty"] {
  const template: Draft[] = plan.fields.map(() => null);
  const collections = coded.filter(({ codec }) => codec.isCollection).map(({ field }) => field.plan.slot);
  return () => {
    const row = template.slice();
    for (const slot of collections) row[slot] = [];
    return row;
  };
}

function finishRow({ plan }: BoundStruct, coded: readonly CodedField[]): MessageReader["finish"] {
  const required = plan.fields.filter((field) => field.required);
  const finishing = coded.flatMap(({ field, codec }) =>
    codec.finish === null ? [] : [{ slot: field.plan.slot, finish: codec.finish }],
  );
  return (row) => {
    for (const { slot, path } of required) {
      if (row[slot] === null) throw missing(path);
    }
    for (const { slot, finish } of finishing) row[slot] = finish(row[slot] ?? null);
  };
}

function cellCodec({ plan, nested }: BoundField, watch: UnitWatch): CellCodec {
  const { value } = plan;
  switch (value.kind) {
    case "list":
      return listCodec(itemReader(value.item, nested, watch));
    case "map": {
      const { plan: key, finish } = mapKeys(value.key, plan.path);
      const readEntry = entryReader(
        itemReader(key, null, watch),
        itemReader(value.value, nested, watch),
        plan.path,
        watch,
      );
      return { isCollection: true, byWireType: [[wireTypes.bytes, readEntry]], finish };
    }
    case "scalar":
    case "struct":
      return fieldCodec(itemReader(value, nested, watch));
    case "refused":
      throw new TypeError(`${plan.path} was bound, although its type is refused`);
  }
}

function itemReader(item: ItemPlan, nested: BoundStruct | null, watch: UnitWatch): ItemReader {
  if (item.kind === "struct") return structReader(messageReader(nested ?? { plan: item.struct, fields: [] }, watch));
  const { rule } = item;
  return { wireType: wireTypeOf(rule), read: scalarReader(rule), finish: null, absent: () => defaultCell(rule) };
}

function structReader(reader: MessageReader): ItemReader {
  return {
    wireType: wireTypes.bytes,
    read: (wire, previous) => {
      const row = Array.isArray(previous) ? previous : reader.empty();
      const outer = wire.enter();
      reader.read(wire, row);
      wire.leave(outer);
      return row;
    },
    finish: (cell) => {
      if (Array.isArray(cell)) reader.finish(cell);
    },
    absent: reader.empty,
  };
}

function fieldCodec({ wireType, read, finish }: ItemReader): CellCodec {
  const finished = (cell: Draft): Draft => {
    finish?.(cell);
    return cell;
  };
  return { isCollection: false, byWireType: [[wireType, read]], finish: finish === null ? null : finished };
}

function listCodec({ wireType, read, finish }: ItemReader): CellCodec {
  const readOne: CellReader = (wire, previous) => {
    const list = listOf(previous);
    const item = read(wire, null);
    finish?.(item);
    list.push(item);
    return list;
  };
  const single = [wireType, readOne] as const;
  const byWireType = wireType === wireTypes.bytes ? [single] : [single, packedReader(read)];
  return { isCollection: true, byWireType, finish: null };
}

function packedReader(read: CellReader): readonly [number, CellReader] {
  const readAll: CellReader = (wire, previous) => {
    const list = listOf(previous);
    const outer = wire.enter();
    while (!wire.isAtEnd) list.push(read(wire, null));
    wire.leave(outer);
    return list;
  };
  return [wireTypes.bytes, readAll];
}

function entryReader(key: ItemReader, value: ItemReader, path: string, watch: UnitWatch): CellReader {
  const table = fieldTable([
    [tagOf(1, key.wireType), { slot: 0, path, read: key.read }],
    [tagOf(2, value.wireType), { slot: 1, path, read: value.read }],
  ]);
  return (wire, previous) => {
    const entries = listOf(previous);
    const entry: Draft[] = [null, null];
    const outer = wire.enter();
    readFields(table, wire, entry, watch);
    wire.leave(outer);
    entry[0] ??= key.absent();
    entry[1] ??= value.absent();
    value.finish?.(entry[1]);
    entries.push(entry);
    return entries;
  };
}

function listOf(cell: Draft): Draft[] {
  return Array.isArray(cell) ? cell : [];
}
