import type { BatchRequest, StreamEvents, TransportStream } from "../../../../src/transport/transport.js";
import { statusError, type ZerobusStatus } from "../../../../src/zerobus/zerobus-error.js";

const place = { table: "main.tests.texts", streamId: "s" };

export function failure(status: ZerobusStatus, text = "on purpose"): ReturnType<typeof statusError> {
  return statusError(status, text, place);
}

/** A stream of the fake service, moved by the test step by step. */
export class FakeStream implements TransportStream {
  readonly id: string;
  readonly events: StreamEvents;
  /** Requests that came and are not looked at yet; records as text. */
  readonly arrived: { readonly offset: number; readonly records: readonly string[] }[] = [];
  /** First occurrences and repetitions, in the order they came on this stream. */
  readonly received: string[] = [];
  stored = -1;
  acked = -1;
  isOver = false;
  isHalfClosed = false;
  readonly #service: FakeService;

  constructor(id: string, events: StreamEvents, service: FakeService) {
    this.id = id;
    this.events = events;
    this.#service = service;
  }

  send({ offset, records, envelope }: BatchRequest): void {
    if (this.isOver || this.isHalfClosed) throw new Error("sent on a stream that is over");
    if (envelope().length === 0) throw new Error("an empty request");
    const texts = records().map((record) => new TextDecoder().decode(record));
    this.arrived.push({ offset, records: texts });
    this.received.push(...texts);
  }

  close(): Promise<void> {
    this.isHalfClosed = true;
    return Promise.resolve();
  }

  abort(): void {
    this.isOver = true;
  }

  /** Stores the next request, or ends the stream where it has a row that is refused. */
  work(): void {
    const request = this.arrived.shift();
    if (request === undefined || this.isOver) return;
    if (request.offset !== this.stored + 1) throw new Error(`offset ${request.offset} after ${this.stored}`);
    if (request.records.some((text) => this.#service.isPoison(text))) {
      this.end("INVALID_ARGUMENT");
      return;
    }
    this.stored = request.offset;
    this.#service.stored.push(...request.records);
  }

  /** Acknowledges what is stored. */
  ack(): void {
    if (this.isOver || this.stored === this.acked) return;
    this.acked = this.stored;
    this.events.ack(this.acked);
  }

  announce(seconds: number): void {
    if (!this.isOver) this.events.closing(seconds);
  }

  /** Null for an end in order. */
  end(status: ZerobusStatus | null, text?: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.events.end(status === null ? null : failure(status, text));
  }
}

/** A service in memory. */
export class FakeService {
  readonly streams: FakeStream[] = [];
  /** Rows that are durable, with repetitions. */
  readonly stored: string[] = [];
  /** What the next openings are answered with. */
  readonly refusals: Error[] = [];
  isPoison: (text: string) => boolean = (text) => text.startsWith("poison");
  forgotten = 0;

  readonly open = (events: StreamEvents, signal: AbortSignal): Promise<TransportStream> => {
    const refusal = this.refusals.shift();
    if (signal.aborted) return Promise.reject(failure("CANCELLED"));
    if (refusal !== undefined) return Promise.reject(refusal);
    const stream = new FakeStream(`stream-${this.streams.length + 1}`, events, this);
    this.streams.push(stream);
    return Promise.resolve(stream);
  };

  readonly forgetToken = (): void => {
    this.forgotten++;
  };

  /** Streams that take requests. */
  get current(): readonly FakeStream[] {
    return this.streams.filter(({ isOver, isHalfClosed }) => !isOver && !isHalfClosed);
  }

  get last(): FakeStream {
    return this.streams.at(-1)!;
  }
}
