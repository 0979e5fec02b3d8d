import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryDirectory } from "../support/temporary-directory.js";
import { cli } from "./support/cli.js";
import { ddl } from "./support/tables.js";

describe("--help", () => {
  it.each(["generate", "check", "inspect", "pull", "init", "emulator", "replay"])("of %s", async (command) => {
    const args = command === "generate" ? ["--help"] : [command, "--help"];
    const { code, stdout, stderr } = cli(args, { cwd: temporaryDirectory() });
    expect([code, stderr]).toEqual([0, ""]);
    await expect(stdout).toMatchFileSnapshot(`help/${command}.txt`);
  });

  it("is the same in another language", () => {
    const cwd = temporaryDirectory();
    const german = cli(["--help"], { cwd, env: { LC_ALL: "de_DE.UTF-8", LANG: "de_DE.UTF-8" } });
    expect(german.stdout).toBe(cli(["--help"], { cwd }).stdout);
  });
});

describe("--version", () => {
  it("is that of the package", () => {
    const facts = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(cli(["--version"], { cwd: temporaryDirectory() })).toEqual({
      code: 0,
      stdout: `${facts.version}\n`,
      stderr: "",
    });
  });
});

/** Only a workspace, a module for a configuration, or a snapshot needs them. */
const forOtherSources = ["undici", "jiti", "valibot", "@databricks/sql", "hyparquet", "chokidar", "@clack/prompts"];

/** A loader that writes down every ES module that is asked for, and at the end every CommonJS module there is. */
const hooks = `
  import { appendFileSync } from "node:fs";
  export async function resolve(specifier, context, next) {
    const resolved = await next(specifier, context);
    appendFileSync(process.env.MODULE_LOG, resolved.url + "\\n");
    return resolved;
  }`;
const dataUrl = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
const register = dataUrl(`
  import { appendFileSync } from "node:fs";
  import { createRequire, register } from "node:module";
  register(${JSON.stringify(dataUrl(hooks))});
  const { cache } = createRequire("file:///");
  process.on("exit", () => appendFileSync(process.env.MODULE_LOG, Object.keys(cache).join("\\n")));`);

/** Packages, and folders of ours besides that of the command line. */
function loadedPackages(args: readonly string[], cwd: string): string[] {
  const log = join(cwd, "modules.log");
  const node = ["--no-warnings", "--import", register];
  expect(cli(args, { cwd, node, env: { MODULE_LOG: log } }).code).toBe(0);
  const urls = readFileSync(log, "utf8").split("\n");
  const names = urls.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
  const own = urls.flatMap((url) => /\/dist\/(\w+)\//.exec(url)?.[1] ?? []).filter((folder) => folder !== "cli");
  return [...new Set([...names, ...own])].sort();
}

describe("what is loaded", () => {
  it.each(["--help", "--version"])("for %s is the parser alone", (option) => {
    const loaded = loadedPackages([option], temporaryDirectory());
    expect(loaded).toContain("yargs");
    for (const heavy of [
      "handlebars",
      "ts-morph",
      "typescript",
      "diff",
      "tinyglobby",
      "picomatch",
      "picocolors",
      "config",
      "source",
    ]) {
      expect(loaded).not.toContain(heavy);
    }
  });

  it("for generate is what it needs", () => {
    const loaded = loadedPackages(["--ddl", "tables/*.sql"], temporaryDirectory(ddl));
    expect(loaded).toContain("tinyglobby");
    for (const other of ["yargs", "handlebars", "diff", "drift", "plugin", ...forOtherSources])
      expect(loaded).not.toContain(other);
  });
});
