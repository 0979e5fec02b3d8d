import { errorCodes } from "../zerobus/names.js";
import type { RecordsRequest } from "../zerobus/messages.js";
import { isRefusal } from "./check/open-reader.js";
import type { OpenedStream } from "./open-stream.js";
import { ReadPauses } from "./read-pauses.js";
import type { Refusal, Row } from "./row.js";
import { StoredRequests } from "./stored-requests.js";
import { StreamAcks } from "./stream-acks.js";
import { withCode, type StreamEnd } from "./stream-end.js";
import { StreamFaults } from "./stream-faults.js";
import { StreamLimits } from "./stream-limits.js";
import type { StreamTransport } from "./stream-transport.js";
import type { StreamWorld } from "./stream-world.js";

/** The stream whose records are taken in. */
export interface IntakeHost {
  readonly transport: StreamTransport;
  /** Ends the stream once what is under way is stored. */
  readonly finish: (end: StreamEnd) => void;
  /** Tears down its connection once what is under way is stored. */
  readonly drop: () => void;
  readonly closeIn: (seconds: number) => void;
  readonly rejected: (refusal: Refusal, place: RecordPlace, end: StreamEnd) => void;
}

/** Where a refused record was. */
export interface RecordPlace {
  readonly offset: bigint;
  readonly index: number | null;
  readonly record: Uint8Array | null;
}

/** A request that cannot be taken in: what ends the stream, and why. */
interface Reject {
  readonly end: StreamEnd;
  readonly refusal: Refusal;
  readonly index: number | null;
}

/** While more than that is received and not stored, nothing more is read from the connection. */
const unstoredBytes = 16 * 1024 * 1024;

/** Takes in the records of an open stream: checks them, stores them, acknowledges them. */
export class RecordIntake {
  readonly counts = { rows: 0, bytes: 0, records: 0, received: -1n, stored: -1n, acked: -1n };
  readonly #opened: OpenedStream;
  readonly #world: StreamWorld;
  readonly #host: IntakeHost;
  readonly #faults: StreamFaults;
  readonly #limits: StreamLimits;
  readonly #pauses: ReadPauses;
  readonly #acks: StreamAcks;
  readonly #requests = new StoredRequests((request) => {
    this.counts.rows += request.rows;
    this.counts.bytes += request.bytes;
    this.counts.stored = request.offset;
    this.#opened.entry.stored(request.rows, request.bytes);
    if (request.acknowledged) this.#acks.stored(request.offset);
  });

  constructor(opened: OpenedStream, world: StreamWorld, host: IntakeHost) {
    const { clock, faults, quota, ackDelayMs } = world;
    this.#opened = opened;
    this.#world = world;
    this.#host = host;
    this.#faults = new StreamFaults(faults, opened.entry.name);
    this.#limits = new StreamLimits(clock, this.#faults, quota);
    this.#pauses = new ReadPauses(clock, host.transport);
    this.#acks = new StreamAcks({ clock, faults: this.#faults, delayMs: ackDelayMs }, (offset) => {
      this.#ack(offset);
    });
  }

  /** Meets the faults that there are now, without a request. */
  refresh(): void {
    this.#acks.refresh();
    const signal = this.#faults.reached("close_signal", this.counts.records);
    if (signal !== null) this.#host.closeIn(signal.seconds);
  }

  take(request: RecordsRequest, bytes: number): void {
    const reject = this.#outOfPlace(request);
    if (reject !== null) {
      this.#refuse(request, reject);
      return;
    }
    this.counts.received = request.offset;
    this.counts.records += request.records.length;
    const pause = this.#limits.readingTime(bytes);
    if (pause > 0) this.#pauses.addFor(pause);
    this.#meetFaults(request, bytes);
    this.refresh();
  }

  /** Calls back once what was taken in is stored, or will never be. */
  whenStored(done: () => void): void {
    this.#requests.whenSettled(done);
  }

  /** Acknowledges at once what is stored, unless acknowledgements are withheld. */
  flushAcks(): void {
    this.#acks.flush();
  }

  /** Calls back once all that is stored is acknowledged, in its time. */
  whenAcked(done: () => void): void {
    this.#acks.whenEmpty(done);
  }

  /** Sends nothing any more; what is under way is still stored. */
  stop(): void {
    this.#acks.stop();
    this.#pauses.stop();
    this.reportWarnings();
  }

  /** Lets the table know what looked wrong so far. */
  reportWarnings(): void {
    this.#opened.entry.warned(this.#opened.reader.warnings());
  }

  #meetFaults(request: RecordsRequest, bytes: number): void {
    // They strike at the record after so many, which this request may bring.
    const before = this.counts.records - 1;
    const drop = this.#faults.reached("drop_connection", before);
    const end = drop === null ? this.#faults.reached("end_stream", before) : null;
    const fault = drop ?? end;
    if (fault === null || fault.stored === true) this.#check(request, bytes, fault === null);
    if (drop !== null) this.#host.drop();
    if (end !== null) this.#host.finish({ status: end.status, message: end.message ?? "A fault was injected." });
  }

  #check(request: RecordsRequest, bytes: number, acknowledged: boolean): void {
    const excess = this.#limits.take(request.records.length, bytes);
    if (excess?.over === "refuse") {
      this.#refuse(request, rejectRequest("RESOURCE_EXHAUSTED", "quota", excess.message));
      return;
    }
    if (excess !== null) this.#pauses.addFor(excess.ms);
    const rows = this.#read(request);
    if (isRejected(rows)) this.#refuse(request, rows);
    else this.#store({ offset: request.offset, rows: rows.length, bytes, acknowledged }, rows);
  }

  /** All rows of a request, or the first record that is refused. */
  #read(request: RecordsRequest): readonly Row[] | Reject {
    const rows: Row[] = [];
    for (const record of request.records) {
      const row = this.#opened.reader.read(record);
      if (isRefusal(row)) return rejectRecord(row, rows.length, request.offset);
      rows.push(row);
    }
    return rows;
  }

  #store(request: Parameters<StoredRequests["add"]>[0], rows: readonly Row[]): void {
    const work = rows.length === 0 ? Promise.resolve() : this.#world.store.append(this.#opened.entry.name, rows);
    const stored = this.#requests.add(request, work).catch((error: unknown) => {
      const reason = error instanceof Error ? ` ${error.message}` : "";
      this.#host.finish({ status: "INTERNAL", message: `The rows could not be stored.${reason}` });
    });
    void stored.then(() => {
      if (this.#requests.bytes <= unstoredBytes) this.#pauses.drop("unstored");
    });
    if (this.#requests.bytes > unstoredBytes) this.#pauses.add("unstored");
  }

  #outOfPlace({ offset, recordType }: RecordsRequest): Reject | null {
    const expected = this.counts.received + 1n;
    if (offset !== expected) {
      const message = `Offset ${offset} does not follow: ${expected} was expected.`;
      return rejectRequest("INVALID_ARGUMENT", "offset", withCode(errorCodes.offsetOrder, message));
    }
    if (recordType === this.#opened.recordType) return null;
    const message = `The record at offset ${offset} is ${recordType}, the stream is for ${this.#opened.recordType}.`;
    return rejectRequest("INVALID_ARGUMENT", "record_type", message);
  }

  #refuse({ offset, records }: RecordsRequest, { end, refusal, index }: Reject): void {
    this.#host.rejected(refusal, { offset, index, record: index === null ? null : (records[index] ?? null) }, end);
    this.#host.finish(end);
  }

  #ack(offset: bigint): void {
    this.counts.acked = offset;
    this.#opened.entry.acked();
    this.#host.transport.send({ kind: "ack", offset });
  }
}

function isRejected(rows: readonly Row[] | Reject): rows is Reject {
  return "end" in rows;
}

function rejectRequest(status: "INVALID_ARGUMENT" | "RESOURCE_EXHAUSTED", rule: string, message: string): Reject {
  return { end: { status, message }, refusal: { rule, column: null, message }, index: null };
}

function rejectRecord(refusal: Refusal, index: number, offset: bigint): Reject {
  const column = refusal.column === null ? "" : `, column ${refusal.column}`;
  const place = `Record ${index} of offset ${offset}${column} breaks the rule ${refusal.rule}`;
  const message = withCode(errorCodes.record, `${place}: ${refusal.message}`);
  return { end: { status: "INVALID_ARGUMENT", message }, refusal, index };
}
