import { describe, expect, it } from "vitest";
import type { Io } from "../../../src/cli/io.js";
import { run } from "../../../src/cli/run.js";
import { stream } from "./plain-style.js";

interface Recorded {
  readonly io: Io;
  readonly written: () => { readonly stdout: string; readonly stderr: string };
}

function recorded(facts: Partial<Io> = {}): Recorded {
  const text = { stdout: "", stderr: "" };
  const io: Io = {
    stdout: stream({ write: (more) => void (text.stdout += more) }),
    stderr: stream({ write: (more) => void (text.stderr += more) }),
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    cwd: import.meta.dirname,
    env: {},
    interrupted: () => Promise.resolve(),
    now: () => 0,
    ...facts,
  };
  return { io, written: () => ({ ...text }) };
}

/** A world that fails where nobody expects it. */
function failing(): Recorded {
  return recorded({
    now: () => {
      throw new Error("the clock\x1b stopped");
    },
  });
}

describe("run", () => {
  it("prints what was asked for on the standard output", async () => {
    const { io, written } = recorded();
    expect(await run(["--version"], io)).toBe(0);
    expect(written()).toEqual({ stdout: expect.stringMatching(/^\d/) as unknown, stderr: "" });
  });

  it("lays help out for the terminal", async () => {
    const write = (): void => undefined;
    const widths = await Promise.all(
      [70, 100].map(async (columns) => {
        let text = "";
        const { io } = recorded({
          stdout: stream({ write: (more) => void (text += more), isTerminal: true, columns }),
        });
        await run(["--help"], { ...io, stderr: stream({ write }) });
        return Math.max(...text.split("\n").map((line) => line.length));
      }),
    );
    expect(widths[0]).toBeLessThan(widths[1] ?? 0);
  });

  it("shows on a terminal that it waits for the workspace", async () => {
    let text = "";
    const terminal = stream({ write: (more) => void (text += more), isTerminal: true, columns: 80 });
    const { io } = recorded({ stderr: terminal });
    expect(await run(["--host", "ftp://x", "--table", "a.b.c", "--no-color"], io)).toBe(3);
    expect(text).toMatch(/^\r\u001b\[Kreading tables\r\u001b\[Kerror GP5102: /);
  });

  it("explains a wrong command line on the standard error", async () => {
    const { io, written } = recorded();
    expect(await run(["--dll"], io)).toBe(2);
    expect(written()).toEqual({
      stdout: "",
      stderr: 'gen-producers: Unknown option --dll.\n  hint: Did you mean "--ddl"?\n',
    });
  });
});

describe("run, where the product is at fault,", () => {
  const fault =
    "gen-producers: error GP5999: Internal error: the clock␛ stopped\n" +
    "  hint: This is a fault in gen-producers. Please report it, with the command and what --verbose prints.\n";

  it("says so without a stack", async () => {
    const { io, written } = failing();
    expect(await run(["--ddl", "x"], io)).toBe(70);
    expect(written()).toEqual({ stdout: "", stderr: fault });
  });

  it("shows the stack with --verbose", async () => {
    const { io, written } = failing();
    expect(await run(["--ddl", "x", "--verbose"], io)).toBe(70);
    expect(written().stderr.startsWith(`${fault}Error: the clock`)).toBe(true);
    expect(written().stderr).toMatch(/\n {4}at /);
  });

  it("reports it with --json", async () => {
    const { io, written } = failing();
    expect(await run(["--ddl", "x", "--json"], io)).toBe(70);
    expect(JSON.parse(written().stdout)).toMatchObject({ ok: false, exitCode: 70, diagnostics: [{ code: "GP5999" }] });
  });
});
