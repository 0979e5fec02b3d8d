import { expect, it } from "vitest";
import { type Config, defineConfig } from "../../../src/config/index.js";

it("defineConfig gives back what it is given", () => {
  const config: Config = { ddl: "tables/" };
  expect(defineConfig(config)).toBe(config);
});
