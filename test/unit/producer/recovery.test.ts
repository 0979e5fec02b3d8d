/** What the producer does about failures of the service. */
import { describe, expect, it } from "vitest";
import type { ProducerEvents } from "../../../src/producer/producer.js";
import { verdictOn, type Verdict } from "../../../src/producer/recovery.js";
import type { ZerobusStatus } from "../../../src/zerobus/zerobus-error.js";
import { failure, FakeService } from "./support/fake-service.js";
import { openFake } from "./support/open-fake.js";

describe("the verdict on the end of a stream", () => {
  const open = { wasOpen: true, unacknowledged: 2, refusedOpenings: 0 };
  const opening = { wasOpen: false, unacknowledged: 0, refusedOpenings: 0 };
  const again = { wasOpen: false, unacknowledged: 0, refusedOpenings: 1 };
  const cases: [ZerobusStatus, string, typeof open, Verdict][] = [
    ["INVALID_ARGUMENT", "a record is wrong", open, "isolate"],
    ["INVALID_ARGUMENT", "code 4002: offset 7 after 5", open, "retry"],
    ["INVALID_ARGUMENT", "no record at all", { ...open, unacknowledged: 0 }, "fail"],
    ["INVALID_ARGUMENT", "code 8001: the descriptor", opening, "fail"],
    ["RESOURCE_EXHAUSTED", "Received message larger than max (5 vs 4)", open, "isolate"],
    ["OUT_OF_RANGE", "Error, decoded message length too large: found 5 bytes, the limit is: 4 bytes", open, "isolate"],
    ["RESOURCE_EXHAUSTED", "gRPC message exceeds maximum size 4: 5", open, "isolate"],
    ["RESOURCE_EXHAUSTED", "the request rate exceeds the quota", open, "retry"],
    ["NOT_FOUND", "no table", open, "fail"],
    ["OUT_OF_RANGE", "", open, "fail"],
    ["UNIMPLEMENTED", "", opening, "fail"],
    ["PERMISSION_DENIED", "code 4024", opening, "renew"],
    ["PERMISSION_DENIED", "code 4024", again, "fail"],
    ["UNAUTHENTICATED", "expired", open, "renew"],
    ["UNAUTHENTICATED", "expired", again, "fail"],
    ["UNAVAILABLE", "", opening, "retry"],
    ["INTERNAL", "", open, "retry"],
    ["CANCELLED", "", open, "retry"],
    ["DATA_LOSS", "", open, "retry"],
  ];
  it.each(cases)("%s (%s) %o: %s", (status, text, facts, want) => {
    expect(verdictOn(failure(status, text), facts)).toBe(want);
  });
});

/** Sends rows and lets the batch go. */
async function sendRows({ producer, pass }: Awaited<ReturnType<typeof openFake>>, ...rows: string[]): Promise<void> {
  for (const row of rows) await producer.send(row);
  await pass(5);
}

describe("a stream that breaks", () => {
  it("is opened again with growing pauses, and what was not acknowledged is sent again in order", async () => {
    const fake = await openFake({ retry: { initialMs: 100, maxMs: 350 } });
    const { producer, service, pass } = fake;
    const delays: number[] = [];
    producer.on("reconnect", ({ delayMs }) => delays.push(delayMs));
    await sendRows(fake, "a", "b");
    await sendRows(fake, "c");
    service.refusals.push(failure("UNAVAILABLE"), failure("UNAVAILABLE"), failure("UNAVAILABLE"));
    service.last.end("UNAVAILABLE");
    for (const ms of [100, 200, 350, 350]) await pass(ms);
    expect(delays).toEqual([100, 200, 350, 350]);
    expect(service.last.received).toEqual(["a", "b", "c"]);
    expect(producer.stats()).toMatchObject({ rowsReplayed: 3, reconnects: 1 });
  });

  it("starts the pauses anew only after an acknowledgement", async () => {
    const fake = await openFake({ retry: { initialMs: 100 } });
    const { producer, service, pass } = fake;
    const delays: number[] = [];
    producer.on("reconnect", ({ delayMs }) => delays.push(delayMs));
    await sendRows(fake, "a");
    for (const ms of [100, 200, 400]) {
      service.last.end("INTERNAL");
      await pass(ms);
    }
    service.last.work();
    service.last.ack();
    await sendRows(fake, "b");
    service.last.end("INTERNAL");
    await pass();
    expect(delays).toEqual([100, 200, 400, 100]);
  });

  it("is not opened again while there is nothing to send", async () => {
    const fake = await openFake();
    fake.service.last.end("UNAVAILABLE");
    await fake.pass(60_000);
    expect(fake.service.streams).toHaveLength(1);
    await sendRows(fake, "a");
    expect(fake.service.streams).toHaveLength(2);
    expect(fake.service.last.received).toEqual(["a"]);
  });

  it("counts as dead where nothing is acknowledged", async () => {
    const fake = await openFake({ retry: { ackTimeoutMs: 1_000, initialMs: 10 } });
    const { service, pass, producer } = fake;
    const errors: unknown[] = [];
    producer.on("reconnect", ({ error }) => errors.push(error?.status));
    await sendRows(fake, "a");
    await pass(500);
    await sendRows(fake, "b");
    service.last.work();
    service.last.ack();
    await pass(900);
    expect(service.streams).toHaveLength(1);
    await pass(200);
    await pass(20);
    expect(service.streams[0]?.isOver).toBe(true);
    expect(service.last.received).toEqual(["b"]);
    expect(errors).toEqual(["DEADLINE_EXCEEDED"]);
  });

  it("fails the producer where the budget is used up, with the rows at hand", async () => {
    const fake = await openFake({ retry: { initialMs: 100, budgetMs: 1_000 } });
    const { producer, service, pass } = fake;
    await sendRows(fake, "a", "b");
    service.refusals.push(...Array.from({ length: 50 }, () => failure("UNAVAILABLE", "away")));
    service.last.end("UNAVAILABLE");
    const flushed = producer.flush();
    flushed.catch(() => undefined);
    for (let index = 0; index < 30; index++) await pass(100);
    await expect(flushed).rejects.toMatchObject({
      status: "UNAVAILABLE",
      message: expect.stringContaining("given up after 1 s") as string,
    });
    await expect(producer.send("c")).rejects.toMatchObject({ status: "UNAVAILABLE" });
    expect(producer.unacknowledged().map(({ row }) => row)).toEqual(["a", "b"]);
    expect(producer.stats().state).toBe("failed");
    await expect(producer.close()).rejects.toMatchObject({ status: "UNAVAILABLE" });
  });

  it("tells when the service keeps failing, and when it is back", async () => {
    const fake = await openFake({ retry: { initialMs: 10, failingAfter: 3 } });
    const { producer, service, pass } = fake;
    const told: string[] = [];
    producer.on("failing", ({ failures }) => told.push(`failing ${failures}`));
    producer.on("recovered", () => told.push("recovered"));
    await sendRows(fake, "a");
    for (let index = 0; index < 5; index++) {
      service.last.end("INTERNAL");
      await pass(1_000);
    }
    expect(producer.stats().state).toBe("failing");
    service.last.work();
    service.last.ack();
    await pass();
    expect(told).toEqual(["failing 3", "recovered"]);
    expect(producer.stats().state).toBe("open");
  });
});

describe("a token that is refused", () => {
  it("is renewed once, and then it is final", async () => {
    const fake = await openFake({ retry: { initialMs: 10 } });
    const { producer, service, pass } = fake;
    await sendRows(fake, "a");
    service.last.end("UNAUTHENTICATED");
    await pass(10);
    expect([service.forgotten, service.streams.length]).toEqual([1, 2]);
    service.refusals.push(failure("UNAUTHENTICATED"), failure("UNAUTHENTICATED"));
    service.last.end("UNAUTHENTICATED");
    for (let index = 0; index < 5; index++) await pass(100);
    expect(producer.stats().state).toBe("failed");
  });

  it("is renewed again after another failure: it may be another server that does not know it", async () => {
    const fake = await openFake({ retry: { initialMs: 10 } });
    const { producer, service, pass } = fake;
    await sendRows(fake, "a");
    service.refusals.push(failure("UNAVAILABLE"), failure("UNAUTHENTICATED"));
    service.last.end("UNAUTHENTICATED");
    for (let index = 0; index < 5; index++) await pass(100);
    expect([producer.stats().state, service.forgotten, service.streams.length]).toEqual(["open", 2, 2]);
  });

  it("rejects the opening where nothing was granted, after a second try", async () => {
    const service = new FakeService();
    service.refusals.push(
      failure("PERMISSION_DENIED", "4024"),
      failure("PERMISSION_DENIED", "4024"),
      failure("UNKNOWN"),
    );
    const { delivery, pass } = await openFake({ retry: { initialMs: 10 } }, service);
    for (let index = 0; index < 3; index++) await pass(100);
    expect(delivery.failure).toMatchObject({ status: "PERMISSION_DENIED", code: 4024 });
    expect(delivery.failure?.message).toContain("Grant the service principal MODIFY and SELECT");
    expect(service.refusals).toHaveLength(1);
  });
});

describe("a close signal", () => {
  it("lets what is under way be acknowledged, and sends the rest over the next stream", async () => {
    const fake = await openFake();
    const { service, pass, producer } = fake;
    const events: ProducerEvents["reconnect"][] = [];
    producer.on("reconnect", (event) => events.push(event));
    await sendRows(fake, "a");
    service.last.announce(10);
    await sendRows(fake, "b");
    expect(service.streams).toHaveLength(1);
    expect(service.last.received).toEqual(["a"]);
    service.last.work();
    service.last.ack();
    await pass();
    expect(service.streams[0]?.isHalfClosed).toBe(true);
    expect(service.last.received).toEqual(["b"]);
    expect(events).toEqual([{ table: "main.tests.texts", attempt: 0, delayMs: 0, error: null }]);
    expect(producer.stats().rowsReplayed).toBe(0);
  });

  it("ends the waiting when the time is over", async () => {
    const fake = await openFake({ retry: { initialMs: 10 } });
    const { service, pass } = fake;
    await sendRows(fake, "a");
    service.last.announce(2);
    await pass(2_000);
    await pass(10);
    expect(service.streams[0]?.isOver).toBe(true);
    expect(service.last.received).toEqual(["a"]);
  });

  it("that comes again and again is met with pauses", async () => {
    const fake = await openFake({ retry: { initialMs: 100 } });
    const { service, pass } = fake;
    for (let index = 0; index < 4; index++) {
      await sendRows(fake, `row ${index}`);
      service.last.announce(0);
      await pass(5);
    }
    expect(service.streams.length).toBeLessThan(3);
  });
});

describe("a row that the service refuses", () => {
  it("is found among others by halving, and the others arrive", async () => {
    const refused: unknown[] = [];
    const fake = await openFake({ onReject: (rejection) => void refused.push(rejection) });
    const rows = Array.from({ length: 64 }, (_, index) => (index === 37 ? "poison" : `row ${index}`));
    await sendRows(fake, ...rows);
    await fake.finish();
    await fake.producer.flush();
    expect(refused).toEqual([expect.objectContaining({ kind: "refused", row: "poison", recordType: "protobuf" })]);
    expect([...new Set(fake.service.stored)]).toEqual(rows.filter((row) => row !== "poison"));
    // One stream for each halving and for the row alone, and the one after it.
    expect(fake.service.streams).toHaveLength(1 + 6 + 1);
  });

  it("is found among many batches in few steps", async () => {
    const refused: unknown[] = [];
    const options = { batch: { maxRecords: 8 }, onReject: (rejection: unknown) => void refused.push(rejection) };
    const fake = await openFake(options);
    const rows = Array.from({ length: 8_000 }, (_, index) => (index === 5_555 ? "poison" : `row ${index}`));
    for (const row of rows) void fake.producer.send(row);
    await fake.pass(5);
    // All 1,000 batches are under way, and nothing is acknowledged before the stream ends.
    expect(fake.service.last.arrived).toHaveLength(1_000);
    while (!fake.service.last.isOver) fake.service.last.work();
    const start = fake.clock.steady();
    while (fake.delivery.settlement.low() < fake.delivery.intake.next) {
      for (const stream of fake.service.current) {
        for (let work = 0; work < 2_000; work++) stream.work();
        stream.ack();
      }
      await fake.pass(10);
    }
    expect(refused).toMatchObject([{ row: "poison" }]);
    expect(new Set(fake.service.stored).size).toBe(7_999);
    // Half of 1,000 batches ten times, half of eight rows three times, and once for the row alone and for the rest.
    expect(fake.service.streams.length).toBeLessThanOrEqual(10 + 3 + 2);
    expect(fake.clock.steady() - start).toBeLessThan(2_000);
  });

  it("is told of by flush where there is no sink, once, with the row", async () => {
    const fake = await openFake();
    await sendRows(fake, "a", "poison", "b");
    await fake.finish();
    await expect(fake.producer.flush()).rejects.toMatchObject({
      name: "RowRejectedError",
      count: 1,
      rejections: [{ kind: "refused", row: "poison", error: { status: "INVALID_ARGUMENT" } }],
    });
    await fake.producer.flush();
    expect([...new Set(fake.service.stored)]).toEqual(["a", "b"]);
  });

  it("is told of by flush where nobody looked at durable", async () => {
    const fake = await openFake();
    fake.producer.post("poison");
    await fake.pass(5);
    await fake.finish();
    await expect(fake.producer.flush()).rejects.toMatchObject({ name: "RowRejectedError", count: 1 });
  });

  it("is told to the one who posted it, and not again", async () => {
    const fake = await openFake();
    const { accepted, durable } = fake.producer.post("poison");
    const fine = fake.producer.post("fine");
    await fake.pass(5);
    await fake.finish();
    await expect(durable).rejects.toMatchObject({ name: "RowRejectedError" });
    await Promise.all([accepted, fine.accepted, fine.durable, fake.producer.flush()]);
  });

  it("ends the producer where there are too many of them in a row", async () => {
    const fake = await openFake({ retry: { maxRefusedInARow: 3 }, onReject: () => undefined });
    await sendRows(fake, "poison 1", "poison 2", "poison 3", "poison 4");
    for (let index = 0; index < 50; index++) {
      fake.service.last.work();
      await fake.pass(60);
    }
    expect(fake.delivery.failure?.message).toContain("row after row");
    expect(fake.producer.unacknowledged().map(({ row }) => row)).toEqual(["poison 4"]);
  });

  it("is not lost where the dead letters cannot be written", async () => {
    const fake = await openFake({ onReject: () => Promise.reject(new Error("disk full")) });
    await sendRows(fake, "poison");
    for (let index = 0; index < 5; index++) {
      fake.service.last.work();
      await fake.pass(60);
    }
    expect(fake.delivery.failure).toMatchObject({ status: "DATA_LOSS", cause: { message: "disk full" } });
    expect(fake.producer.unacknowledged().map(({ row }) => row)).toEqual(["poison"]);
    await expect(fake.producer.close()).rejects.toMatchObject({ status: "DATA_LOSS" });
  });
});
