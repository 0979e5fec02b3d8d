import { Buffer } from "node:buffer";
import type { RowBatch } from "../runtime/batch.js";
import type { BatchRequest } from "../transport/transport.js";
import { frameSize, maxHeadBytes, putFrame, recordsOf, requestAround, type Frames } from "../zerobus/frame.js";
import type { RecordType } from "../zerobus/messages.js";

/** Told what becomes of one row of a batch. */
export interface RowHandle {
  /** 0-based place of the row in its batch. */
  readonly index: number;
  /** Whether anyone wants to be told. */
  readonly isWatched: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Rows on their way, encoded one behind the other with room for the head of a request before them. */
export class Batch implements RowBatch, Frames {
  bytes: Uint8Array;
  view: DataView;
  readonly start = maxHeadBytes;
  end = maxHeadBytes;
  count = 0;
  readonly recordType: RecordType;
  /** Number of its first row among all rows of the producer; those of its other rows are greater. */
  firstNumber: number;
  /** Of the rows somebody waits for, by index. */
  handles: RowHandle[] = [];
  /** How often it was given to a transport, and when last, in steady milliseconds. */
  timesSent = 0;
  sentAt = 0;

  constructor(bytes: Uint8Array, recordType: RecordType, firstNumber: number) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.recordType = recordType;
    this.firstNumber = firstNumber;
  }

  /** Bytes of the rows, with tags and lengths. */
  get size(): number {
    return this.end - this.start;
  }

  records(): readonly Uint8Array[] {
    return recordsOf(this);
  }

  request(offset: number): BatchRequest {
    const { recordType, count, size } = this;
    return {
      offset,
      recordType,
      count,
      size,
      envelope: () => requestAround(this, offset, recordType),
      records: () => this.records(),
    };
  }
}

/** A batch of records that are encoded already. */
function batchOf(records: readonly Uint8Array[], recordType: RecordType, firstNumber: number): Batch {
  const size = records.reduce((sum, record) => sum + frameSize(record), maxHeadBytes);
  const batch = new Batch(allocate(size), recordType, firstNumber);
  for (const record of records) batch.end = putFrame(batch.bytes, batch.end, record);
  batch.count = records.length;
  return batch;
}

/**
 * Adds the rows of one batch to another one that goes out before it, and gives its memory back. Many small batches would
 * take far more memory than their rows.
 */
export function mergeInto(target: Batch, batch: Batch, memory: BatchMemory): void {
  const end = target.end + batch.size;
  if (end > target.bytes.length) moveTo(target, allocate(2 * end));
  target.bytes.set(batch.bytes.subarray(batch.start, batch.end), target.end);
  target.end = end;
  for (const handle of batch.handles) target.handles.push({ ...handle, index: handle.index + target.count });
  target.count += batch.count;
  memory.give(batch);
}

/** Moves the rows of a batch that is small for its memory to memory of its size. */
export function compact(batch: Batch, memory: BatchMemory): void {
  if (4 * batch.end > batch.bytes.length) return;
  const { bytes } = batch;
  moveTo(batch, Buffer.allocUnsafe(batch.end));
  memory.giveBytes(bytes);
}

function moveTo(batch: Batch, bytes: Uint8Array): void {
  bytes.set(batch.bytes.subarray(0, batch.end));
  batch.bytes = bytes;
  batch.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Takes the last row out of a batch of several; returns it as a batch of its own. */
export function takeLast(batch: Batch, lastStart: number, number: number): Batch {
  const rows = new Batch(allocate(batch.end - lastStart + maxHeadBytes), batch.recordType, number);
  rows.bytes.set(batch.bytes.subarray(lastStart, batch.end), rows.start);
  rows.end = rows.start + batch.end - lastStart;
  rows.count = 1;
  batch.end = lastStart;
  batch.count--;
  return rows;
}

/**
 * Two halves of a batch of several rows. The second half's number is the first one's, a number that is too small: what is
 * done is never told too early by it.
 */
export function halvesOf(batch: Batch): readonly [Batch, Batch] {
  const records = batch.records();
  const middle = Math.ceil(records.length / 2);
  const first = batchOf(records.slice(0, middle), batch.recordType, batch.firstNumber);
  const second = batchOf(records.slice(middle), batch.recordType, batch.firstNumber);
  first.handles = batch.handles.filter(({ index }) => index < middle);
  second.handles = batch.handles
    .filter(({ index }) => index >= middle)
    .map((handle) => ({ ...handle, index: handle.index - middle }));
  // They have been sent: what is sent of them now is a replay.
  first.timesSent = batch.timesSent;
  second.timesSent = batch.timesSent;
  return [first, second];
}

const smallest = 16 * 1024;
/** Memory that is kept for batches to come, in bytes. */
const maxKept = 4 * 1024 * 1024;

/** Memory of batches that are done, for those to come. Its size follows what batches needed. */
export class BatchMemory {
  #size = smallest;
  #kept = 0;
  readonly #free: Uint8Array[] = [];

  take(): Uint8Array {
    const bytes = this.#free.pop();
    if (bytes === undefined) return allocate(this.#size);
    this.#kept -= bytes.length;
    return bytes;
  }

  give({ bytes }: Batch): void {
    this.giveBytes(bytes);
  }

  giveBytes(bytes: Uint8Array): void {
    if (bytes.length > this.#size) this.#grow(bytes.length);
    if (bytes.length < this.#size || this.#kept + bytes.length > maxKept) return;
    this.#kept += bytes.length;
    this.#free.push(bytes);
  }

  /** One unusually large batch is not what the next ones are made for. */
  #grow(size: number): void {
    this.#size = Math.min(size, maxKept / 4);
  }
}

/** Bytes that may hold anything; every byte that is sent has been written. */
function allocate(size: number): Uint8Array {
  return Buffer.allocUnsafeSlow(size);
}
