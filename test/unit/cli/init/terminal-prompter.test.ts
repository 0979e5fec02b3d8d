import { expect, it } from "vitest";
import { terminalPrompter } from "../../../../src/cli/init/terminal-prompter.js";
import { stream } from "../plain-style.js";

it("there is nobody to ask where the output is no terminal", async () => {
  expect(await terminalPrompter({ stdout: stream() })).toBeNull();
});
