import { defineConfig } from "vitest/config";

/** Tests of the product as it is shipped: they run dist/, so it is built before them. */
const built = ["test/{cli,package}/**/*.test.ts"];

/** Tests that leave nothing behind in their modules: these are loaded once for many files, which halves the time. */
const unit = ["test/unit/**/*.test.ts"];

export default defineConfig({
  // What generated modules import of the package: its sources, so that nothing needs a build first.
  resolve: { alias: { "gen-producers/producer": `${import.meta.dirname}/src/producer/index.ts` } },
  test: {
    // Two cores are the machine we promise to be quick on.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "unit", include: unit, isolate: false } },
      {
        extends: true,
        test: {
          name: "source",
          include: ["test/**/*.test.ts"],
          // Conformance needs protoc and friends: `npm run test:conformance`.
          exclude: [...unit, ...built, "test/conformance/**", "test/golden/**/expected/**"],
        },
      },
      { extends: true, test: { name: "built", include: built, globalSetup: ["test/setup/build.ts"] } },
    ],
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
