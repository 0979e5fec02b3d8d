import { randomUUID } from "node:crypto";
import { decodeRequest, type CreateRequest, type StreamRequest } from "../zerobus/messages.js";
import { WireError } from "../zerobus/wire.js";
import { checkToken, openStream, type CallFacts, type OpenedStream } from "./open-stream.js";
import { RecordIntake, type IntakeHost, type RecordPlace } from "./record-intake.js";
import type { Refusal } from "./row.js";
import { streamEnded, type StreamEnd } from "./stream-end.js";
import type { StreamState, StreamStats } from "./stats.js";
import type { StreamTransport } from "./stream-transport.js";
import type { StreamWorld } from "./stream-world.js";

const nowhere: { readonly offset: null; readonly index: null; readonly record: null } = {
  offset: null,
  index: null,
  record: null,
};

/** One stream, from its first message to its status. It knows nothing of gRPC. */
export class StreamSession {
  readonly id = randomUUID();
  readonly #world: StreamWorld;
  readonly #call: CallFacts;
  readonly #transport: StreamTransport;
  readonly #openedAt: string;
  readonly #forgetFaults: () => void;
  readonly #onEnded: () => void;
  readonly #cancelTimers: (() => void)[] = [];
  #state: StreamState = "creating";
  #opened: OpenedStream | null = null;
  #intake: RecordIntake | null = null;
  #isAnnounced = false;
  #end: StreamEnd | null = null;

  /** `onEnded` is called once, when nothing more is sent. */
  constructor(world: StreamWorld, call: CallFacts, transport: StreamTransport, onEnded: () => void) {
    this.#world = world;
    this.#call = call;
    this.#transport = transport;
    this.#onEnded = onEnded;
    this.#openedAt = new Date(world.clock.now()).toISOString();
    this.#forgetFaults = world.faults.onChange(() => {
      if (this.#state !== "ended") this.#intake?.refresh();
    });
  }

  /** Refuses a call whose token opens no stream at all, before its first message. */
  start(): void {
    const refused = checkToken(this.#call.token, null, this.#world);
    if (refused !== null) this.#refuseStream(refused.end, refused.refusals);
  }

  /** The next request, as bytes. */
  receive(bytes: Uint8Array): void {
    if (this.#state !== "creating" && this.#state !== "open") return;
    this.#world.record?.(this.id, bytes);
    const request = readRequest(bytes);
    if ("status" in request) this.#refuseStream(request, [malformed(request)]);
    else if (request.kind === "create") this.#create(request);
    else if (this.#intake === null) this.#refuseStream(createFirst, [malformed(createFirst)]);
    else this.#intake.take(request, bytes.length);
  }

  /** The client sends nothing more: it gets its acknowledgements, then the end. */
  halfClosed(): void {
    if (this.#state !== "creating" && this.#state !== "open") return;
    this.#state = "closing";
    const intake = this.#intake;
    if (intake === null) this.#finishNow(streamEnded);
    else {
      intake.whenStored(() => {
        intake.whenAcked(() => {
          this.#finishNow(streamEnded);
        });
      });
    }
  }

  /** The call is over: cancelled, or its connection lost. */
  cancelled(): void {
    this.#finished({ status: "CANCELLED", message: "The call was cancelled, or its connection lost." });
  }

  /** Something went wrong in the emulator itself. */
  fail(message: string): void {
    this.#finish({ status: "INTERNAL", message });
  }

  /** Announces that the stream will be closed, and closes it then; one that is not open yet is refused. */
  closeIn(seconds: number): void {
    if (this.#state === "creating") this.#finish(shuttingDown);
    if (this.#state === "ended") return;
    if (this.#state === "open" && !this.#isAnnounced) {
      this.#isAnnounced = true;
      this.#transport.send({ kind: "close", seconds });
    }
    this.#cancelTimers.push(
      this.#world.clock.later(seconds * 1_000, () => {
        this.#finish(streamEnded);
      }),
    );
  }

  stats(): StreamStats {
    const counts = this.#intake?.counts;
    return {
      id: this.id,
      table: this.#opened?.entry.name ?? "",
      recordType: this.#opened?.recordType ?? null,
      state: this.#state,
      openedAt: this.#openedAt,
      rows: counts?.rows ?? 0,
      bytes: counts?.bytes ?? 0,
      receivedOffset: Number(counts?.received ?? -1),
      storedOffset: Number(counts?.stored ?? -1),
      ackedOffset: Number(counts?.acked ?? -1),
      status: this.#end?.status ?? null,
      message: this.#end?.message ?? null,
    };
  }

  /** Lets its table know what looked wrong so far. */
  reportWarnings(): void {
    this.#intake?.reportWarnings();
  }

  #create(request: CreateRequest): void {
    if (this.#opened !== null) {
      this.#refuseStream(createdTwice, [malformed(createdTwice)]);
      return;
    }
    const opening = openStream(request, this.#call, this.#world);
    if (!opening.ok) {
      this.#refuseStream(opening.end, opening.refusals, request.tableName);
      return;
    }
    this.#opened = opening;
    this.#state = "open";
    this.#transport.send({ kind: "created", streamId: this.id });
    this.#intake = new RecordIntake(opening, this.#world, this.#host());
    this.#intake.refresh();
  }

  #host(): IntakeHost {
    return {
      transport: this.#transport,
      finish: (end) => {
        this.#finish(end);
      },
      drop: () => {
        this.#drop();
      },
      closeIn: (seconds) => {
        this.closeIn(seconds);
      },
      rejected: (refusal, place, end) => {
        this.#log(refusal, place, end, this.#opened?.entry.name ?? "");
      },
    };
  }

  #refuseStream(end: StreamEnd, refusals: readonly Refusal[], table?: string): void {
    const name = table ?? this.#opened?.entry.name ?? this.#call.tableName ?? "";
    for (const refusal of refusals) this.#log(refusal, nowhere, end, name);
    this.#finish(end);
  }

  #log(refusal: Refusal, place: RecordPlace | typeof nowhere, end: StreamEnd, table: string): void {
    const { rule, column, message } = refusal;
    const { index, record } = place;
    const kind = place.offset === null ? "stream" : "record";
    const offset = place.offset === null ? null : Number(place.offset);
    const facts = { table, status: end.status, rule, column, message, streamId: this.id, offset, index, record };
    this.#world.rejections.add({ kind, ...facts });
    this.#world.book.find(table)?.rejected();
  }

  /** Stores what is under way, acknowledges it, and ends the stream. */
  #finish(end: StreamEnd): void {
    this.#settle(() => {
      this.#intake?.flushAcks();
      this.#finishNow(end);
    });
  }

  #drop(): void {
    this.#settle(() => {
      this.#finished({ status: "CANCELLED", message: "A fault dropped the connection." });
      this.#transport.drop();
    });
  }

  #settle(done: () => void): void {
    if (this.#state === "ended") return;
    this.#state = "closing";
    if (this.#intake === null) done();
    else this.#intake.whenStored(done);
  }

  #finishNow(end: StreamEnd): void {
    if (this.#finished(end)) this.#transport.end(end);
  }

  /** False where it was ended before. */
  #finished(end: StreamEnd): boolean {
    if (this.#state === "ended") return false;
    this.#state = "ended";
    this.#end = end;
    this.#intake?.stop();
    this.#forgetFaults();
    for (const cancel of this.#cancelTimers) cancel();
    this.#onEnded();
    return true;
  }
}

const createFirst: StreamEnd = {
  status: "INVALID_ARGUMENT",
  message: "The first message of a stream must be create_stream.",
};

const shuttingDown: StreamEnd = { status: "UNAVAILABLE", message: "The emulator is shutting down." };

const createdTwice: StreamEnd = { status: "INVALID_ARGUMENT", message: "The stream is created already." };

function malformed({ message }: StreamEnd): Refusal {
  return { rule: "message", column: null, message };
}

function readRequest(bytes: Uint8Array): StreamRequest | StreamEnd {
  try {
    return decodeRequest(bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { status: "INVALID_ARGUMENT", message: `The message cannot be read: ${error.message}` };
  }
}
