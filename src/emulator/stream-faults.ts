import { isFor, isKind, type FaultEntry, type FaultOf, type FaultTable } from "./fault-table.js";

/** Faults that hold for the rest of a stream. */
export type LastingKind = "delay_acks" | "withhold_acks" | "slow_reads" | "throttle";
/** Faults that happen at a record of a stream. */
export type PointKind = "close_signal" | "end_stream" | "drop_connection";

/** The faults one stream meets. Whether a fault strikes the stream is drawn once, when the stream first could meet it. */
export class StreamFaults {
  readonly #faults: FaultTable;
  readonly #table: string;
  readonly #drawn = new Map<string, boolean>();
  readonly #lasting = new Map<LastingKind, FaultOf<LastingKind> | null>();
  #version = -1;

  constructor(faults: FaultTable, table: string) {
    this.#faults = faults;
    this.#table = table;
  }

  /** The fault of the kind that holds now. */
  lasting<K extends LastingKind>(kind: K): FaultOf<K> | null {
    if (this.#version !== this.#faults.version) {
      this.#lasting.clear();
      this.#version = this.#faults.version;
    }
    const known = this.#lasting.get(kind);
    if (known !== undefined) return known !== null && isKind(known, kind) ? known : null;
    const found = this.#findLasting(kind);
    this.#lasting.set(kind, found);
    return found;
  }

  /** A fault that strikes now that the stream is at that many records. */
  reached<K extends PointKind>(kind: K, records: number): FaultOf<K> | null {
    for (const entry of this.#faults.entries) {
      const { fault } = entry;
      if (!("afterRecords" in fault) || records < fault.afterRecords) continue;
      if (!isKind(fault, kind) || !isFor(fault, this.#table)) continue;
      if (!this.#drawn.has(entry.id) && this.#draw(entry)) return fault;
    }
    return null;
  }

  #findLasting<K extends LastingKind>(kind: K): FaultOf<K> | null {
    for (const entry of this.#faults.entries) {
      const { fault } = entry;
      if (!isKind(fault, kind) || !isFor(fault, this.#table)) continue;
      if (this.#drawn.get(entry.id) ?? this.#draw(entry)) return fault;
    }
    return null;
  }

  #draw(entry: FaultEntry): boolean {
    const strikes = this.#faults.strike(entry);
    this.#drawn.set(entry.id, strikes);
    return strikes;
  }
}
