import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Position, Source, SourceItem } from "../../../../src/producer/checkpoint.js";
import { CheckpointError } from "../../../../src/producer/ingest/checkpoint-error.js";
import { ingestSource } from "../../../../src/producer/ingest/ingest-source.js";
import type { Later } from "../../../../src/producer/ingest/position-saver.js";
import { awaited, FakeTarget, MemoryCheckpoint, numbers, numbersAfter, table } from "./fake-target.js";

/** Pauses between saves that end when the test says so. */
class Pauses {
  readonly #waiting = new Set<() => void>();
  readonly asked: number[] = [];

  readonly later: Later = (ms, work) => {
    this.asked.push(ms);
    this.#waiting.add(work);
    return () => this.#waiting.delete(work);
  };

  get size(): number {
    return this.#waiting.size;
  }

  end(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const work of waiting) work();
  }
}

const noPauses: Later = (_ms, work) => {
  const timer = setTimeout(work, 0);
  return () => {
    clearTimeout(timer);
  };
};

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}

/** A source that can be asked how it was treated. */
class WatchedSource implements AsyncIterable<SourceItem<number>> {
  read = 0;
  returned = 0;
  readonly #next: (row: number) => Promise<IteratorResult<SourceItem<number>>>;

  constructor(next: (row: number) => Promise<IteratorResult<SourceItem<number>>>) {
    this.#next = next;
  }

  [Symbol.asyncIterator](): AsyncIterator<SourceItem<number>> {
    return {
      next: () => this.#next(++this.read),
      return: () => {
        this.returned++;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }
}

function item(row: number): Promise<IteratorResult<SourceItem<number>>> {
  return Promise.resolve({ done: false, value: { row, position: row } });
}

describe("ingestSource", () => {
  it("sends a source to its end and saves the last position", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const result = await ingestSource(numbersAfter(3), { checkpoint }, target);
    expect(result).toEqual({ rows: 3, position: 3 });
    expect([target.sent, target.flushes, checkpoint.saves]).toEqual([[1, 2, 3], 1, [3]]);
    expect(target.listeners).toBe(0);
  });

  const sources: readonly [string, Source<number>][] = [
    ["a function", numbersAfter(5)],
    ["a function of an async iterable", (after) => awaited(numbersAfter(5)(after))],
    ["an iterable", [...numbers(1, 5)]],
    ["an async iterable", awaited(numbers(1, 5))],
  ];
  it.each(sources)("goes on behind the saved position: %s", async (_name, source) => {
    const target = new FakeTarget();
    const result = await ingestSource(source, { checkpoint: new MemoryCheckpoint(3) }, target);
    expect(result).toEqual({ rows: 2, position: 5 });
    expect(target.sent).toEqual([4, 5]);
  });

  it("finds the saved position whatever the order of its keys", async () => {
    const rows = [1, 2, 3].map((row) => ({ row, position: { file: "a", place: [row, { line: row, byte: 0 }] } }));
    const target = new FakeTarget();
    const saved = { place: [2, { byte: 0, line: 2 }], file: "a" };
    await ingestSource(rows, { checkpoint: new MemoryCheckpoint(saved) }, target);
    expect(target.sent).toEqual([3]);
  });

  it("sends nothing of an iterable without the saved position", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint(7);
    const failure = await failureOf(ingestSource([...numbers(1, 5)], { checkpoint }, target));
    expect(failure).toBeInstanceOf(CheckpointError);
    expect((failure as Error).message).toBe(
      `${table}: the source ended before the saved position 7; nothing was sent. Check that it is the same source, read ` +
        "from its beginning; to send it anew, delete the saved position.",
    );
    expect([target.sent, checkpoint.saves]).toEqual([[], []]);
  });

  it("tells of no position where nothing was ever read", async () => {
    expect(await ingestSource([], { checkpoint: new MemoryCheckpoint() }, new FakeTarget())).toEqual({
      rows: 0,
      position: null,
    });
    expect(await ingestSource(numbersAfter(5), { checkpoint: new MemoryCheckpoint(5) }, new FakeTarget())).toEqual({
      rows: 0,
      position: 5,
    });
  });

  it("saves no position before all rows up to it have settled, and counts the rows of others", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const savedAfter: (Position | null)[] = [];
    target.onSend = async (row) => {
      target.others += 10;
      if (row === 3) target.settle(21);
      if (row === 4) target.settle(22);
      await new Promise((resolve) => setTimeout(resolve, 5));
      savedAfter.push(checkpoint.position);
    };
    await ingestSource(numbersAfter(4), { checkpoint }, target, noPauses);
    // Row 1 was followed by 10 of others before anything was known of it, and row 2 too: 22 rows.
    expect(savedAfter).toEqual([null, null, 1, 2]);
    expect(checkpoint.position).toBe(4);
  });

  it("saves a position whose row settled while there was no room", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    target.onSend = (row) => {
      target.settle(row);
    };
    const source = new WatchedSource(async (row) => {
      if (row === 2) while (checkpoint.position !== 1) await setImmediate();
      return row === 2 ? { done: true, value: undefined } : item(row);
    });
    await ingestSource(source, { checkpoint }, target);
    expect(checkpoint.saves).toEqual([1]);
  });

  it("saves the newest position after each pause, and never two at once", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const pauses = new Pauses();
    checkpoint.onSave = async () => setImmediate();
    target.onSend = async (row) => {
      target.settle(row);
      await setImmediate();
      await setImmediate();
      if (row % 4 === 0) pauses.end();
    };
    await ingestSource(numbersAfter(10), { checkpoint, saveEveryMs: 250 }, target, pauses.later);
    // A row has a position only once it is sent.
    expect(checkpoint.saves).toEqual([1, 3, 7, 10]);
    expect([checkpoint.mostUnderWay, pauses.size]).toEqual([1, 0]);
    expect(new Set(pauses.asked)).toEqual(new Set([250]));
  });

  it("reads nothing where the signal is aborted already", async () => {
    const source = new WatchedSource(item);
    const reason = new Error("enough");
    const options = { checkpoint: new MemoryCheckpoint(), signal: AbortSignal.abort(reason) };
    expect(await failureOf(ingestSource(source, options, new FakeTarget()))).toBe(reason);
    expect(source.read).toBe(0);
  });

  it("stops reading when the signal is aborted, flushes, saves, and rejects with the reason", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const controller = new AbortController();
    const reason = new Error("enough");
    target.onSend = (row) => {
      if (row === 4) controller.abort(reason);
    };
    const source = new WatchedSource(item);
    const ingesting = ingestSource(source, { checkpoint, signal: controller.signal }, target);
    expect(await failureOf(ingesting)).toBe(reason);
    expect([source.read, source.returned, target.sent.length, target.flushes]).toEqual([4, 1, 4, 1]);
    expect(checkpoint.position).toBe(4);
    expect(target.listeners).toBe(0);
  });

  it("does not wait for a source that waits for its next row", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const controller = new AbortController();
    const source = new WatchedSource((row) => {
      if (row < 3) return item(row);
      setTimeout(() => {
        controller.abort();
      }, 0);
      return new Promise(() => undefined);
    });
    const ingesting = ingestSource(source, { checkpoint, signal: controller.signal }, target);
    expect(await failureOf(ingesting)).toBe(controller.signal.reason);
    expect([source.returned, checkpoint.position]).toEqual([1, 2]);
  });

  it("drops a row that comes after the signal was aborted, and what its source throws then", async () => {
    for (const late of [() => item(2), () => Promise.reject(new Error("too late"))]) {
      const target = new FakeTarget();
      const checkpoint = new MemoryCheckpoint();
      const controller = new AbortController();
      const source = new WatchedSource(async (row) => {
        if (row === 1) return item(1);
        controller.abort();
        await setImmediate();
        return late();
      });
      await failureOf(ingestSource(source, { checkpoint, signal: controller.signal }, target));
      await setImmediate();
      await setImmediate();
      expect([target.sent, checkpoint.position]).toEqual([[1], 1]);
    }
  });

  it("lets the event loop turn while it passes over rows", async () => {
    const target = new FakeTarget();
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort();
    }, 0);
    function* endless(): Generator<SourceItem<number>> {
      yield* numbers(1, Infinity);
    }
    const options = { checkpoint: new MemoryCheckpoint("elsewhere"), signal: controller.signal };
    expect(await failureOf(ingestSource(endless(), options, target))).toBe(controller.signal.reason);
    expect(target.sent).toEqual([]);
  });

  it("saves what has settled when the source throws, and rejects with what it threw", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const broken = new Error("the source is broken");
    const source = (): Iterable<SourceItem<number>> =>
      (function* () {
        yield* numbers(1, 2);
        throw broken;
      })();
    expect(await failureOf(ingestSource(source, { checkpoint }, target))).toBe(broken);
    expect([target.sent, target.flushes, checkpoint.position]).toEqual([[1, 2], 1, 2]);
  });

  it("rejects with what a source function throws, or an iterable that is none", async () => {
    const broken = new Error("no such file");
    const source = (): never => {
      throw broken;
    };
    const options = { checkpoint: new MemoryCheckpoint() };
    expect(await failureOf(ingestSource(source, options, new FakeTarget()))).toBe(broken);
    const none = 5 as unknown as Source<number>;
    expect(await failureOf(ingestSource(none, options, new FakeTarget()))).toBeInstanceOf(TypeError);
  });

  it("keeps the position before a row that is not taken", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const invalid = new Error("invalid");
    target.onSend = (row) => {
      if (row !== 3) return;
      target.sent.pop();
      throw invalid;
    };
    const source = new WatchedSource(item);
    expect(await failureOf(ingestSource(source, { checkpoint }, target))).toBe(invalid);
    expect([source.returned, checkpoint.position]).toEqual([1, 2]);
  });

  it("stops where a row was refused: the position stays before it", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const refused = new Error("refused");
    target.onSend = (row) => {
      if (row !== 5) return;
      target.settle(2);
      target.stop(refused);
    };
    const source = new WatchedSource(item);
    expect(await failureOf(ingestSource(source, { checkpoint }, target))).toBe(refused);
    expect([source.read, source.returned, target.sent.length, checkpoint.position]).toEqual([5, 1, 5, 2]);
  });

  it("stops where a row was refused while the source waits for its next one", async () => {
    const target = new FakeTarget();
    const refused = new Error("refused");
    const source = new WatchedSource((row) => {
      if (row === 1) return item(1);
      setTimeout(() => {
        target.stop(refused);
      }, 0);
      return new Promise(() => undefined);
    });
    expect(await failureOf(ingestSource(source, { checkpoint: new MemoryCheckpoint() }, target))).toBe(refused);
  });

  it("does not resolve while a row has not settled, even where nobody says why", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    target.onFlush = () => {
      target.settle(1);
    };
    const failure = await failureOf(ingestSource(numbersAfter(2), { checkpoint }, target));
    expect(failure).toEqual(new Error(`${table}: rows of the source were rejected.`));
    expect(checkpoint.position).toBe(1);
  });

  it("rejects with what flushing rejects with, and what has settled is saved", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const failed = new Error("failed");
    target.onFlush = () => {
      target.settle(2);
      throw failed;
    };
    expect(await failureOf(ingestSource(numbersAfter(3), { checkpoint }, target))).toBe(failed);
    expect(checkpoint.position).toBe(2);
  });

  it("closes the source before it rejects", async () => {
    const order: string[] = [];
    async function* source(): AsyncGenerator<SourceItem<number>> {
      try {
        yield* numbers(1, 10);
      } finally {
        await setImmediate();
        order.push("closed");
      }
    }
    const target = new FakeTarget();
    const invalid = new Error("invalid");
    target.onSend = (row) => {
      if (row === 2) throw invalid;
    };
    const failure = await failureOf(ingestSource(source, { checkpoint: new MemoryCheckpoint() }, target));
    expect([failure, order]).toEqual([invalid, ["closed"]]);
  });

  it.each(["sync", "async"])("closes a source whose positions are none: %s", async (kind) => {
    let closed = 0;
    function* rows(): Generator<SourceItem<number>> {
      try {
        yield { row: 1, position: NaN };
      } finally {
        closed++;
      }
    }
    const source = kind === "sync" ? rows : () => awaited(rows());
    const failure = await failureOf(ingestSource(source, { checkpoint: new MemoryCheckpoint() }, new FakeTarget()));
    expect([failure instanceof TypeError, closed]).toEqual([true, 1]);
  });

  it("does not close a source that has thrown", async () => {
    const source = new WatchedSource(() => Promise.reject(new Error("broken")));
    await failureOf(ingestSource(source, { checkpoint: new MemoryCheckpoint() }, new FakeTarget()));
    expect(source.returned).toBe(0);
  });

  it("keeps to its reason where closing the source fails", async () => {
    const target = new FakeTarget();
    const invalid = new Error("invalid");
    target.onSend = () => {
      throw invalid;
    };
    const closings = [
      () => Promise.reject(new Error("closing failed")),
      () => {
        throw new Error("closing failed");
      },
    ];
    for (const closing of closings) {
      const source = { [Symbol.asyncIterator]: () => ({ next: () => item(1), return: closing }) };
      expect(await failureOf(ingestSource(source, { checkpoint: new MemoryCheckpoint() }, target))).toBe(invalid);
    }
  });

  it.each([-1, NaN, 2 ** 31, "1000"])("refuses %s as saveEveryMs", async (saveEveryMs) => {
    const options = { checkpoint: new MemoryCheckpoint(), saveEveryMs: saveEveryMs as number };
    expect(await failureOf(ingestSource([], options, new FakeTarget()))).toEqual(
      new TypeError("saveEveryMs is a number of milliseconds from 0 to 2147483647."),
    );
  });
});

describe("positions of a source", () => {
  it.each<[unknown, string]>([
    [undefined, "undefined"],
    [null, "null"],
    [NaN, "NaN"],
    [{ offset: -Infinity }, "-Infinity"],
    [[10n], "a bigint; write it as a string"],
    [new Date(0), "an object with a class of its own"],
    [{ at: new Map() }, "an object with a class of its own"],
    [() => 1, "a function"],
    [[1, , 2], "undefined"], // eslint-disable-line no-sparse-arrays
    [{ offset: undefined }, "undefined"],
  ])("are refused where JSON does not carry them: %s", async (position, what) => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const rows = [
      { row: 1, position: "first" },
      { row: 2, position: position as Position },
    ];
    const failure = await failureOf(ingestSource(rows, { checkpoint }, target));
    expect(failure).toBeInstanceOf(TypeError);
    expect((failure as Error).message).toBe(
      `JSON does not carry the position of row 2 of the source: it is or has ${what}.`,
    );
    expect([target.sent, checkpoint.position]).toEqual([[1], "first"]);
  });

  it("are refused where they hold themselves", async () => {
    const position: Record<string, unknown> = {};
    position["itself"] = position;
    const rows = [{ row: 1, position: position as Position }];
    const failure = await failureOf(ingestSource(rows, { checkpoint: new MemoryCheckpoint() }, new FakeTarget()));
    expect(String(failure)).toContain("an object that holds itself");
  });

  it("are refused where two rows in a row have the same", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const rows = ["a", "b", "b"].map((file, row) => ({ row, position: { file } }));
    const failure = await failureOf(ingestSource(rows, { checkpoint }, target));
    expect(failure).toEqual(
      new TypeError(
        'Row 3 of the source has the position of the row before it, {"file":"b"}: after a crash it would be missing. ' +
          "Give every row a position of its own.",
      ),
    );
    expect(checkpoint.position).toEqual({ file: "b" });
  });

  it("are what they were when the row was read", async () => {
    const offsets: Record<string, number> = { a: 0, b: 0 };
    function* source(): Generator<SourceItem<number>> {
      for (let row = 1; row <= 4; row++) {
        offsets[row % 2 === 0 ? "b" : "a"] = row;
        yield { row, position: offsets };
      }
    }
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    target.onFlush = () => {
      target.settle(2);
    };
    await failureOf(ingestSource(source, { checkpoint }, target));
    expect(checkpoint.position).toEqual({ a: 1, b: 2 });
  });
});

describe("a checkpoint that fails", () => {
  it("is a CheckpointError where nothing can be loaded, and nothing is read", async () => {
    const checkpoint = new MemoryCheckpoint();
    const cause = new Error("no\u0000 way\nat all");
    checkpoint.load = () => Promise.reject(cause);
    const source = new WatchedSource(item);
    const failure = await failureOf(ingestSource(source, { checkpoint }, new FakeTarget()));
    expect(failure).toMatchObject({ name: "CheckpointError", place: table, cause });
    expect((failure as Error).message).toBe(
      `${table}: the saved position of the source could not be loaded: no way at all`,
    );
    expect(source.read).toBe(0);
  });

  it("passes on what the store says of itself", async () => {
    const checkpoint = new MemoryCheckpoint();
    const own = new CheckpointError("/tmp/x is damaged", { place: "/tmp/x" });
    checkpoint.load = () => Promise.reject(own);
    expect(await failureOf(ingestSource([], { checkpoint }, new FakeTarget()))).toBe(own);
  });

  it.each([NaN, undefined])("is a CheckpointError where what it loads is no position: %s", async (loaded) => {
    const checkpoint = new MemoryCheckpoint();
    checkpoint.load = () => Promise.resolve(loaded as Position);
    const failure = await failureOf(ingestSource([], { checkpoint }, new FakeTarget()));
    expect(failure).toMatchObject({ name: "CheckpointError", place: table });
    const what = `what was loaded is no position: it is or has ${loaded}; null stands for none`;
    expect((failure as Error).message).toBe(`${table}: ${what}`);
  });

  it("is tried again after a pause with the newest position, and rows go on", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const pauses = new Pauses();
    const tried: Position[] = [];
    checkpoint.onSave = (position) => {
      tried.push(position);
      if (tried.length <= 4) throw new Error("disk full");
    };
    target.onSend = async (row) => {
      target.settle(row);
      await setImmediate();
      if (row % 10 === 0) pauses.end();
    };
    const result = await ingestSource(numbersAfter(50), { checkpoint }, target, pauses.later);
    expect(tried).toEqual([1, 9, 19, 29, 39, 49, 50]);
    expect(result).toEqual({ rows: 50, position: 50 });
  });

  it("tries a position again where there is no newer one", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    let failures = 0;
    checkpoint.onSave = () => {
      if (failures++ < 3) throw new Error("disk full");
    };
    const source = new WatchedSource(async (row) => {
      target.settle(target.next());
      if (row === 2) while (checkpoint.position !== 1) await new Promise((resolve) => setTimeout(resolve, 1));
      return row === 2 ? { done: true, value: undefined } : item(row);
    });
    await ingestSource(source, { checkpoint }, target, noPauses);
    expect(checkpoint.saves).toEqual([1]);
  });

  it("ends the reading at the fifth failure in a row", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    const cause = new CheckpointError("/tmp/x: disk full", { place: "/tmp/x" });
    checkpoint.onSave = () => {
      throw cause;
    };
    target.onSend = async (row) => {
      target.settle(row);
      await new Promise((resolve) => setTimeout(resolve, 1));
    };
    const source = new WatchedSource(item);
    const failure = await failureOf(ingestSource(source, { checkpoint }, target, noPauses));
    expect(failure).toMatchObject({
      name: "CheckpointError",
      place: "/tmp/x",
      cause,
      message: `${table}: the position of the source could not be saved, 5 times in a row: /tmp/x: disk full`,
    });
    expect([source.returned, target.flushes]).toEqual([1, 1]);
  });

  it("rejects where the last save fails", async () => {
    const checkpoint = new MemoryCheckpoint();
    checkpoint.onSave = () => {
      throw new Error("disk full");
    };
    const failure = await failureOf(ingestSource(numbersAfter(2), { checkpoint }, new FakeTarget()));
    expect(failure).toBeInstanceOf(CheckpointError);
    expect((failure as Error).message).toBe(
      `${table}: the position of the source could not be saved, 2 times in a row: disk full`,
    );
  });

  it("leaves the first reason to be told", async () => {
    const target = new FakeTarget();
    const checkpoint = new MemoryCheckpoint();
    checkpoint.onSave = () => {
      throw new Error("disk full");
    };
    const broken = new Error("broken");
    const source = (): Iterable<SourceItem<number>> =>
      (function* () {
        yield* numbers(1, 2);
        throw broken;
      })();
    expect(await failureOf(ingestSource(source, { checkpoint }, target))).toBe(broken);
  });
});
