import { WireError, type WireReader, wireTypes } from "../../zerobus/wire.js";
import type { CellReader } from "./cell-readers.js";
import type { Draft } from "./draft.js";
import { columnText, Refused } from "./refused.js";
import type { UnitWatch } from "./unit-watch.js";

/** Where the value goes that follows a tag. */
export interface FieldReader {
  /** Place in the row. */
  readonly slot: number;
  /** Column, for refusals. */
  readonly path: string;
  readonly read: CellReader;
}

/** The fields of a message by their tags. */
export interface FieldTable {
  /** Tags of the usual numbers, by index. */
  readonly near: readonly (FieldReader | undefined)[];
  readonly far: ReadonlyMap<number, FieldReader>;
  /** Columns by field number, for tags with another wire type. */
  readonly paths: ReadonlyMap<number, string>;
}

/** Tags of 2,000 columns in a row; memory for a table of them is nothing, beyond that it might be. */
const nearTags = 16_384;

export function fieldTable(readers: readonly (readonly [tag: number, reader: FieldReader])[]): FieldTable {
  const nearest = Math.max(0, ...readers.map(([tag]) => tag).filter((tag) => tag < nearTags));
  const near = Array.from({ length: nearest + 1 }, (): FieldReader | undefined => undefined);
  for (const [tag, reader] of readers) if (tag < nearTags) near[tag] = reader;
  return { near, far: new Map(readers), paths: new Map(readers.map(([tag, { path }]) => [tag >>> 3, path])) };
}

/**
 * Reads fields up to the end of the message that the wire is in. Fields that the descriptor does not have are passed over
 * and noted once, as the parser that the vendor publishes passes over them (`zeroparser` of the Rust SDK). As there, groups
 * are refused, and so is a field whose wire type is not that of the descriptor, which protobuf would take for unknown.
 */
export function readFields({ near, far, paths }: FieldTable, wire: WireReader, row: Draft[], watch: UnitWatch): void {
  let field: FieldReader | undefined;
  try {
    for (;;) {
      field = undefined;
      const tag = wire.tag();
      if (tag === 0) return;
      field = near[tag] ?? far.get(tag);
      if (field === undefined) passOver(tag, wire, paths, watch);
      else row[field.slot] = field.read(wire, row[field.slot] ?? null);
    }
  } catch (error) {
    throw error instanceof WireError ? malformed(error, field?.path ?? null) : error;
  }
}

function passOver(tag: number, wire: WireReader, paths: ReadonlyMap<number, string>, watch: UnitWatch): void {
  const number = tag >>> 3;
  const wireType = tag & 7;
  const path = paths.get(number) ?? null;
  const where = `at byte ${wire.position}`;
  if (path !== null) {
    throw new Refused(
      "wire",
      path,
      `${columnText(path)} is in the record with wire type ${wireType}, ${where}, which is not that of its type in the descriptor.`,
    );
  }
  if (wireType === wireTypes.startGroup)
    throw new Refused("wire", null, `The record holds a group, ${where}; the service reads none.`);
  wire.skip(tag);
  const message = `The record has a field with number ${number}, which the descriptor does not have: it is not stored.`;
  watch.note(`#${number}`, { rule: "unknown_field", column: null, message });
}

/** What the reader of text says of bytes that are no text. */
const notUtf8 = "UTF-8";

function malformed({ message }: WireError, path: string | null): Refused {
  const reason = `${message}.`;
  if (path !== null && message.includes(notUtf8))
    return new Refused("utf8", path, `${columnText(path)} holds ${reason}`);
  const what = path === null ? "The record" : columnText(path);
  return new Refused("wire", path, `${what} is malformed protobuf: ${reason}`);
}
