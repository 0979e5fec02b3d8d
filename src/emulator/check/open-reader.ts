import { TextDecoder } from "node:util";
import type { Table } from "../../catalog/table.js";
import { decodeDescriptor, DescriptorError } from "../../zerobus/descriptor.js";
import type { RecordType } from "../../zerobus/messages.js";
import { maxColumns, maxRecordBytes } from "../../zerobus/names.js";
import { WireReader } from "../../zerobus/wire.js";
import type { Refusal, Row } from "../row.js";
import { bindDescriptor } from "./bind-descriptor.js";
import { jsonReader } from "./json-reader.js";
import { JsonSource } from "./json-source.js";
import { planProblems, planTable, type StructPlan } from "./plan.js";
import { protobufReader } from "./protobuf-reader.js";
import { Refused } from "./refused.js";
import { UnitWatch } from "./unit-watch.js";

/** A reader for the records of one stream, or everything that stands against opening the stream. */
export type Opened =
  { readonly ok: true; readonly reader: RecordReader } | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Reads the records of one stream. */
export interface RecordReader {
  /**
   * The row of a record, protobuf bytes or JSON in UTF-8, or the first rule it breaks. Throws nothing. BINARY cells are
   * views on the record. An ARRAY or MAP that a record says nothing of is empty where the stream has a field for it, and
   * null where it has none.
   */
  readonly read: (record: Uint8Array) => Row | Refusal;
  /**
   * What looked wrong in the records so far without being refused: `unit`, a TIMESTAMP of early 1970 that would be of today
   * in seconds or milliseconds, with the first such value of each column; `unknown_field`, bytes the descriptor has no
   * field for, once for each number.
   */
  readonly warnings: () => readonly Refusal[];
}

/** Whether a record was refused. */
export function isRefusal(value: Row | Refusal): value is Refusal {
  return !Array.isArray(value);
}

/**
 * Checks that a stream can be opened on a table and makes the reader of its records. A protobuf stream brings its
 * descriptor, a serialised `DescriptorProto`; a JSON stream needs none. Refused with all that does not fit at once, by
 * the rules that {@link bindDescriptor} tells.
 */
export function openReader(table: Table, recordType: RecordType, descriptor: Uint8Array | null): Opened {
  const watch = new UnitWatch();
  const plan = planTable(table, watch);
  const problems = [...tooManyColumns(table.columns.length, "table"), ...planProblems(plan)];
  const read = recordType === "json" ? readJson(plan) : readProtobuf(plan, descriptor, problems, watch);
  if (problems.length > 0 || read === null) return { ok: false, refusals: problems };
  return { ok: true, reader: { read: (record) => readRecord(record, read), warnings: () => watch.warnings() } };
}

type ReadRow = (record: Uint8Array) => Row;

function readJson(plan: StructPlan): ReadRow {
  const source = new JsonSource();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const read = jsonReader(plan);
  return (record) => {
    source.open(textOf(record, decoder));
    return read(source);
  };
}

function textOf(record: Uint8Array, decoder: TextDecoder): string {
  try {
    return decoder.decode(record);
  } catch {
    throw new Refused("utf8", null, "The record is not UTF-8.");
  }
}

/** Null where the descriptor is refused, with the reasons added to `problems`. */
function readProtobuf(
  plan: StructPlan,
  descriptor: Uint8Array | null,
  problems: Refusal[],
  watch: UnitWatch,
): ReadRow | null {
  const schema = descriptor === null ? noDescriptor() : schemaOf(descriptor);
  if ("rule" in schema) {
    problems.push(schema);
    return null;
  }
  const tooMany = tooManyColumns(schema.fields.length, "descriptor");
  problems.push(...tooMany);
  if (tooMany.length > 0) return null;
  const read = protobufReader(bindDescriptor(plan, schema, problems), watch);
  const wire = new WireReader(new Uint8Array(0));
  return (record) => {
    wire.open(record);
    return read(wire);
  };
}

function noDescriptor(): Refusal {
  return {
    rule: "descriptor",
    column: null,
    message: "A stream of protobuf records needs the descriptor of its message.",
  };
}

function schemaOf(descriptor: Uint8Array): ReturnType<typeof decodeDescriptor> | Refusal {
  try {
    return decodeDescriptor(descriptor);
  } catch (error) {
    if (!(error instanceof DescriptorError)) throw error;
    return { rule: "descriptor", column: null, message: `The descriptor cannot be used: ${error.message}` };
  }
}

function tooManyColumns(count: number, what: "table" | "descriptor"): readonly Refusal[] {
  if (count <= maxColumns) return [];
  const message = `The ${what} has ${count} columns; the service takes ${maxColumns} at most.`;
  return [{ rule: "columns", column: null, message }];
}

function readRecord(record: Uint8Array, read: ReadRow): Row | Refusal {
  try {
    checkSize(record);
    return read(record);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

function checkSize({ length }: Uint8Array): void {
  if (length <= maxRecordBytes) return;
  throw new Refused("too_large", null, `The record has ${length} bytes; the service takes ${maxRecordBytes} at most.`);
}
