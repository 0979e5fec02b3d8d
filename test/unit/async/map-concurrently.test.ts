import { describe, expect, it } from "vitest";
import { mapConcurrently } from "../../../src/async/map-concurrently.js";

describe("mapConcurrently", () => {
  it("keeps the order of the items and bounds what is under way", async () => {
    let running = 0;
    let most = 0;
    const items = Array.from({ length: 100 }, (_, index) => index);
    const results = await mapConcurrently(items, 16, async (item) => {
      most = Math.max(most, ++running);
      await new Promise((done) => setTimeout(done, (item * 7) % 5));
      running--;
      return item * 2;
    });
    expect(results).toEqual(items.map((item) => item * 2));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(16);
  });

  it("takes nothing", async () => {
    expect(await mapConcurrently([], 16, () => Promise.resolve(1))).toEqual([]);
  });

  it("fails with the first failure", async () => {
    const work = (item: number): Promise<number> =>
      item === 3 ? Promise.reject(new Error("three")) : Promise.resolve(item);
    await expect(mapConcurrently([1, 2, 3, 4], 2, work)).rejects.toThrow("three");
  });
});
