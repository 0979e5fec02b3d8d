import type { Refusal } from "../row.js";
import { columnText } from "./refused.js";

/** Seconds of 2000-01-01 and of 2100-01-01. */
const presentFrom = 946_684_800;
const presentTo = 4_102_444_800;

/** Microseconds from which on no other unit is likely: 2100 in milliseconds. */
export const suspectBefore: number = presentTo * 1000;

/** More is not remembered: the numbers of unknown fields are as many as a client likes. */
const maxWarnings = 1_000;

/** Remembers what looks wrong without being refused; each column once. */
export class UnitWatch {
  readonly #warnings = new Map<string, Refusal>();

  /**
   * Looks at microseconds since the epoch. The service stores whatever it is given: seconds and milliseconds of today are
   * instants of January and February 1970, which hardly any row is about.
   */
  look(path: string, micros: bigint): void {
    const unit = suspectUnit(Number(micros));
    if (unit === null || this.#warnings.has(path)) return;
    const message = `${columnText(path)} holds ${micros}, which as microseconds is early 1970; as ${unit} it would be of today.`;
    this.#warnings.set(path, { rule: "unit", column: path, message });
  }

  /** Remembers something else of a column, or of the record as a whole, once. */
  note(key: string, warning: Refusal): void {
    if (this.#warnings.size < maxWarnings && !this.#warnings.has(key)) this.#warnings.set(key, warning);
  }

  warnings(): readonly Refusal[] {
    return [...this.#warnings.values()];
  }
}

/** The unit other than microseconds in which a number is an instant of 2000 to 2100, if it is one of before 1980. */
function suspectUnit(value: number): "seconds" | "milliseconds" | null {
  if (value < presentFrom || value >= suspectBefore) return null;
  if (value < presentTo) return "seconds";
  return value >= presentFrom * 1000 ? "milliseconds" : null;
}
