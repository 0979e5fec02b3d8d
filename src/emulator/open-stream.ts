import { errorCodes, metadataKeys } from "../zerobus/names.js";
import type { CreateRequest, RecordType } from "../zerobus/messages.js";
import { openReader, type RecordReader } from "./check/open-reader.js";
import type { TokenRegistry, TokenVerdict } from "./core.js";
import type { FaultTable } from "./fault-table.js";
import type { StatusName } from "./faults.js";
import type { Refusal } from "./row.js";
import { withCode, type StreamEnd } from "./stream-end.js";
import type { TableBook, TableEntry } from "./table-book.js";

/** What a call says of itself in its metadata. */
export interface CallFacts {
  /** Without `Bearer`; null where there is none. */
  readonly token: string | null;
  readonly tableName: string | null;
}

/** What decides whether a stream is opened. */
export interface OpeningWorld {
  readonly book: TableBook;
  readonly tokens: TokenRegistry;
  readonly faults: FaultTable;
  readonly isDraining: () => boolean;
}

/** A stream that may be: its table, and how its records are read. */
export interface OpenedStream {
  readonly ok: true;
  readonly entry: TableEntry;
  readonly reader: RecordReader;
  readonly recordType: RecordType;
}

/** A stream that may not be: how it ends, and everything that stands against it. */
export interface RefusedStream {
  readonly ok: false;
  readonly end: StreamEnd;
  readonly refusals: readonly Refusal[];
}

export type Opening = OpenedStream | RefusedStream;

/** Answers the first message of a stream as the service does. */
export function openStream(request: CreateRequest, call: CallFacts, world: OpeningWorld): Opening {
  if (world.isDraining()) return refuse("UNAVAILABLE", "draining", "The emulator is shutting down.");
  const fault = world.faults.take("fail_create", request.tableName);
  if (fault !== null) return refuse(fault.status, "fault", fault.message ?? "A fault was injected.");
  return checkCall(request, call) ?? checkToken(call.token, request.tableName, world) ?? openTable(request, world.book);
}

/** Whether a token opens streams at all, or how a call without such a one ends. */
export function checkToken(
  token: string | null,
  table: string | null,
  { tokens }: Pick<OpeningWorld, "tokens">,
): RefusedStream | null {
  if (token === null) return refuse("UNAUTHENTICATED", "token", "The call has no bearer token in its metadata.");
  return refusedToken(tokens.verify(token, "ingest", table), table ?? "");
}

function checkCall({ tableName }: CreateRequest, call: CallFacts): RefusedStream | null {
  if (call.tableName === tableName) return null;
  const header = call.tableName === null ? "is missing" : `is ${printable(call.tableName)}`;
  const message = `The metadata ${metadataKeys.tableName} ${header}, the stream is for ${printable(tableName)}.`;
  return refuse("INVALID_ARGUMENT", "table_name", message);
}

function refusedToken(verdict: TokenVerdict, table: string): RefusedStream | null {
  switch (verdict.kind) {
    case "ok":
      return null;
    case "unknown":
      return refuse("UNAUTHENTICATED", "token", "The token is not one of the token endpoint.");
    case "expired":
      return refuse("UNAUTHENTICATED", "token", "The token has expired.");
    case "wrong_scope":
      return refuse(
        "PERMISSION_DENIED",
        "token",
        "The token is not for direct writes: ask the token endpoint for it with resource and authorization_details.",
      );
    case "missing_grants":
      return refuse("PERMISSION_DENIED", "grants", missingGrants(verdict.privileges, table));
  }
}

function missingGrants(privileges: readonly string[], table: string): string {
  return withCode(
    errorCodes.missingGrants,
    `The service principal lacks ${privileges.join(", ")} for the table ${printable(table)}. ` +
      "SELECT and MODIFY must be granted on the table itself; inherited grants and ALL PRIVILEGES do not count.",
  );
}

function openTable(request: CreateRequest, book: TableBook): Opening {
  const entry = book.find(request.tableName);
  if (entry === null) return refuse("NOT_FOUND", "table", `The table ${printable(request.tableName)} does not exist.`);
  if (entry.notWritable !== null) return refuse("FAILED_PRECONDITION", "table", entry.notWritable);
  const recordType = request.recordType ?? (request.descriptor === null ? null : "protobuf");
  if (recordType === null) {
    return refuse("INVALID_ARGUMENT", "record_type", "The stream says neither a record type nor a descriptor.");
  }
  const opened = openReader(entry.table, recordType, request.descriptor);
  if (opened.ok) return { ok: true, entry, reader: opened.reader, recordType };
  const problems = opened.refusals.map(({ message }) => message).join(" ");
  const isReadable = opened.refusals.every(({ rule }) => rule !== "descriptor");
  const message = withCode(
    isReadable ? errorCodes.schemaValidation : errorCodes.descriptor,
    `The schema does not fit ${printable(entry.name)}. ${problems}`,
  );
  return { ok: false, end: { status: "INVALID_ARGUMENT", message }, refusals: opened.refusals };
}

function refuse(status: StatusName, rule: string, message: string): RefusedStream {
  return { ok: false, end: { status, message }, refusals: [{ rule, column: null, message }] };
}

/** A name of others, short enough for a status, on one line. */
function printable(name: string): string {
  const escaped = JSON.stringify(name).slice(1, -1);
  return escaped.length > 255 ? `${escaped.slice(0, 255)}…` : escaped;
}
