import type { Clock } from "../async/clock.js";
import type { RecordType } from "../zerobus/messages.js";
import { appendJson } from "./append-json.js";
import { Batch, compact, takeLast, type BatchMemory } from "./batch.js";
import type { ProducerCodec } from "./codec.js";
import type { InFlight } from "./in-flight.js";
import type { BatchOptions, ProducerOptions } from "./options.js";

/** What the intake needs of its producer. */
export interface IntakeHost<Row> {
  readonly codec: ProducerCodec<Row>;
  readonly clock: Clock;
  readonly recordType: RecordType;
  readonly limits: Required<BatchOptions>;
  readonly inFlight: InFlight;
  readonly memory: BatchMemory;
  /** Kinds of rows that must stay in order among themselves, such as lanes; 1 where any lane will do. */
  readonly slots: number;
  readonly partitionBy: ProducerOptions<Row>["partitionBy"];
  /** A batch is full, or has waited long enough. */
  readonly sealed: (batch: Batch, slot: number) => void;
}

/** Encodes rows into the batches that go out next, and numbers them. */
export class RowIntake<Row> {
  readonly #host: IntakeHost<Row>;
  /** By slot; null or empty where no row waits. */
  readonly #open: (Batch | null)[];
  #isLingering = false;
  #next = 0;

  constructor(host: IntakeHost<Row>) {
    this.#host = host;
    this.#open = new Array<null>(host.slots).fill(null);
  }

  /** Number that the next row gets. */
  get next(): number {
    return this.#next;
  }

  /** Takes a number for a row that goes into no batch. */
  skip(): number {
    return this.#next++;
  }

  /** Number of the oldest row in a batch that is still open; infinite where there is none. */
  low(): number {
    return this.pending().reduce((low, { firstNumber }) => Math.min(low, firstNumber), Infinity);
  }

  /** Batches that are still open and have rows. */
  pending(): readonly Batch[] {
    return this.#open.filter((batch) => batch !== null && batch.count > 0) as readonly Batch[];
  }

  /**
   * Adds a row; returns the batch it is the last row of.
   *
   * @throws what encoding the row and finding its partition throws; nothing is added then.
   */
  add(row: Row): Batch {
    const slot = this.#slotOf(row);
    const batch = this.#open[slot] ?? this.#start(slot);
    const { end } = batch;
    this.#append(row, batch);
    if (batch.count++ === 0) batch.firstNumber = this.#next;
    const number = this.#next++;
    this.#host.inFlight.add(1, batch.end - end);
    return batch.size > this.#host.limits.maxBytes && batch.count > 1
      ? this.#carryOver(batch, end, slot, number)
      : batch;
  }

  /** Sends a batch on its way where the last row filled it; whether it did. */
  sealFull(batch: Batch): boolean {
    const { maxRecords, maxBytes } = this.#host.limits;
    if (batch.count < maxRecords && batch.size < maxBytes) {
      this.#linger();
      return false;
    }
    this.#seal(this.#open.indexOf(batch));
    return true;
  }

  /** Sends all open batches on their way. */
  sealAll(): void {
    for (let slot = 0; slot < this.#open.length; slot++) this.#seal(slot);
  }

  #start(slot: number): Batch {
    const batch = new Batch(this.#host.memory.take(), this.#host.recordType, this.#next);
    this.#open[slot] = batch;
    return batch;
  }

  #append(row: Row, batch: Batch): void {
    const { codec, recordType } = this.#host;
    if (recordType === "protobuf") codec.append(row, batch);
    else appendJson(codec.toJson(row), batch);
  }

  /** The row made the batch larger than it may be: it starts the next one. */
  #carryOver(batch: Batch, rowStart: number, slot: number, number: number): Batch {
    const next = takeLast(batch, rowStart, number);
    this.#seal(slot);
    this.#open[slot] = next;
    return next;
  }

  #seal(slot: number): void {
    const batch = this.#open[slot] ?? null;
    if (batch === null || batch.count === 0) return;
    this.#open[slot] = null;
    compact(batch, this.#host.memory);
    this.#host.sealed(batch, slot);
  }

  /** One timer for all open batches: some go earlier than they must. */
  #linger(): void {
    if (this.#isLingering) return;
    this.#isLingering = true;
    const { clock, limits } = this.#host;
    const send = () => {
      this.#isLingering = false;
      this.sealAll();
    };
    if (limits.lingerMs > 0) clock.later(limits.lingerMs, send);
    else clock.soon(send);
  }

  #slotOf(row: Row): number {
    const { slots, partitionBy } = this.#host;
    return slots === 1 || partitionBy === undefined ? 0 : hash(String(partitionBy(row))) % slots;
  }
}

/** FNV-1a of the UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c_9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x0100_0193);
  }
  return value >>> 0;
}
