import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { run } from "../../../src/cli/run.js";
import { temporaryDirectory, writeFiles } from "../../support/temporary-directory.js";
import { stream } from "./plain-style.js";

/** A run of `--watch` in a directory of its own, ended with the test. */
async function watching(args: readonly string[], files: Readonly<Record<string, string>>) {
  const cwd = temporaryDirectory(files);
  let output = "";
  const write = (text: string): void => void (output += text);
  let interrupt: () => void = () => undefined;
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
  const code = run([...args, "--watch"], {
    stdout: stream({ write }),
    stderr: stream({ write }),
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    cwd,
    env: {},
    interrupted: () => interrupted,
    now: () => 0,
  });
  onTestFinished(async () => {
    interrupt();
    await code;
  });
  await vi.waitUntil(() => output.includes("Watching"), { timeout: 20_000 });
  const generated = (path: string): string => {
    try {
      return readFileSync(join(cwd, path), "utf8");
    } catch {
      return "";
    }
  };
  return { cwd, code, interrupt, output: () => output, generated };
}

/** Changes until it is seen: watchers may miss a change that follows another at once. */
async function until(isDone: () => boolean, change: () => void): Promise<void> {
  const attempt = (): boolean => {
    if (isDone()) return true;
    change();
    return false;
  };
  await vi.waitUntil(attempt, { timeout: 20_000, interval: 700 });
}

const table = (column: string): string => `CREATE TABLE main.s.a (x INT, ${column} INT);\n`;
const config = (facts: object): string => JSON.stringify(facts);

describe("--watch", () => {
  it("generates again after changes, also where a file is replaced, and ends with success", async () => {
    const { cwd, code, generated, interrupt } = await watching(["--ddl", "t"], { "t/a.sql": table("one") });
    const proto = "generated/main/s/a.proto";
    expect(generated(proto)).toContain("one");
    await until(
      () => generated(proto).includes("two"),
      () => {
        writeFiles(cwd, { "t/a.sql~": table("two") });
        renameSync(join(cwd, "t/a.sql~"), join(cwd, "t/a.sql"));
      },
    );
    interrupt();
    expect(await code).toBe(0);
  });

  it("takes up a directory again that was gone", async () => {
    const { cwd, generated, output } = await watching(["--ddl", "t"], { "t/a.sql": table("one") });
    rmSync(join(cwd, "t"), { recursive: true });
    await vi.waitUntil(() => output().includes("GP5001"), { timeout: 20_000 });
    await until(
      () => generated("generated/main/s/a.proto").includes("back"),
      () => {
        writeFiles(cwd, { "t/a.sql": table("back") });
      },
    );
  });

  it("waits for a directory that is not there yet", async () => {
    const { cwd, generated, output } = await watching(["--ddl", "t"], {});
    expect(output()).toContain("GP5001");
    await until(
      () => generated("generated/main/s/a.proto").includes("late"),
      () => {
        writeFiles(cwd, { "t/a.sql": table("late") });
      },
    );
  });

  it("watches what a glob matches, whatever its ending", async () => {
    const { cwd, generated } = await watching(["--ddl", "t/*.txt"], { "t/a.txt": table("one") });
    await until(
      () => generated("generated/main/s/a.proto").includes("two"),
      () => {
        writeFiles(cwd, { "t/a.txt": table("two") });
      },
    );
  });

  it("follows the configuration to other files, and lives through one that names none", async () => {
    const file = "gen-producers.config.json";
    const { cwd, generated, output } = await watching([], {
      [file]: config({ ddl: "t" }),
      "t/a.sql": table("one"),
      "u/a.sql": table("other"),
    });
    const change = (text: string) => () => {
      writeFiles(cwd, { [file]: text });
    };
    await until(() => output().includes("--watch needs files"), change(config({ workspace: {}, tables: "a.b.c" })));
    await until(() => generated("generated/main/s/a.proto").includes("other"), change(config({ ddl: "u" })));
    await until(
      () => generated("generated/main/s/a.proto").includes("edited"),
      () => {
        writeFiles(cwd, { "u/a.sql": table("edited") });
      },
    );
  });

  it("takes up a configuration again that was gone", async () => {
    const file = "gen-producers.config.json";
    const { cwd, generated, output } = await watching([], {
      [file]: config({ ddl: "t", out: "one" }),
      "t/a.sql": table("x1"),
    });
    rmSync(join(cwd, file));
    await vi.waitUntil(() => output().includes("Say where the table definitions are."), { timeout: 20_000 });
    await until(
      () => generated("two/main/s/a.proto") !== "",
      () => {
        writeFiles(cwd, { [file]: config({ ddl: "t", out: "two" }) });
      },
    );
  });
});
