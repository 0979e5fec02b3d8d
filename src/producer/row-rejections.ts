import type { Issue } from "../runtime/issue.js";
import { ZerobusError } from "../zerobus/zerobus-error.js";
import type { Announcer } from "./announcer.js";
import type { Batch } from "./batch.js";
import type { ProducerCodec } from "./codec.js";
import {
  RowRejectedError,
  type DeadLetterSink,
  type InvalidRow,
  type RefusedRow,
  type Rejection,
} from "./rejection.js";

/** Rows that are kept for the error that tells of them. */
const maxKept = 1_000;

/** What becomes of rows that are invalid or refused. */
export class RowRejections<Row> {
  readonly #codec: ProducerCodec<Row>;
  readonly #sink: DeadLetterSink | null;
  readonly #announcer: Announcer;
  readonly #now: () => number;
  #untold: RefusedRow[] = [];
  #untoldCount = 0;

  /** `now` is in milliseconds since the epoch; the sink null where errors tell of the rows. */
  constructor(codec: ProducerCodec<Row>, sink: DeadLetterSink | null, announcer: Announcer, now: () => number) {
    this.#codec = codec;
    this.#sink = sink;
    this.#announcer = announcer;
    this.#now = now;
  }

  get hasSink(): boolean {
    return this.#sink !== null;
  }

  /** Rows were refused, and no error has told of them yet. */
  get hasUntold(): boolean {
    return this.#untoldCount > 0;
  }

  /** The rejection of a row that encoding threw this for; null where it threw something else. */
  invalid(row: Row, error: unknown): InvalidRow | null {
    if (!isEncodeError(error)) return null;
    const { ok, issues = [] } = this.#codec.validate(row);
    return this.#invalid(row, ok || issues.length === 0 ? [issueOf(error)] : issues);
  }

  /** The rejection of a row that `validate` refuses; null where it takes it. */
  checked(row: Row): InvalidRow | null {
    const { ok, issues = [] } = this.#codec.validate(row);
    return ok ? null : this.#invalid(row, issues);
  }

  #invalid(row: Row, found: readonly Issue[]): InvalidRow {
    return { kind: "invalid", table: this.#codec.table.fullName, at: this.#instant(), issues: found, row };
  }

  /** The rejection of the one row of a batch. */
  refused(batch: Batch, error: ZerobusError): RefusedRow {
    const { recordType } = batch;
    const record = Uint8Array.from(batch.records()[0] ?? []);
    const row = decodedRow(this.#codec, record, recordType);
    return { kind: "refused", table: this.#codec.table.fullName, at: this.#instant(), error, row, record, recordType };
  }

  /** Lets listeners know, and gives the row to the sink. Rejects where the sink does. */
  async write(rejection: Rejection): Promise<void> {
    this.announce(rejection);
    await this.#sink?.write(rejection);
  }

  announce(rejection: Rejection): void {
    this.#announcer.emit("reject", rejection);
    const { table, kind } = rejection;
    this.#announcer.log("warn", "a row was rejected", { table, kind });
  }

  /** The next flush tells of the row. */
  tellLater(rejection: RefusedRow): void {
    this.#untoldCount++;
    if (this.#untold.length < maxKept) this.#untold.push(rejection);
  }

  /** @throws {RowRejectedError} that tells of all rows that none told of yet. */
  tell(): void {
    const count = this.#untoldCount;
    const [first, ...others] = this.#untold;
    this.#untold = [];
    this.#untoldCount = 0;
    if (first !== undefined) throw new RowRejectedError([first, ...others], count);
  }

  async close(): Promise<void> {
    await this.#sink?.close();
  }

  #instant(): string {
    return new Date(this.#now()).toISOString();
  }
}

/** A row as `decode` gives it; null for JSON, and for a record that it cannot read. */
export function decodedRow<Row>(
  codec: ProducerCodec<Row>,
  record: Uint8Array,
  recordType: "protobuf" | "json",
): unknown {
  if (recordType === "json") return null;
  try {
    return codec.decode(record);
  } catch {
    // The record itself is kept, whatever became of it.
    return null;
  }
}

/** By its name: each bundled runtime has a class of its own. */
function isEncodeError(error: unknown): error is Error & Pick<Issue, "code" | "path" | "expected" | "received"> {
  return error instanceof Error && error.name === "EncodeError" && "code" in error && "path" in error;
}

function issueOf({ code, path, expected, received }: Omit<Issue, "message">): Issue {
  return { code, path, message: `expected ${expected}, received ${received}`, expected, received };
}

/** The failure of a sink: a row that has no other place must not be lost. */
export function sinkFailure(table: string, cause: unknown): ZerobusError {
  const message = `${table}: a refused row could not be written to the dead letters`;
  return new ZerobusError(message, { status: "DATA_LOSS", code: null, retryable: false, table, streamId: null, cause });
}
