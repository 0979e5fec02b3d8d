import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Position, Source } from "../../../../src/producer/checkpoint.js";
import { ingestSource } from "../../../../src/producer/ingest/ingest-source.js";
import type { Later } from "../../../../src/producer/ingest/position-saver.js";
import { awaited, FakeTarget, MemoryCheckpoint, numbers, numbersAfter } from "./fake-target.js";

/** What happens when a row is sent. */
type Step =
  /** So many of the rows that are not settled are; then the event loop turns. */
  | { readonly kind: "settle"; readonly rows: number; readonly turns: number }
  /** Saves fail from here on, or no longer. */
  | { readonly kind: "saving"; readonly fails: boolean }
  /** Somebody else sends rows with the same producer. */
  | { readonly kind: "others"; readonly rows: number }
  | { readonly kind: "send_fails" | "abort" | "refuse" | "source_fails" | "crash" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant("settle" as const), rows: fc.nat(8), turns: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("saving" as const), fails: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("others" as const), rows: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom("send_fails", "abort", "refuse", "source_fails", "crash") }),
  },
);

const rows = 30;
const sourceKinds = ["function", "async function", "iterable", "async iterable"] as const;
type SourceKind = (typeof sourceKinds)[number];

const soon: Later = (_ms, work) => {
  let isCancelled = false;
  void setImmediate().then(() => {
    if (!isCancelled) work();
  });
  return () => {
    isCancelled = true;
  };
};

/** The table: rows that are durable, whatever producer sent them. */
class World {
  readonly durable = new Set<number>();
  checkpoint = new MemoryCheckpoint();
  /** Every position that was saved, by whichever process. */
  readonly saves: Position[] = [];
  /** Rows that were not durable when a position at or behind them was saved. */
  readonly missing: number[] = [];
  savingFails = false;
  sourceFails = false;
  readonly #steps: Step[];

  constructor(steps: readonly Step[]) {
    this.#steps = [...steps];
  }

  /** What is on disk when a process starts; `isDead` once it has crashed. */
  start(isDead: () => boolean): MemoryCheckpoint {
    const checkpoint = new MemoryCheckpoint(this.checkpoint.position);
    checkpoint.onSave = async (position) => {
      await setImmediate();
      if (isDead()) await new Promise(() => undefined);
      if (this.savingFails) throw new Error("disk full");
      this.missing.push(...this.#missing(position));
      this.saves.push(position);
    };
    this.savingFails = false;
    this.sourceFails = false;
    this.checkpoint = checkpoint;
    return checkpoint;
  }

  nextStep(): Step {
    return this.#steps.shift() ?? { kind: "settle", rows: 1, turns: 0 };
  }

  /** Rows that a process which starts behind the position would never send. */
  #missing(position: Position): readonly number[] {
    return [...numbers(1, Number(position))].map(({ row }) => row).filter((row) => !this.durable.has(row));
  }

  source(kind: SourceKind): Source<number> {
    if (kind === "function") return (after) => this.#breakable(numbersAfter(rows)(after));
    if (kind === "async function") return (after) => awaited(this.#breakable(numbersAfter(rows)(after)));
    return kind === "iterable" ? this.#breakable(numbers(1, rows)) : awaited(this.#breakable(numbers(1, rows)));
  }

  *#breakable<Item>(items: Iterable<Item>): Generator<Item> {
    for (const item of items) {
      if (this.sourceFails) throw new Error("the source is broken");
      yield item;
    }
  }
}

/** One life of the process: resolves when ingestSource is settled, or at a crash. */
async function live(world: World, kind: SourceKind): Promise<"done" | "failed" | "crashed"> {
  const target = new FakeTarget();
  const controller = new AbortController();
  /** What each number of the producer is: a row, or null for a row of somebody else. */
  const accepted: (number | null)[] = [];
  target.next = () => accepted.length;
  const settleTo = (number: number): void => {
    for (const row of accepted.slice(0, number)) if (row !== null) world.durable.add(row);
    target.settle(number);
  };
  target.onFlush = () => {
    settleTo(accepted.length);
  };
  let isDead = false;
  let crash = (): void => undefined;
  const crashed = new Promise<"crashed">((resolve) => {
    crash = () => {
      isDead = true;
      resolve("crashed");
    };
  });
  const checkpoint = world.start(() => isDead);
  target.onSend = async (row) => {
    const next = world.nextStep();
    if (next.kind === "send_fails") throw new Error("not taken");
    if (next.kind !== "crash") accepted.push(row);
    if (next.kind === "settle") {
      settleTo(Math.min(accepted.length, target.settled() + next.rows));
      for (let turn = 0; turn < next.turns; turn++) await setImmediate();
    }
    if (next.kind === "saving") world.savingFails = next.fails;
    if (next.kind === "others") for (let other = 0; other < next.rows; other++) accepted.push(null);
    if (next.kind === "abort") controller.abort();
    if (next.kind === "refuse") target.stop(new Error("refused"));
    if (next.kind === "source_fails") world.sourceFails = true;
    if (next.kind === "crash") {
      crash();
      await new Promise(() => undefined);
    }
  };
  const options = { checkpoint, signal: controller.signal };
  const ingesting = ingestSource(world.source(kind), options, target, soon).then(
    ({ position }) => {
      expect(position).toBe(rows);
      return "done" as const;
    },
    () => "failed" as const,
  );
  const end = await Promise.race([ingesting, crashed]);
  expect(checkpoint.mostUnderWay).toBeLessThanOrEqual(1);
  return end;
}

describe("ingestSource, again and again", () => {
  it("skips no row that has not settled, whatever goes wrong in between", async () => {
    const lives = fc.array(step, { maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(
        lives,
        fc.array(fc.constantFrom(...sourceKinds), { minLength: 1, maxLength: 4 }),
        async (steps, kinds) => {
          const world = new World(steps);
          for (let life = 0; ; life++) {
            const end = await live(world, kinds[life % kinds.length] ?? "function");
            if (end === "done") break;
          }
          expect(world.missing).toEqual([]);
          expect(world.durable.size).toBe(rows);
          expect(world.saves).toEqual([...world.saves].sort((a, b) => Number(a) - Number(b)));
        },
      ),
      { numRuns: 150 },
    );
  });
});
