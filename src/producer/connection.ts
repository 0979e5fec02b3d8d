import type { Clock } from "../async/clock.js";
import type { StreamEvents, TransportStream } from "../transport/transport.js";
import { ZerobusError } from "../zerobus/zerobus-error.js";
import { laneError } from "./lane-errors.js";

/** How a stream is opened, and within which time. */
export interface ConnectionHost {
  readonly table: string;
  readonly clock: Clock;
  readonly openTimeoutMs: number;
  readonly open: (events: StreamEvents, signal: AbortSignal) => Promise<TransportStream>;
}

/** What is heard of a stream; `end` where it could not be opened, too. */
export interface ConnectionEvents extends StreamEvents {
  readonly opened: (stream: TransportStream) => void;
}

/** One stream from the attempt to open it to its end, or until nobody wants to hear of it any more. */
export class Connection {
  readonly #host: ConnectionHost;
  readonly #events: ConnectionEvents;
  readonly #opening = new AbortController();
  /** Events that came before the stream was known; null once it is. */
  #early: (() => void)[] | null = [];
  #isOver = false;

  constructor(host: ConnectionHost, events: ConnectionEvents) {
    this.#host = host;
    this.#events = events;
  }

  async open(): Promise<void> {
    const cancelTimeout = this.#host.clock.later(this.#host.openTimeoutMs, () => {
      this.#opening.abort();
    });
    try {
      const stream = await this.#host.open(this.#streamEvents(), this.#opening.signal);
      if (this.#isOver) stream.abort();
      else this.#opened(stream);
    } catch (cause) {
      this.#end(this.#openingError(cause));
    } finally {
      cancelTimeout();
    }
  }

  /** Nothing is told any more; an attempt to open it is ended, a stream that is open is not. */
  leave(): void {
    this.#isOver = true;
    this.#opening.abort();
  }

  #opened(stream: TransportStream): void {
    const early = this.#early ?? [];
    this.#early = null;
    this.#events.opened(stream);
    for (const event of early) this.#tell(event);
  }

  #streamEvents(): StreamEvents {
    return {
      ack: (offset) => {
        this.#tell(() => {
          this.#events.ack(offset);
        });
      },
      closing: (seconds) => {
        this.#tell(() => {
          this.#events.closing(seconds);
        });
      },
      end: (error) => {
        this.#tell(() => {
          this.#end(error);
        });
      },
    };
  }

  #tell(event: () => void): void {
    if (this.#early !== null) this.#early.push(event);
    else if (!this.#isOver) event();
  }

  #end(error: ZerobusError | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#events.end(error);
  }

  #openingError(cause: unknown): ZerobusError {
    const { table } = this.#host;
    if (this.#opening.signal.aborted) {
      return laneError(table, null, "DEADLINE_EXCEEDED", "the stream could not be opened in time", cause);
    }
    return cause instanceof ZerobusError ? cause : laneError(table, null, "INTERNAL", "the transport failed", cause);
  }
}
