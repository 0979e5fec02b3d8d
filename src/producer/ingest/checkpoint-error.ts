import { cut, visibleLine } from "../../network/server-text.js";

export interface CheckpointErrorFacts {
  /** Where the position is kept: the path of a file, or the table where the store is one of your own. */
  readonly place: string;
  readonly cause?: unknown;
}

/** A position that could not be loaded or saved. No row is lost by that; rows sent since the last one are sent again. */
export class CheckpointError extends Error {
  override readonly name: string = "CheckpointError";
  readonly place: string;

  constructor(message: string, facts: CheckpointErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.place = facts.place;
  }
}

/** What goes into a message at most, in characters. */
const longestText = 500;

/** What went wrong, on one line and cut. */
export function causeText(cause: unknown): string {
  return oneLine(cause instanceof Error ? cause.message : String(cause), longestText);
}

/** The text on one line, cut to so many characters: it may come from a server. */
export function oneLine(text: string, longest: number): string {
  return cut(visibleLine(text.slice(0, longest * 4)), longest);
}
