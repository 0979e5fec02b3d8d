import { idOf } from "./rows.mjs";

/**
 * What was asked of the producer and what it answered, row by row. `outcome`: `pending`, `accepted`, `notTaken` (it must never
 * appear), `invalid` (refused here) or `unknown` (the producer failed meanwhile). `durable`: what became of that promise.
 */
export class Ledger {
  entries = new Map();
  /** What happened that must not, told at once: `{ rule, message, ids }`. */
  surprises = [];
  #next = new Map();
  #serial = 0;

  /** The next row of a caller for one of its keys. */
  add({ caller, key, kind }) {
    const n = this.#next.get(key) ?? 0;
    this.#next.set(key, n + 1);
    const id = idOf({ key, n });
    const entry = { id, key, n, kind, caller, serial: this.#serial++, outcome: "pending", durable: "none" };
    this.entries.set(id, entry);
    return entry;
  }

  surprise(rule, message, ids = []) {
    this.surprises.push({ rule, message, ids });
  }

  /** Rows that hold by now what the predicate asks. */
  select(holds) {
    return [...this.entries.values()].filter(holds);
  }
}
