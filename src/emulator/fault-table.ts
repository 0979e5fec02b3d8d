import type { ArmedFault, Fault } from "./faults.js";
import { seededRandom } from "./seeded-random.js";

/** A fault in place, with what changes about it. */
export interface FaultEntry {
  readonly id: string;
  readonly fault: Fault;
  hits: number;
}

/** Faults that hold for the rest of a stream once they struck it; they stay listed until they are removed, so that it can be freed. */
const lastingKinds: ReadonlySet<Fault["kind"]> = new Set(["delay_acks", "withhold_acks", "slow_reads", "throttle"]);

/** The faults that are in place, and the draw whether they strike. */
export class FaultTable {
  readonly #random: () => number;
  readonly #listeners = new Set<() => void>();
  #entries: readonly FaultEntry[] = [];
  #count = 0;
  #version = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** Rises with every change, so that what was read from the table can be kept. */
  get version(): number {
    return this.#version;
  }

  /** In the order in which they were injected; the array is never changed. */
  get entries(): readonly FaultEntry[] {
    return this.#entries;
  }

  list(): readonly ArmedFault[] {
    return this.#entries.map(({ id, fault, hits }) => ({ id, fault, hits }));
  }

  /** An id for a fault that was not in use before. */
  nextId(): string {
    this.#count += 1;
    return `fault-${this.#count}`;
  }

  inject(fault: Fault): string {
    const id = this.nextId();
    this.#change([...this.#entries, { id, fault, hits: 0 }]);
    return id;
  }

  remove(id: string): boolean {
    const left = this.#entries.filter((entry) => entry.id !== id);
    if (left.length === this.#entries.length) return false;
    this.#change(left);
    return true;
  }

  clear(): void {
    this.#change([]);
  }

  /** Calls back after each change of what is in place; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Whether an entry strikes now; if so it is counted, and gone when that was the last time. */
  strike(entry: FaultEntry): boolean {
    const { fault } = entry;
    const { times = Infinity, probability = 1 } = fault;
    if (entry.hits >= times || (probability < 1 && this.#random() >= probability)) return false;
    entry.hits += 1;
    if (entry.hits >= times && !lastingKinds.has(fault.kind)) this.remove(entry.id);
    return true;
  }

  /** The first fault of a kind that strikes now, for a table or (null) apart from any. */
  take<K extends Fault["kind"]>(kind: K, table: string | null): FaultOf<K> | null {
    for (const entry of this.#entries) {
      const { fault } = entry;
      if (isKind(fault, kind) && isFor(fault, table) && this.strike(entry)) return fault;
    }
    return null;
  }

  #change(entries: readonly FaultEntry[]): void {
    this.#entries = entries;
    this.#version += 1;
    for (const listener of [...this.#listeners]) listener();
  }
}

export type FaultOf<K extends Fault["kind"]> = Extract<Fault, { readonly kind: K }>;

export function isKind<K extends Fault["kind"]>(fault: Fault, kind: K): fault is FaultOf<K> {
  return fault.kind === kind;
}

/** Whether a fault is for a table, whatever the case of its name; one that names a table is for nothing else. */
export function isFor(fault: Fault, table: string | null): boolean {
  return fault.table === undefined || fault.table.toLowerCase() === table?.toLowerCase();
}
