import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PendingPositions } from "../../../../src/producer/ingest/pending-positions.js";

describe("PendingPositions", () => {
  it("gives the newest position whose rows have settled, however many there are", () => {
    const rounds = fc.array(fc.record({ add: fc.nat(3_000), settle: fc.nat(3_000) }), { maxLength: 30 });
    fc.assert(
      fc.property(rounds, (steps) => {
        const pending = new PendingPositions();
        let model: number[] = [];
        let last = 0;
        for (const { add, settle } of steps) {
          for (let count = 0; count < add; count++) {
            last += 1 + (count % 3);
            pending.add(last, `at ${last}`);
            model.push(last);
          }
          const settled = (model[0] ?? 0) + settle;
          const newest = model.filter((number) => number <= settled).at(-1);
          model = model.filter((number) => number > settled);
          expect(pending.settle(settled)).toBe(newest === undefined ? null : `at ${newest}`);
          expect(pending.size).toBe(model.length);
        }
      }),
      { numRuns: 40 },
    );
  });
});
