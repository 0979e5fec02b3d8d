import { visibleText } from "../../mapping/visible-text.js";
import type { Refusal } from "../row.js";

/** Leaves the reading of a record at the first rule it breaks; never leaves this folder. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;

  constructor(rule: string, column: string | null, message: string) {
    super(message);
    this.refusal = { rule, column, message };
  }

  static of({ rule, column, message }: Refusal): Refused {
    return new Refused(rule, column, message);
  }
}

const shownLength = 60;

/** A name or text a client sent, short and on one line. */
export function shown(text: string): string {
  const short = text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
  return visibleText(short);
}

/** How the start of a sentence names a column. */
export function columnText(path: string): string {
  return `Column \`${shown(path)}\``;
}
