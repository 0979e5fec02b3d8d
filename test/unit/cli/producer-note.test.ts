import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { producerNote } from "../../../src/cli/commands/producer-note.js";
import { run } from "../../../src/cli/run.js";
import type { FileReport, FilesReport } from "../../../src/cli/report/files-report.js";
import { generateSettings } from "../../../src/cli/settings.js";
import { temporaryDirectory } from "../../support/temporary-directory.js";
import { stream } from "./plain-style.js";

const written: FileReport = { path: "main/s/a.ts", table: "main.s.a", state: "created", written: true, diff: null };

const installed = (exports: object) => ({
  "node_modules/gen-producers/package.json": JSON.stringify({ name: "gen-producers", exports }),
  "node_modules/gen-producers/producer.js": "",
});

const opens = installed({ "./producer": { types: "./producer.d.ts", default: "./producer.js" } });

function ioIn(cwd: string, write: (text: string) => void = () => undefined) {
  return {
    stdout: stream({ write }),
    stderr: stream({ write }),
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    cwd,
    env: {},
    interrupted: () => Promise.resolve(),
    now: () => 0,
  };
}

interface Case {
  readonly files?: Readonly<Record<string, string>>;
  readonly file?: Partial<FileReport>;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** What is said where a module was written to `app/generated` of a directory. */
async function noteFor({ files = {}, file = {}, args = {} }: Case = {}): Promise<string> {
  const cwd = temporaryDirectory({ "app/generated/main/s/a.ts": "", ...files });
  const config = { config: null, path: null, directory: cwd, diagnostics: [] };
  const settings = generateSettings({ args: { ddl: ["t.sql"], out: "app/generated", ...args }, config, cwd });
  const report: FilesReport = {
    command: "generate",
    out: "app/generated",
    dryRun: false,
    tables: [],
    files: [{ ...written, ...file }],
    drift: [],
    diagnostics: [],
  };
  return producerNote(report, settings, ioIn(cwd));
}

describe("the note on the package that producers need", () => {
  it("names the command that installs it", async () => {
    expect(await noteFor()).toBe(
      "For their producers, the modules need the package: npm install gen-producers (--no-producer leaves producers out).\n",
    );
  });

  it.each([
    ["pnpm-lock.yaml", "pnpm add gen-producers"],
    ["yarn.lock", "yarn add gen-producers"],
    ["bun.lock", "bun add gen-producers"],
  ])("names the command of the project that has %s", async (lock, command) => {
    expect(await noteFor({ files: { [lock]: "" } })).toContain(`: ${command} (`);
  });

  it.each<[string, Case]>([
    ["where the package is installed", { files: opens }],
    ["without producers", { args: { producer: false } }],
    ["where no module was written", { file: { written: false, state: "unchanged" } }],
    ["where the runtime was written only", { file: { path: "runtime.ts", table: null } }],
    ["where a .proto was written only", { file: { path: "main/s/a.proto" } }],
  ])("is not there %s", async (_, given) => {
    expect(await noteFor(given)).toBe("");
  });

  it("is there where the package is too old for producers", async () => {
    expect(await noteFor({ files: installed({ "./runtime": "./producer.js" }) })).not.toBe("");
  });

  it("is there where the package is installed in another place", async () => {
    const elsewhere = Object.fromEntries(Object.entries(opens).map(([path, text]) => [`other/${path}`, text]));
    expect(await noteFor({ files: elsewhere })).not.toBe("");
  });

  it("follows links, as Node does", async () => {
    const files = Object.fromEntries(Object.entries(opens).map(([path, text]) => [`real/${path}`, text]));
    const cwd = temporaryDirectory({ ...files, "t.sql": "CREATE TABLE main.s.a (x INT);" });
    mkdirSync(join(cwd, "real/out"));
    symlinkSync("real/out", join(cwd, "generated"));
    let output = "";
    expect(
      await run(
        ["--ddl", "t.sql"],
        ioIn(cwd, (text) => void (output += text)),
      ),
    ).toBe(0);
    expect(output).toMatch(/^1 table → .* in 0 ms\n$/);
  });
});
