import type { Issue } from "../runtime/issue.js";
import type { RecordType } from "../zerobus/messages.js";
import type { ZerobusError } from "../zerobus/zerobus-error.js";

/** A row that will not be in the table, and why. */
export type Rejection = InvalidRow | RefusedRow;

/** A row that `encode` refuses; it was never sent. */
export interface InvalidRow {
  readonly kind: "invalid";
  /** `catalog.schema.table` */
  readonly table: string;
  /** ISO instant. */
  readonly at: string;
  /** Everything that is wrong with it; at least one. */
  readonly issues: readonly Issue[];
  /** As it was passed. */
  readonly row: unknown;
}

/** A row that the service refuses, found by sending it alone. */
export interface RefusedRow {
  readonly kind: "refused";
  readonly table: string;
  /** ISO instant. */
  readonly at: string;
  readonly error: ZerobusError;
  /** As `decode` gives it; null for JSON records, whose `record` can be read. */
  readonly row: unknown;
  /** As it was sent; JSON is UTF-8. */
  readonly record: Uint8Array;
  readonly recordType: RecordType;
}

/** Where rejected rows go. A row counts as dealt with once `write` has resolved. */
export interface DeadLetterSink {
  readonly write: (rejection: Rejection) => Promise<void>;
  /** Called once, when the producer is closed. */
  readonly close: () => Promise<void>;
}

/** Thrown where rejected rows have no other place to go. */
export class RowRejectedError extends Error {
  override readonly name: string = "RowRejectedError";
  readonly table: string;
  /** The rows, oldest first; of many that the service refused the first 1,000. */
  readonly rejections: readonly Rejection[];
  /** How many there are altogether. */
  readonly count: number;

  constructor(rejections: readonly [Rejection, ...Rejection[]], count: number = rejections.length) {
    const [first] = rejections;
    super(messageOf(first, count), first.kind === "refused" ? { cause: first.error } : undefined);
    this.table = first.table;
    this.rejections = rejections;
    this.count = count;
  }

  /** Issues of the first row; empty where the service refused it. */
  get issues(): readonly Issue[] {
    const [first] = this.rejections;
    return first?.kind === "invalid" ? first.issues : [];
  }
}

function messageOf(first: Rejection, count: number): string {
  const others = count > 1 ? ` (and ${count - 1} more rejected ${count === 2 ? "row" : "rows"})` : "";
  if (first.kind === "refused") {
    const reason = first.error.message.replace(`${first.table}: `, "");
    return `${first.table}: the service refused a row: ${reason}${others}`;
  }
  const issues = first.issues.slice(0, 3).map(issueText).join("; ");
  const more = first.issues.length > 3 ? `; and ${first.issues.length - 3} more issues` : "";
  return `${first.table}: ${issues}${more}${others}`;
}

function issueText({ path, message }: Issue): string {
  return path.length === 0 ? message : `${path.join(".")}: ${message}`;
}
