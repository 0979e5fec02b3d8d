import { readBody } from "../../network/body.js";
import { lowerCaseHeaders } from "../../network/headers.js";
import type { ZerobusError, ZerobusPlace } from "../../zerobus/zerobus-error.js";
import { networkError } from "../network-error.js";
import type { BatchRequest, StreamEvents, StreamSpec, TransportStream } from "../transport.js";
import { answerError } from "./answer-error.js";
import { jsonList } from "./json-list.js";

/** What a stream by REST is made of. */
export interface RestStreamParts {
  readonly id: string;
  readonly origin: string;
  readonly spec: StreamSpec;
  readonly send: typeof fetch;
  /** Longest wait for an answer. */
  readonly timeoutMs: number;
}

/** Longest answer taken, in bytes. */
const maxAnswer = 1024 * 1024;

/**
 * Inserts one batch after the other. There is no stream at the service: it begins with the first insert, and is over after
 * the first that fails, so that no batch overtakes another.
 */
export class RestStream implements TransportStream {
  readonly id: string;
  readonly #parts: RestStreamParts;
  readonly #events: StreamEvents;
  readonly #waiting: BatchRequest[] = [];
  readonly #aborting = new AbortController();
  #tellOver = (): void => undefined;
  readonly #over = new Promise<void>((resolve) => {
    this.#tellOver = resolve;
  });
  #isSending = false;
  #isClosing = false;
  #isOver = false;

  constructor(parts: RestStreamParts, events: StreamEvents) {
    this.id = parts.id;
    this.#parts = parts;
    this.#events = events;
  }

  send(request: BatchRequest): void {
    if (this.#isOver || this.#isClosing) return;
    this.#waiting.push(request);
    if (!this.#isSending) void this.#sendAll();
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    if (!this.#isSending) this.#end(null);
    await this.#over;
  }

  abort(): void {
    this.#finish();
    this.#aborting.abort();
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    for (let request = this.#waiting.shift(); request !== undefined; request = this.#waiting.shift()) {
      const error = await this.#insert(request);
      if (this.#isOver) return;
      if (error !== null) {
        this.#end(error);
        return;
      }
      this.#events.ack(request.offset);
    }
    this.#isSending = false;
    if (this.#isClosing) this.#end(null);
  }

  /** Null once the rows are durable. */
  async #insert(request: BatchRequest): Promise<ZerobusError | null> {
    const { origin, spec, send, timeoutMs } = this.#parts;
    const place: ZerobusPlace = { table: spec.table, streamId: this.id };
    try {
      const answer = await send(`${origin}/zerobus/v1/tables/${encodeURIComponent(spec.table)}/insert`, {
        method: "POST",
        headers: headersOf(spec),
        body: jsonList(request.records()),
        // Followed, a redirect would take the token to another host, and the page there would pass for an acknowledgement.
        redirect: "manual",
        signal: AbortSignal.any([this.#aborting.signal, AbortSignal.timeout(timeoutMs)]),
      });
      return answerError(answer, await readBody(answer, maxAnswer), spec, place);
    } catch (error) {
      return networkError(error, origin, place);
    }
  }

  #end(error: ZerobusError | null): void {
    if (this.#isOver) return;
    this.#finish();
    this.#events.end(error);
  }

  #finish(): void {
    this.#isOver = true;
    this.#waiting.length = 0;
    this.#tellOver();
  }
}

function headersOf({ headers, userAgent }: StreamSpec): Readonly<Record<string, string>> {
  return {
    ...lowerCaseHeaders(headers),
    accept: "application/json",
    "content-type": "application/json",
    "user-agent": userAgent,
  };
}
