import { isStruct, structProblem } from "./check.js";
import { allocate } from "./host.js";
import { EncodeError, type IssueCode, type Problem, missing } from "./issue.js";
import type { PathKey } from "./types.js";

/**
 * The wire format, written front to back into a chunk of memory. A finished row is a view on its part of the chunk,
 * which is never written again: 1.5 times as fast as a copy per row.
 */
const CHUNK = 131_072;

/**
 * The first chunk is soon full: V8 has seen `grow` before it optimises what calls it, and does so once instead of twice. The
 * first 1,000 rows take a tenth less.
 */
const FIRST_CHUNK = 4_096;

/** The service's limit for one row, in bytes. */
export const MAX_ROW = 10_485_760;

/** Bytes that are always free after `pos`: a tag, and the longest varint or the lengths of a message. */
export const SLACK = 32;

export interface Output {
  bytes: Uint8Array;
  view: DataView;
  /** Of `bytes`; reading `bytes.buffer` for each row is a call. */
  store: ArrayBufferLike;
  /** Where the next byte goes. */
  pos: number;
  /** `pos` may start a field up to here. */
  limit: number;
  /** Where the row begins; everything before it has been handed out. */
  rowStart: number;
  /** Number of the row, by which a row that was interrupted by another one is known. */
  serial: number;
  table: string;
  /** Keys of `path` in use. */
  depth: number;
  /** Whether a row that goes to memory of its own has begun and not ended. */
  open: boolean;
  /** Set while this is the memory of a batch. */
  elsewhere: Elsewhere | undefined;
}

/** What is done otherwise in a batch: known here by its type only, so that who encodes row by row does without it. */
export interface Elsewhere {
  /** A row starts. */
  begin(): void;
  /** Moves all rows to memory with room for `size` more bytes. */
  grow(size: number): void;
}

/** One object: V8 reads and writes its fields without checks; module variables took 10 % longer. */
export const output: Output = /* @__PURE__ */ newOutput(0);

/** The way to the message or list that is being written. */
export const path: PathKey[] = [];

function newOutput(size: number): Output {
  const bytes = allocate(size);
  const { buffer: store } = bytes;
  const view = new DataView(store);
  return {
    bytes,
    view,
    store,
    pos: 0,
    limit: size - SLACK,
    rowStart: 0,
    serial: 0,
    table: "",
    depth: 0,
    open: false,
    elsewhere: undefined,
  };
}

/** Starts a row; what an earlier one left unfinished is overwritten. Returns what `endRow` takes. */
export function beginRow(row: unknown, table: string): number {
  if (output.elsewhere !== undefined) output.elsewhere.begin();
  output.open = output.elsewhere === undefined;
  output.table = table;
  output.depth = 0;
  output.pos = output.rowStart;
  output.serial = (output.serial + 1) & 0x3fff_ffff;
  if (!isStruct(row)) throw new EncodeError(table, [], structProblem(row));
  return output.serial;
}

/** The bytes of the row. They are the caller's; their `buffer` holds other rows too. */
export function endRow(serial: number): Uint8Array {
  if (serial !== output.serial) throw interrupted();
  if (output.elsewhere !== undefined) return nothing;
  output.open = false;
  const { store, rowStart, pos } = output;
  if (output.limit > CHUNK) return endLargeRow(pos - rowStart);
  output.rowStart = pos;
  return new Uint8Array(store, rowStart, pos - rowStart);
}

/** A row that did not fit is copied, so that it pins no more memory than its own, and neither do the rows after it. */
function endLargeRow(size: number): Uint8Array {
  const { bytes, rowStart } = output;
  renew(CHUNK);
  if (size > MAX_ROW) throw tooLarge(size);
  return new Uint8Array(bytes.subarray(rowStart, rowStart + size));
}

/** A row of a batch has no view of its own. */
export const nothing: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** Moves the row to a chunk with room for `size` more bytes. */
export function grow(size: number): void {
  const { bytes, rowStart, pos } = output;
  const used = pos - rowStart;
  if (used > MAX_ROW) throw tooLarge(used);
  if (output.elsewhere !== undefined) {
    output.elsewhere.grow(size);
    return;
  }
  renew(Math.max(output.bytes.length === 0 ? FIRST_CHUNK : CHUNK, 2 * used + size + 2 * SLACK));
  output.bytes.set(bytes.subarray(rowStart, pos));
  output.pos = used;
}

/** Memory of its own for what is written. */
export function renew(size: number): void {
  const fresh = newOutput(size);
  output.bytes = fresh.bytes;
  output.view = fresh.view;
  output.store = fresh.store;
  output.limit = fresh.limit;
  output.rowStart = 0;
  output.pos = 0;
}

/** The row would write over another one, or be written over. */
export function interrupted(): EncodeError {
  return rowError("unreadable", "no encoding of another row meanwhile", "a getter that encodes one");
}

/** The error of a row above the limit. */
export function tooLarge(size: number): EncodeError {
  return rowError("too_large", `a row of at most ${String(MAX_ROW)} bytes`, `${String(size)} bytes or more`);
}

function rowError(code: IssueCode, expected: string, received: string): EncodeError {
  return new EncodeError(output.table, [], { code, expected, received });
}

/** The error of a value that is not written. */
export function refusal(value: unknown, name: unknown, problem: Problem): EncodeError {
  return refusalAt(name, value == null ? missing(value, name) : problem);
}

/** The error of a value whose problem is not that it is missing. */
export function refusalAt(name: unknown, problem: Problem): EncodeError {
  return new EncodeError(output.table, [...path.slice(0, output.depth), name], problem);
}
