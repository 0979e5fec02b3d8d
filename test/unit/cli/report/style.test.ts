import { describe, expect, it } from "vitest";
import { styleFor } from "../../../../src/cli/report/style.js";
import { stream } from "../plain-style.js";

describe("styleFor paints", () => {
  it.each([
    ["on a terminal", true, null, {}, true],
    ["not in a pipe", false, null, {}, false],
    ["not on a dumb terminal", true, null, { TERM: "dumb" }, false],
    ["not with NO_COLOR", true, null, { NO_COLOR: "1" }, false],
    ["still with an empty NO_COLOR", true, null, { NO_COLOR: "" }, true],
    ["in a pipe with FORCE_COLOR", false, null, { FORCE_COLOR: "1" }, true],
    ["not with FORCE_COLOR=0", true, null, { FORCE_COLOR: "0" }, false],
    ["not with NO_COLOR and FORCE_COLOR", true, null, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    ["with --color, whatever the environment says", false, true, { NO_COLOR: "1" }, true],
    ["not with --no-color, whatever the environment says", true, false, { FORCE_COLOR: "1" }, false],
  ])("%s", (_, isTerminal, choice, env, want) => {
    expect(styleFor(stream({ isTerminal }), choice, env).place("x") !== "x").toBe(want);
  });
});
