/** What callers see of a producer. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { describe, expect, it } from "vitest";
import type { CheckpointStore, Position, SourceItem } from "../../../src/producer/checkpoint.js";
import type { Rejection } from "../../../src/producer/rejection.js";
import { failure } from "./support/fake-service.js";
import { openFake } from "./support/open-fake.js";

describe("batches", () => {
  it("go out when they hold as many rows as they may", async () => {
    const { producer, service, pass } = await openFake({ batch: { maxRecords: 3 } });
    for (const row of ["a", "b", "c", "d"]) void producer.send(row);
    expect(service.last.arrived.map(({ records }) => records)).toEqual([["a", "b", "c"]]);
    await pass(5);
    expect(service.last.arrived.map(({ records }) => records)).toEqual([["a", "b", "c"], ["d"]]);
  });

  it("never hold more bytes than they may, but for a row that is larger by itself", async () => {
    const { producer, service, pass } = await openFake({ batch: { maxBytes: 100 } });
    for (const length of [40, 40, 40, 200, 10]) void producer.send("x".repeat(length));
    await pass(5);
    expect(service.last.arrived.map(({ records }) => records.map(({ length }) => length))).toEqual([
      [40, 40],
      [40],
      [200],
      [10],
    ]);
  });

  it("go out after the linger time, and at once when they are flushed", async () => {
    const { producer, service, pass } = await openFake({ batch: { lingerMs: 50 } });
    void producer.send("a");
    await pass(49);
    expect(service.last.arrived).toHaveLength(0);
    await pass(1);
    expect(service.last.arrived).toHaveLength(1);
    void producer.send("b");
    void producer.flush();
    expect(service.last.arrived).toHaveLength(2);
  });

  it("are spread over streams, and rows of one key keep to theirs", async () => {
    const { producer, service, pass, finish } = await openFake({
      streams: 4,
      batch: { maxRecords: 2 },
      partitionBy: (row) => row.split(" ")[0] ?? "",
    });
    const keys = ["red", "green", "blue", "amber", "violet"];
    for (let index = 0; index < 50; index++) void producer.send(`${keys[index % 5]} ${index}`);
    await pass(5);
    const received = service.streams.map((stream) => [...stream.received]);
    expect(received.length).toBeGreaterThan(1);
    for (const key of keys) {
      const homes = received.filter((rows) => rows.some((row) => row.startsWith(`${key} `)));
      expect(homes).toHaveLength(1);
    }
    await finish();
    await producer.close();
  });

  it("hold no more than a stream may take in a second", async () => {
    const { producer, service, clock, pass } = await openFake({
      batch: { maxRecords: 10 },
      quota: { recordsPerSecond: 1_000 },
    });
    for (let index = 0; index < 3_000; index++) void producer.send(`row ${index}`);
    const start = clock.steady();
    for (let second = 1; second <= 3; second++) {
      while (clock.steady() < start + second * 1_000) await pass(1);
      expect(service.last.received.length).toBeLessThanOrEqual(second * 1_000 + 20);
      expect(service.last.received.length).toBeGreaterThan(second * 950);
    }
  });
});

describe("the limits of what is in flight", () => {
  it("let callers wait from half of them on, and refuse rows at them", async () => {
    const { producer, service, pass } = await openFake({ inFlight: { maxRecords: 10 } });
    const done: number[] = [];
    for (let index = 0; index < 10; index++) void producer.send(`row ${index}`).then(() => done.push(index));
    await expect(producer.send("one too many")).rejects.toMatchObject({
      name: "ZerobusError",
      status: "RESOURCE_EXHAUSTED",
      retryable: true,
    });
    await pass(5);
    expect(done).toEqual([0, 1, 2, 3]);
    expect(producer.stats().rowsInFlight).toBe(10);
    service.last.work();
    service.last.ack();
    await pass();
    expect(done).toHaveLength(10);
    expect(producer.stats()).toMatchObject({ rowsInFlight: 0, bytesInFlight: 0 });
  });

  it("hold for bytes, too, with one row of tolerance", async () => {
    const { producer } = await openFake({ inFlight: { maxBytes: 1_000 } });
    let accepted = 0;
    for (let index = 0; index < 100; index++) {
      producer.send("x".repeat(98)).then(undefined, () => undefined);
      accepted = producer.stats().rowsSent;
    }
    expect(accepted).toBe(10);
    expect(producer.stats().bytesInFlight).toBe(1_000);
  });

  it("end the waiting of those whose signal is aborted; the row is sent", async () => {
    const { producer, service, finish } = await openFake({ inFlight: { maxRecords: 2 } });
    const stop = new AbortController();
    const sent = producer.send("a", { signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(sent).rejects.toThrow("enough");
    await finish();
    expect(service.stored).toEqual(["a"]);
  });

  it("hold sendMany back, which sends everything", async () => {
    const { producer, service, finish, delivery } = await openFake({
      inFlight: { maxRecords: 20 },
      batch: { maxRecords: 3 },
    });
    const rows = Array.from({ length: 500 }, (_, index) => `row ${index}`);
    const count = producer.sendMany(rows);
    while (delivery.intake.next < 500) await finish();
    await finish();
    expect(await count).toBe(500);
    expect(service.stored).toEqual(rows);
  });
});

describe("memory", () => {
  /** Bytes that the batches there are really take. */
  const taken = ({ delivery }: Awaited<ReturnType<typeof openFake>>) =>
    delivery.pending().reduce((sum, { bytes }) => sum + bytes.length, 0);

  it("follows the rows that wait for a stream, however small the batches they came in", async () => {
    const fake = await openFake({ batch: { lingerMs: 0, maxRecords: 500 } });
    const { producer, service, pass, finish, delivery } = fake;
    service.refusals.push(failure("UNAVAILABLE"));
    service.last.end("UNAVAILABLE");
    const rows = Array.from({ length: 5_000 }, (_, index) => `row ${index}`);
    const posted = [];
    for (const row of rows) {
      posted.push(producer.post(row).durable);
      await pass();
    }
    expect(delivery.pending().length).toBeLessThan(20);
    expect(taken(fake)).toBeLessThan(4 * producer.stats().bytesInFlight);
    await finish();
    await Promise.all(posted);
    expect(service.stored).toEqual(rows);
  });

  it("follows the rows that are not acknowledged", async () => {
    const fake = await openFake({ batch: { lingerMs: 0 } });
    for (let index = 0; index < 1_000; index++) {
      void fake.producer.send("x".repeat(100));
      await fake.pass();
    }
    expect(fake.delivery.pending().length).toBeGreaterThan(900);
    expect(taken(fake)).toBeLessThan(2 * fake.producer.stats().bytesInFlight);
  });
});

describe("rows that are invalid", () => {
  it("are rejected with their issues, and nothing of them is sent", async () => {
    const { producer, service, pass } = await openFake();
    await expect(producer.send("")).rejects.toMatchObject({
      name: "RowRejectedError",
      table: "main.tests.texts",
      issues: [{ code: "length", path: ["text"] }],
      rejections: [{ kind: "invalid", row: "" }],
    });
    await producer.send("fine");
    await pass(5);
    expect(service.last.received).toEqual(["fine"]);
    expect(producer.stats()).toMatchObject({ rowsInvalid: 1, rowsSent: 1 });
  });

  it("go to the sink, which is waited for", async () => {
    const written: Rejection[] = [];
    let release = (): void => undefined;
    const { producer, pass } = await openFake({
      onReject: (rejection) => {
        written.push(rejection);
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      },
    });
    let isFlushed = false;
    const sent = producer.send("");
    void producer.flush().then(() => (isFlushed = true));
    await pass(100);
    expect([written.length, isFlushed]).toEqual([1, false]);
    release();
    await sent;
    await pass();
    expect(isFlushed).toBe(true);
  });

  it("are those with unknown keys, where that is asked for", async () => {
    // What the codec of these tests takes and its check does not.
    const row = "unknown key";
    const lax = await openFake();
    await lax.producer.send(row);
    const strict = await openFake({ unknownKeys: "reject" });
    await expect(strict.producer.send(row)).rejects.toMatchObject({
      name: "RowRejectedError",
      issues: [{ code: "unknown_column" }],
    });
    expect([lax, strict].map(({ producer }) => producer.stats().rowsSent)).toEqual([1, 0]);
  });

  it("reject durable in either case", async () => {
    const { producer } = await openFake({ onReject: () => undefined });
    const { accepted, durable } = producer.post("");
    await accepted;
    await expect(durable).rejects.toMatchObject({ name: "RowRejectedError" });
  });
});

describe("post", () => {
  it("tells each row's own durability", async () => {
    const { producer, service, pass } = await openFake({ batch: { maxRecords: 1 } });
    const durable: string[] = [];
    for (const row of ["a", "b", "c"]) void producer.post(row).durable.then(() => durable.push(row));
    service.last.work();
    service.last.work();
    service.last.ack();
    await pass();
    expect(durable).toEqual(["a", "b"]);
  });
});

describe("ingest", () => {
  it("is refused while another one is under way, and taken again once that has ended", async () => {
    const { producer, finish } = await openFake();
    const saved: Position[] = [];
    const checkpoint: CheckpointStore = {
      load: () => Promise.resolve(saved.at(-1) ?? null),
      save: (_table, position) => Promise.resolve(void saved.push(position)),
    };
    const source = (after: Position | null): SourceItem<string>[] =>
      ["a", "b"].map((row, index) => ({ row, position: index + 1 })).slice(Number(after ?? 0));
    const first = producer.ingest(source, { checkpoint });
    await expect(producer.ingest(source, { checkpoint })).rejects.toThrow(
      new TypeError(
        `${producer.table}: an ingest is under way on this producer, and two at a time could save positions of rows that the other one has not sent. Wait for it.`,
      ),
    );
    await finish();
    expect(await first).toEqual({ rows: 2, position: 2 });
    expect(await producer.ingest(source, { checkpoint })).toEqual({ rows: 0, position: 2 });
  });
});

describe("the end", () => {
  it("flushes, and refuses rows from then on", async () => {
    const { producer, service, finish } = await openFake();
    void producer.send("a");
    const closed = producer.close();
    await expect(producer.send("late")).rejects.toMatchObject({ status: "FAILED_PRECONDITION" });
    await finish();
    await closed;
    expect(service.stored).toEqual(["a"]);
    expect(service.last.isHalfClosed).toBe(true);
    expect(producer.close()).toBe(closed);
    expect(producer.stats().state).toBe("closed");
  });

  it("that is aborted says so, and gives the rows back", async () => {
    const { producer, pass } = await openFake();
    const posted = producer.post("a");
    const stop = new AbortController();
    const closed = producer.close({ signal: stop.signal });
    await pass(5);
    stop.abort(new Error("no time"));
    await expect(closed).rejects.toThrow("no time");
    await expect(posted.durable).rejects.toMatchObject({ status: "CANCELLED" });
    expect(producer.unacknowledged().map(({ row }) => row)).toEqual(["a"]);
  });

  it("that fails finally is told once by an event, and to everyone who waits", async () => {
    const { producer, service, pass } = await openFake({ inFlight: { maxRecords: 2 } });
    const closed: unknown[] = [];
    producer.on("close", ({ error }) => closed.push(error));
    const waits = [producer.send("a"), producer.flush(), producer.post("b").durable];
    for (const wait of waits) wait.catch(() => undefined);
    await pass(5);
    service.last.end("NOT_FOUND", "the table is gone");
    await pass();
    for (const wait of waits) await expect(wait).rejects.toMatchObject({ status: "NOT_FOUND", retryable: false });
    expect(closed).toEqual([expect.objectContaining({ status: "NOT_FOUND" })]);
    expect(producer.unacknowledged()).toHaveLength(2);
  });

  it("without a loss is no error where the failure was told before", async () => {
    const { producer, service, pass, delivery } = await openFake();
    service.last.end("NOT_FOUND");
    await pass();
    expect(delivery.failure).toMatchObject({ status: "NOT_FOUND" });
    await producer.close();
  });
});

describe("records in JSON", () => {
  it("are the codec's, and are given back as they are", async () => {
    const { producer, service, pass } = await openFake({ recordType: "json", inFlight: { maxRecords: 1_000 } });
    const rows = ["a", "ü".repeat(20_000), "b"];
    for (const row of rows) void producer.send(row);
    await pass(5);
    expect(service.last.received).toEqual(rows.map((text) => JSON.stringify({ text })));
    const [first] = producer.unacknowledged();
    expect(first).toMatchObject({ row: null, recordType: "json" });
    expect(Buffer.from(first!.record).toString()).toBe('{"text":"a"}');
  });
});

describe("listeners", () => {
  it("hear events, also over diagnostics channels, and cannot stop rows", async () => {
    const logged: string[] = [];
    const ignore = (): void => undefined;
    const error = (message: string): void => void logged.push(message);
    const { producer, service, pass } = await openFake({
      logger: { debug: ignore, info: ignore, warn: ignore, error },
    });
    const heard: unknown[] = [];
    const onAck = (message: unknown): void => void heard.push(message);
    subscribe("gen-producers:ack", onAck);
    const stop = producer.on("ack", () => {
      throw new Error("a listener's fault");
    });
    for (const row of ["a", "b"]) {
      void producer.send(row);
      await pass(5);
      service.last.work();
      service.last.ack();
      await pass();
      stop();
    }
    unsubscribe("gen-producers:ack", onAck);
    expect(heard).toEqual(
      [1, 1].map((rows) => ({ table: "main.tests.texts", streamId: "stream-1", rows, latencyMs: 0 })),
    );
    expect(logged).toEqual(["a listener threw"]);
    expect(producer.stats().rowsDurable).toBe(2);
  });
});

describe("the opening", () => {
  it("is tried again, until its time is over", async () => {
    const { FakeService } = await import("./support/fake-service.js");
    const service = new FakeService();
    service.refusals.push(...Array.from({ length: 100 }, () => failure("UNAVAILABLE", "not there")));
    const { delivery, pass } = await openFake({ retry: { openTimeoutMs: 5_000, initialMs: 100 } }, service);
    for (let index = 0; index < 60; index++) await pass(100);
    expect(delivery.failure).toMatchObject({ status: "UNAVAILABLE" });
    expect(service.refusals.length).toBeGreaterThan(90);
  });
});
