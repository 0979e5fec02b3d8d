import { lineOf, type Reason } from "../../producer/dead-letter/dead-letter-line.js";
import type { AppendFile } from "../../producer/dead-letter/append-file.js";
import type { DeadLetter } from "../../producer/dead-letter/read-dead-letters.js";
import type { Line } from "../../producer/dead-letter/read-lines.js";
import type { ProducerCodec } from "../../producer/codec.js";
import type { ProducerOptions } from "../../producer/options.js";
import type { Producer } from "../../producer/producer.js";
import { RowRejectedError } from "../../producer/rejection.js";
import type { Findings } from "./findings.js";
import type { PendingLine, ReplayProgress } from "./progress.js";
import type { ReplayTable } from "./replay-tables.js";

/** `openProducer`; tests give their own. */
export type OpenProducer = (
  codec: ProducerCodec<string>,
  options: ProducerOptions<string>,
) => Promise<Producer<string>>;

/** Where rows go, and what is written down about them. */
export interface SenderWorld {
  readonly openProducer: OpenProducer;
  readonly options: Pick<ProducerOptions<string>, "endpoint" | "workspaceUrl" | "auth">;
  readonly progress: ReplayProgress;
  /** Takes the lines of rows that are not sent. */
  readonly out: AppendFile;
  readonly findings: Findings;
  /** ISO instant. */
  readonly now: () => string;
}

/** Rows of one table that had an end. */
export interface SentCounts {
  sent: number;
  rejected: number;
}

/** Rows on their way in one table's producer; enough for full batches, and little to repeat after a crash. */
const inFlight = { maxRecords: 20_000, maxBytes: 32 * 1024 * 1024 };

/** All of a file may be rejected again, and each row is to be told of. */
const retry = { maxRefusedInARow: Number.MAX_SAFE_INTEGER };

/** Sends rows to the producers of their tables, and sees to it that every line is sent, kept or left for another time. */
export class RowSender {
  readonly #world: SenderWorld;
  readonly #producers = new Map<string, Promise<Producer<string>>>();
  readonly #counts = new Map<string, SentCounts>();
  readonly #underWay = new Set<Promise<void>>();
  /** Ends the waiting for room. */
  #wake: () => void = () => undefined;
  #isStopped = false;
  #isInterrupted = false;
  #failure: Error | null = null;
  #hasKept = false;

  constructor(world: SenderWorld) {
    this.#world = world;
  }

  /** The first thing that went wrong with more than a row: the service, or a file. */
  get failure(): Error | null {
    return this.#failure;
  }

  get counts(): ReadonlyMap<string, Readonly<SentCounts>> {
    return this.#counts;
  }

  /** Whether lines were kept. */
  get hasKept(): boolean {
    return this.#hasKept;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  get isInterrupted(): boolean {
    return this.#isInterrupted;
  }

  /** The user wants nothing more to be sent; what is under way goes on. */
  interrupt(): void {
    this.#isInterrupted = true;
    this.#stop();
  }

  /** As `interrupt`, for a reason. */
  fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    this.#stop();
  }

  /** Waits for room, but not for the row to be durable. */
  async send(letter: DeadLetter, json: string, table: ReplayTable, pending: PendingLine): Promise<void> {
    const producer = await this.#producerOf(table);
    if (producer === null) return;
    const { accepted, durable } = producer.post(json);
    this.#track(
      durable.then(
        () => {
          this.#countsOf(letter.table).sent++;
          this.#world.progress.settle(pending, "sent");
        },
        (error: unknown) => {
          this.#notDurable(error, letter, pending);
        },
      ),
    );
    await this.#room(accepted);
  }

  /** Puts a row that is not sent among the rejected ones, under its new reason. */
  reject(letter: DeadLetter, reason: Reason, pending: PendingLine): void {
    const { table, form, rowJson, lost } = letter;
    this.#countsOf(table).rejected++;
    this.#keep(lineOf(table, this.#world.now(), reason, { form, text: rowJson, lost }), pending);
  }

  /** Puts a line there as it is; a table is named where the line is a dead letter. */
  keep({ bytes }: Line, table: string | null, pending: PendingLine): void {
    if (table !== null) this.#countsOf(table).rejected++;
    if (bytes !== null) this.#keep(bytes, pending);
    else this.#world.progress.settle(pending, "passed");
  }

  /** Waits until every row that was sent has an end, and ends the producers. */
  async finish(): Promise<void> {
    // Rows that failed have told so already.
    await Promise.allSettled([...this.#producers.values()].map(closed));
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    await this.#world.out.close();
  }

  /** A race with one promise that tells of the stop would hold on to every row. */
  async #room(accepted: Promise<void>): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#isStopped) resolve();
      // A failure is that of `durable` too.
      accepted.then(resolve, () => {
        resolve();
      });
    });
  }

  #stop(): void {
    this.#isStopped = true;
    this.#wake();
  }

  async #producerOf(table: ReplayTable): Promise<Producer<string> | null> {
    const { openProducer, options } = this.#world;
    let opening = this.#producers.get(table.name);
    if (opening === undefined) {
      // Rejected rows are seen to by their promises.
      const onReject = (): void => undefined;
      opening = openProducer(table.codec, { ...options, recordType: "json", inFlight, retry, onReject });
      this.#producers.set(table.name, opening);
    }
    try {
      return await opening;
    } catch (error) {
      this.fail(error);
      return null;
    }
  }

  #notDurable(error: unknown, letter: DeadLetter, pending: PendingLine): void {
    const [rejection] = error instanceof RowRejectedError ? error.rejections : [];
    if (rejection === undefined) {
      this.fail(error);
      return;
    }
    if (rejection.kind === "refused") {
      const { findings } = this.#world;
      findings.add("GP5304", `The service refuses the row: ${rejection.error.message}`, letter, letter.table);
    } else this.#world.findings.invalid(letter, rejection.issues);
    this.reject(letter, rejection, pending);
  }

  #keep(line: string | Uint8Array, pending: PendingLine): void {
    this.#hasKept = true;
    this.#track(
      this.#world.out.append(line).then(
        () => {
          this.#world.progress.settle(pending, "kept");
        },
        (error: unknown) => {
          this.fail(error);
        },
      ),
    );
  }

  #track(work: Promise<void>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  #countsOf(table: string): SentCounts {
    const known = this.#counts.get(table) ?? { sent: 0, rejected: 0 };
    this.#counts.set(table, known);
    return known;
  }
}

async function closed(opening: Promise<Producer<string>>): Promise<void> {
  const producer = await opening;
  await producer.close();
}
