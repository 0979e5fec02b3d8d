import { describe, expect, it } from "vitest";
import { oneAtATime } from "../../../src/cli/one-at-a-time.js";

/** Work that is under way until it is let go. */
function heldWork() {
  const held: (() => void)[] = [];
  let [running, most, runs] = [0, 0, 0];
  const work = async (): Promise<void> => {
    runs++;
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => held.push(resolve));
    running--;
  };
  return { work, letGo: () => held.shift()?.(), facts: () => ({ runs, most }) };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

describe("oneAtATime", () => {
  it("runs once for requests that come together, never twice at once, and again for one that came meanwhile", async () => {
    const { work, letGo, facts } = heldWork();
    const { request, stop } = oneAtATime(work, 5);
    request();
    request();
    await settled();
    expect(facts()).toEqual({ runs: 1, most: 1 });
    request();
    await settled();
    expect(facts()).toEqual({ runs: 1, most: 1 });
    letGo();
    await settled();
    expect(facts()).toEqual({ runs: 2, most: 1 });
    letGo();
    await stop();
  });

  it("gives up what has not begun when it is stopped", async () => {
    const { work, facts } = heldWork();
    const { request, stop } = oneAtATime(work, 5);
    request();
    await stop();
    await settled();
    expect(facts()).toEqual({ runs: 0, most: 0 });
  });

  it("hands on what the work throws", async () => {
    const { request, failed } = oneAtATime(() => Promise.reject(new Error("broken")), 1);
    request();
    await expect(failed).rejects.toThrow("broken");
  });
});
