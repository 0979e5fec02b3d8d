import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { check } from "prettier";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { generate, type GenerateOptions, type GenerateResult } from "../../src/generate.js";

const update = process.env["UPDATE_GOLDEN"] === "1";
const root = import.meta.dirname;

/** Folders with an `input.sql`: one case each. */
const cases = readdirSync(root).filter((name) => existsSync(join(root, name, "input.sql")));

describe.each(cases)("%s", (name) => {
  const folder = join(root, name);
  const result = generateCase(folder);
  const files = tableFiles(result);
  const diagnostics = result.diagnostics.map(diagnosticText).join("\n");

  test("gives the expected files", () => {
    if (update) writeExpected(folder, files, diagnostics);
    expect(files).toEqual(readExpected(join(folder, "expected")));
  });

  test("gives the expected diagnostics", () => {
    expect(diagnostics).toBe(existsSync(join(folder, "diagnostics.txt")) ? read(join(folder, "diagnostics.txt")) : "");
  });

  test("is formatted as prettier would", async () => {
    const modules = Object.entries(files).filter(([path]) => path.endsWith(".ts"));
    for (const [path, content] of modules) {
      expect([path, await check(content, { parser: "typescript", printWidth: 120 })]).toEqual([path, true]);
    }
  });
});

test("there are cases", () => {
  expect(cases.length).toBeGreaterThan(10);
});

function generateCase(folder: string): GenerateResult {
  const optionsPath = join(folder, "options.json");
  const options = existsSync(optionsPath) ? (JSON.parse(read(optionsPath)) as GenerateOptions) : {};
  return generate({ sources: [{ text: read(join(folder, "input.sql")), path: "input.sql" }], options });
}

/** The runtime is the same in every case and has tests of its own. */
function tableFiles(result: GenerateResult): Readonly<Record<string, string>> {
  const ofTables = result.files.filter(({ table }) => table !== null);
  return Object.fromEntries(ofTables.map(({ path, content }) => [path, content]));
}

/** As the command line prints it, hint and source lines below. */
function diagnosticText({ file, span, severity, code, message, hint, frame, table, column }: Diagnostic): string {
  const place = [file, span?.line, span?.column].filter((part) => part !== undefined).join(":");
  const subject = [table, column].filter((part) => part !== undefined).join(" ");
  const lines = [`${place === "" ? "" : `${place}: `}${severity} ${code}: ${message}`];
  if (subject !== "") lines.push(`  about: ${subject}`);
  if (hint !== undefined) lines.push(`  hint: ${hint}`);
  if (frame !== undefined) lines.push(...frame.split("\n").map((line) => `  | ${line}`.trimEnd()));
  return `${lines.join("\n")}\n`;
}

function readExpected(folder: string): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {};
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = paths.map((path) => join(folder, path)).filter((path) => statSync(path).isFile());
  return Object.fromEntries(files.map((path) => [relative(folder, path).replaceAll("\\", "/"), read(path)]));
}

function writeExpected(folder: string, files: Readonly<Record<string, string>>, diagnostics: string): void {
  rmSync(join(folder, "expected"), { recursive: true, force: true });
  rmSync(join(folder, "diagnostics.txt"), { force: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, "expected", path)), { recursive: true });
    writeFileSync(join(folder, "expected", path), content);
  }
  if (diagnostics !== "") writeFileSync(join(folder, "diagnostics.txt"), diagnostics);
}

function read(path: string): string {
  return readFileSync(path, "utf8");
}
