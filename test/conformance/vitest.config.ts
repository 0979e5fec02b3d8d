import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "gen-producers/producer": `${import.meta.dirname}/../../src/producer/index.ts` } },
  test: {
    // Of the emulator, what is too long for every day: all values of 100,000 nested rows.
    include: ["test/conformance/**/*.test.ts", "test/emulator/values.test.ts"],
    env: { EMULATOR_ROWS: "100000" },
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
