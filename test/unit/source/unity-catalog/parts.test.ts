import { describe, expect, test } from "vitest";
import { readBody, TooLong } from "../../../../src/network/body.js";
import { Gate } from "../../../../src/source/unity-catalog/gate.js";

describe("the body of an answer", () => {
  function chunks(count: number, sent: { count: number }): Response {
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent.count++ < count) controller.enqueue(new TextEncoder().encode("äbc"));
        else controller.close();
      },
    });
    return new Response(body);
  }

  test("is put together from its chunks", async () => {
    expect(await readBody(chunks(3, { count: 0 }))).toBe("äbcäbcäbc");
    expect(await readBody(new Response(null))).toBe("");
  });

  test("keeps characters that chunks cut in two", async () => {
    const [first, second] = [new Uint8Array([0x61, 0xc3]), new Uint8Array([0xa4])];
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(first);
        controller.enqueue(second);
        controller.close();
      },
    });
    expect(await readBody(new Response(body))).toBe("aä");
  });

  test("that is too long is left", async () => {
    const sent = { count: 0 };
    await expect(readBody(chunks(1000, sent), 40)).rejects.toBeInstanceOf(TooLong);
    expect(sent.count).toBeLessThan(20);
    const announced = new Response("abc", { headers: { "content-length": "1000" } });
    await expect(readBody(announced, 40)).rejects.toBeInstanceOf(TooLong);
  });
});

describe("the gate", () => {
  /** Work that ends when it is told to. */
  function work(): {
    readonly started: () => number;
    readonly end: () => Promise<void>;
    readonly run: (gate: Gate) => void;
  } {
    const running: (() => void)[] = [];
    let started = 0;
    return {
      started: () => started,
      run: (gate) => {
        void gate.run(async () => {
          started += 1;
          await new Promise<void>((resolve) => running.push(resolve));
        });
      },
      end: async () => {
        running.shift()?.();
        await settled();
      },
    };
  }

  async function settled(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  test("lets so many through at once", async () => {
    const { run, started, end } = work();
    const gate = new Gate(2, () => Promise.resolve());
    for (let index = 0; index < 5; index++) run(gate);
    await settled();
    expect(started()).toBe(2);
    await end();
    expect(started()).toBe(3);
  });

  test("lets half as many through after a pause, and all again with time", async () => {
    let endPause = (): void => undefined;
    const gate = new Gate(8, () => new Promise((resolve) => (endPause = resolve)));
    const { run, started, end } = work();
    gate.slowDown(1);
    for (let index = 0; index < 40; index++) run(gate);
    await settled();
    expect(started()).toBe(0);
    endPause();
    await settled();
    expect(started()).toBe(4);
    for (let index = 0; index < 40; index++) gate.speedUp();
    await end();
    expect(started()).toBe(9);
  });

  test("goes on after work that fails", async () => {
    const gate = new Gate(1, () => Promise.resolve());
    await expect(gate.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await gate.run(() => Promise.resolve("yes"))).toBe("yes");
  });
});
