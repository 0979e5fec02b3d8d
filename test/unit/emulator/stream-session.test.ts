import { beforeEach, describe, expect, it } from "vitest";
import { FaultTable } from "../../../src/emulator/fault-table.js";
import type { Fault } from "../../../src/emulator/faults.js";
import { RejectionLog } from "../../../src/emulator/rejection-log.js";
import type { Row } from "../../../src/emulator/row.js";
import type { StreamEnd } from "../../../src/emulator/stream-end.js";
import { StreamSession } from "../../../src/emulator/stream-session.js";
import { serviceQuota, type StreamWorld } from "../../../src/emulator/stream-world.js";
import { TableBook } from "../../../src/emulator/table-book.js";
import { Tokens } from "../../../src/emulator/tokens.js";
import { encodeRequest, type StreamResponse } from "../../../src/zerobus/messages.js";
import { column, long, table } from "../../support/tables.js";
import { FakeClock } from "../../support/fake-clock.js";

const name = "main.shop.orders";

/** A store that stores when the test says so. */
class HeldStore {
  readonly appended: (readonly Row[])[] = [];
  readonly #held: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];

  readonly append = (_table: string, rows: readonly Row[]): Promise<void> => {
    this.appended.push(rows);
    return new Promise((resolve, reject) => this.#held.push({ resolve, reject }));
  };

  /** Stores what waits, by its place in the order of the calls. */
  async store(...places: readonly number[]): Promise<void> {
    for (const place of places) this.#held[place]!.resolve();
    await settled();
  }

  async fail(place: number, message: string): Promise<void> {
    this.#held[place]!.reject(new Error(message));
    await settled();
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

type Event = StreamResponse | { readonly kind: "end" | "drop" | "pause" | "resume"; readonly end?: StreamEnd };

function json(...ids: readonly unknown[]): Uint8Array[] {
  return ids.map((id) => Buffer.from(JSON.stringify({ id })));
}

describe("a stream", () => {
  let clock: FakeClock;
  let store: HeldStore;
  let faults: FaultTable;
  let events: Event[];
  let session: StreamSession;
  let world: StreamWorld;

  function open(more: Partial<StreamWorld> = {}): void {
    clock = new FakeClock();
    store = new HeldStore();
    faults = new FaultTable(1);
    events = [];
    world = {
      clock,
      store,
      faults,
      book: new TableBook([table([column("id", long, { nullable: false })])], clock),
      tokens: new Tokens({ accept: "any", deniedTables: new Set() }, clock),
      rejections: new RejectionLog(clock),
      quota: null,
      ackDelayMs: 0,
      isDraining: () => false,
      record: null,
      ...more,
    };
    const log = (event: Event) => events.push(event);
    session = new StreamSession(
      world,
      { token: "any", tableName: name },
      {
        send: log,
        end: (end) => log({ kind: "end", end }),
        drop: () => log({ kind: "drop" }),
        pause: () => log({ kind: "pause" }),
        resume: () => log({ kind: "resume" }),
      },
      () => undefined,
    );
    session.start();
    session.receive(encodeRequest({ kind: "create", tableName: name, descriptor: null, recordType: "json" }));
  }

  function send(offset: number, ...ids: readonly unknown[]): void {
    const records = json(...ids);
    session.receive(
      encodeRequest({ kind: "records", offset: BigInt(offset), recordType: "json", records, isBatch: true }),
    );
  }

  function inject(fault: Fault): string {
    return faults.inject(fault);
  }

  /** What happened since the stream was created. */
  function seen(): readonly unknown[] {
    clock.turn();
    const [created, ...rest] = events;
    expect(created).toEqual({ kind: "created", streamId: session.id });
    return rest.map(brief);
  }

  beforeEach(() => {
    open();
  });

  it("acknowledges in order what is stored, and no more", async () => {
    for (const offset of [0, 1, 2, 3]) send(offset, offset);
    expect(seen()).toEqual([]);
    await store.store(1);
    expect(seen()).toEqual([]);
    await store.store(0);
    expect(seen()).toEqual(["ack 1"]);
    await store.store(2, 3);
    expect(seen()).toEqual(["ack 1", "ack 3"]);
    expect(session.stats()).toMatchObject({
      state: "open",
      rows: 4,
      receivedOffset: 3,
      storedOffset: 3,
      ackedOffset: 3,
    });
  });

  it("stores a request as a whole, also an empty one", async () => {
    send(0, 1, 2, 3);
    send(1);
    await store.store(0);
    expect([store.appended, seen()]).toEqual([[[[1n], [2n], [3n]]], ["ack 1"]]);
  });

  it("ends OK when the client has sent everything and has its acknowledgements", async () => {
    send(0, 1);
    session.halfClosed();
    expect(seen()).toEqual([]);
    await store.store(0);
    expect(seen()).toEqual(["ack 0", "end OK "]);
    expect(session.stats()).toMatchObject({ state: "ended", status: "OK" });
  });

  it("acknowledges what was before a refused record, before it ends", async () => {
    send(0, 1);
    send(1, 2, "x");
    send(2, 3);
    expect(seen()).toEqual([]);
    await store.store(0);
    expect(seen()).toEqual([
      "ack 0",
      expect.stringMatching(/^end INVALID_ARGUMENT Error 4044: Record 1 of offset 1, column id /),
    ]);
    expect(store.appended).toHaveLength(1);
    expect(world.rejections.list()).toMatchObject([
      { kind: "record", offset: 1, index: 1, column: "id", streamId: session.id },
    ]);
  });

  it("acknowledges nothing from a request on that could not be stored", async () => {
    for (const offset of [0, 1, 2]) send(offset, offset);
    await store.store(2);
    await store.fail(1, "The disk is full.");
    expect(seen()).toEqual([]);
    await store.store(0);
    expect(seen()).toEqual(["ack 0", "end INTERNAL The rows could not be stored. The disk is full."]);
  });

  it("sends nothing after it was cancelled, and lets no timer wait", async () => {
    inject({ kind: "delay_acks", ms: 1_000 });
    inject({ kind: "close_signal", afterRecords: 1, seconds: 60 });
    inject({ kind: "slow_reads", bytesPerSecond: 1 });
    send(0, 1);
    send(1, 2);
    await store.store(0);
    const before = seen();
    session.cancelled();
    await store.store(1);
    clock.pass(100_000);
    expect([seen(), clock.waiting]).toEqual([before, 0]);
    expect(session.stats()).toMatchObject({ state: "ended", status: "CANCELLED", rows: 2 });
  });

  it("reads no further while too much is not stored", async () => {
    const text = Buffer.from(JSON.stringify({ id: 1, pad: undefined }).padEnd(9_000_000));
    for (const offset of [0n, 1n]) {
      session.receive(encodeRequest({ kind: "records", offset, recordType: "json", records: [text], isBatch: false }));
    }
    expect(seen()).toEqual(["pause"]);
    await store.store(0);
    expect(seen()).toEqual(["pause", "resume", "ack 0"]);
  });

  it("acknowledges after the delay it is given", async () => {
    open({ ackDelayMs: 100 });
    send(0, 1);
    await store.store(0);
    clock.pass(99);
    expect(seen()).toEqual([]);
    clock.pass(1);
    expect(seen()).toEqual(["ack 0"]);
  });

  it("is held to its quota", async () => {
    open({ quota: { ...serviceQuota, recordsPerSecond: 2 } });
    send(0, 1, 2);
    send(1, 3);
    await store.store(0);
    expect(seen()).toEqual(["ack 0", expect.stringMatching(/^end RESOURCE_EXHAUSTED /)]);
  });

  it("is refused while the emulator drains", () => {
    open({ isDraining: () => true });
    expect(events.map(brief)).toEqual(["end UNAVAILABLE The emulator is shutting down."]);
  });

  describe("with a fault", () => {
    it("keeps acknowledgements until it is removed", async () => {
      const id = inject({ kind: "withhold_acks" });
      send(0, 1);
      send(1, 2);
      await store.store(0, 1);
      session.halfClosed();
      clock.pass(1_000_000);
      expect(seen()).toEqual([]);
      faults.remove(id);
      expect(seen()).toEqual(["ack 1", "end OK "]);
    });

    it("delays each acknowledgement, and the end with them", async () => {
      inject({ kind: "delay_acks", ms: 50 });
      send(0, 1);
      await store.store(0);
      clock.pass(20);
      send(1, 2);
      await store.store(1);
      session.halfClosed();
      clock.pass(30);
      expect(seen()).toEqual(["ack 0"]);
      clock.pass(20);
      expect(seen()).toEqual(["ack 0", "ack 1", "end OK "]);
    });

    it("announces the end, goes on until then, and ends with its acknowledgements", async () => {
      inject({ kind: "close_signal", afterRecords: 2, seconds: 3 });
      send(0, 1);
      expect(seen()).toEqual([]);
      send(1, 2);
      expect(seen()).toEqual(["close 3"]);
      send(2, 3);
      await store.store(0, 1, 2);
      clock.pass(2_999);
      expect(seen()).toEqual(["close 3", "ack 2"]);
      clock.pass(1);
      expect(seen()).toEqual(["close 3", "ack 2", "end OK "]);
    });

    it("announces the end to a stream that sends nothing", () => {
      send(0, 1);
      inject({ kind: "close_signal", afterRecords: 1, seconds: 0 });
      expect(seen()).toEqual(["close 0"]);
    });

    it.each<[stored: boolean, appended: number]>([
      [false, 1],
      [true, 2],
    ])("ends with a status at a record whose request is stored: %s", async (stored, appended) => {
      inject({ kind: "end_stream", afterRecords: 2, status: "UNAVAILABLE", message: "Away.", stored });
      send(0, 1, 2);
      send(1, 3, 4);
      send(2, 5);
      await store.store(...Array.from({ length: appended }, (_, place) => place));
      expect(seen()).toEqual(["ack 0", "end UNAVAILABLE Away."]);
      expect(store.appended).toHaveLength(appended);
    });

    it.each<[stored: boolean, appended: number]>([
      [false, 1],
      [true, 2],
    ])("drops the connection at a record whose request is stored: %s", async (stored, appended) => {
      inject({ kind: "drop_connection", afterRecords: 2, stored });
      send(0, 1, 2);
      send(1, 3, 4);
      await store.store(...Array.from({ length: appended }, (_, place) => place));
      expect(seen()).toEqual(["drop"]);
      expect(store.appended).toHaveLength(appended);
    });

    it("reads no faster than it says", () => {
      inject({ kind: "slow_reads", bytesPerSecond: 1 });
      send(0, 1);
      const { length } = encodeRequest({
        kind: "records",
        offset: 0n,
        recordType: "json",
        records: json(1),
        isBatch: true,
      });
      clock.pass(length * 1_000 - 1);
      expect(seen()).toEqual(["pause"]);
      clock.pass(1);
      expect(seen()).toEqual(["pause", "resume"]);
    });

    it("waits for its quota, or ends", async () => {
      const id = inject({ kind: "throttle", over: "delay", recordsPerSecond: 2 });
      send(0, 1, 2, 3);
      await store.store(0);
      clock.pass(499);
      expect(seen()).toEqual(["pause", "ack 0"]);
      clock.pass(1);
      expect(seen()).toEqual(["pause", "ack 0", "resume"]);
      faults.remove(id);
      inject({ kind: "throttle", over: "refuse", bytesPerSecond: 10 });
      send(1, 4);
      expect(seen().at(-1)).toMatch(/^end RESOURCE_EXHAUSTED The stream is over its quota of 10 bytes/);
    });
  });
});

function brief(event: Event): string {
  switch (event.kind) {
    case "ack":
      return `ack ${event.offset}`;
    case "close":
      return `close ${event.seconds}`;
    case "end":
      return `end ${event.end?.status ?? ""} ${event.end?.message ?? ""}`;
    default:
      return event.kind;
  }
}
