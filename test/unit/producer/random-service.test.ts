/** Whatever the service does, in whatever order: rows become durable or are rejected, once and in order. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Rejection } from "../../../src/producer/rejection.js";
import type { ZerobusStatus } from "../../../src/zerobus/zerobus-error.js";
import { failure, type FakeService } from "./support/fake-service.js";
import { openFake, type FakeProducer } from "./support/open-fake.js";

const passing: readonly ZerobusStatus[] = [
  "CANCELLED",
  "UNKNOWN",
  "DEADLINE_EXCEEDED",
  "ALREADY_EXISTS",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

type Step =
  | { readonly kind: "send"; readonly rows: number; readonly poisonEvery: number; readonly invalidEvery: number }
  | { readonly kind: "work" | "ack" | "flush" | "end in order"; readonly stream: number }
  | { readonly kind: "end"; readonly stream: number; readonly status: ZerobusStatus }
  | { readonly kind: "close signal"; readonly stream: number; readonly seconds: number }
  | { readonly kind: "refuse opening"; readonly status: ZerobusStatus }
  | { readonly kind: "pass"; readonly ms: number };

const stream = fc.nat({ max: 3 });
const status = fc.constantFrom(...passing);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("send" as const),
      rows: fc.integer({ min: 1, max: 12 }),
      poisonEvery: fc.integer({ min: 3, max: 40 }),
      invalidEvery: fc.integer({ min: 4, max: 40 }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom("work" as const, "ack" as const), stream }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("flush" as const, "end in order" as const), stream }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("end" as const), stream, status }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("close signal" as const), stream, seconds: fc.constantFrom(0, 0.05, 5) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("refuse opening" as const),
      status: fc.constantFrom<ZerobusStatus>("UNAVAILABLE", "INTERNAL", "UNKNOWN"),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("pass" as const), ms: fc.constantFrom(0, 1, 6, 60, 300, 2_000) }),
  },
);

interface Sent {
  next: number;
  readonly valid: string[];
  readonly poison: string[];
  readonly waiting: Promise<unknown>[];
}

function act(step: Step, { producer, service }: FakeProducer, sent: Sent): void {
  if (step.kind === "send") {
    for (let index = 0; index < step.rows; index++) {
      const number = sent.next++;
      const isInvalid = number % step.invalidEvery === 1;
      const isPoison = !isInvalid && number % step.poisonEvery === 2;
      const row = isInvalid ? "" : `${isPoison ? "poison" : "row"}-${number % 3}-${number}`;
      if (!isInvalid) (isPoison ? sent.poison : sent.valid).push(row);
      sent.waiting.push(producer.send(row));
    }
  } else if (step.kind === "refuse opening") service.refusals.push(failure(step.status));
  else if (step.kind === "flush") sent.waiting.push(producer.flush());
  else if (step.kind !== "pass") strike(step, service);
}

function strike(
  step: Exclude<Step, { kind: "send" | "refuse opening" | "flush" | "pass" }>,
  service: FakeService,
): void {
  const { current } = service;
  const target = current[step.stream % Math.max(1, current.length)];
  if (step.kind === "work") target?.work();
  else if (step.kind === "ack") target?.ack();
  else if (step.kind === "close signal") target?.announce(step.seconds);
  else target?.end(step.kind === "end" ? step.status : null);
}

/** Rows of one key, in the order they were first received by a stream that took them. */
function firsts(received: readonly string[], key: string): readonly number[] {
  const rows = [...new Set(received)].filter((row) => row.split("-")[1] === key);
  return rows.map((row) => Number(row.split("-")[2]));
}

it.each([1, 3])("loses no row over %i streams", async (streams) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 120 }),
      fc.integer({ min: 1, max: 7 }),
      async (steps, maxRecords) => {
        const rejections: Rejection[] = [];
        const fake = await openFake({
          streams,
          partitionBy: (row) => row.split("-")[1] ?? "",
          batch: { maxRecords },
          onReject: (rejection) => void rejections.push(rejection),
        });
        const { producer, service, pass, finish } = fake;
        const sent: Sent = { next: 0, valid: [], poison: [], waiting: [] };
        for (const each of steps) {
          act(each, fake, sent);
          await pass(each.kind === "pass" ? each.ms : 0);
        }
        await finish();
        const closed = producer.close();
        await pass(10);
        await Promise.all([closed, ...sent.waiting]);
        expect([...new Set(service.stored)].sort()).toEqual([...sent.valid].sort());
        const refused = rejections.flatMap((each) => (each.kind === "refused" ? [each.row] : []));
        expect(refused.sort()).toEqual([...sent.poison].sort());
        for (const key of ["0", "1", "2"]) {
          const order = firsts(service.stored, key);
          expect(order).toEqual([...order].sort((a, b) => a - b));
        }
        const { rowsSent, rowsDurable, rowsRefused, rowsInFlight, bytesInFlight, state } = producer.stats();
        expect({ rowsInFlight, bytesInFlight, state }).toEqual({ rowsInFlight: 0, bytesInFlight: 0, state: "closed" });
        expect(rowsDurable + rowsRefused).toBe(rowsSent);
        expect(rowsSent).toBe(sent.valid.length + sent.poison.length);
      },
    ),
    { numRuns: 150 },
  );
});
