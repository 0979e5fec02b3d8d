import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { globSync } from "tinyglobby";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromDescriptorSet, fromModule } from "./descriptor.js";
import { findGoPlugin, findProtoc, type Protoc, runProtoc } from "./peers.js";

const protoFiles = globSync(["generated/**/*.proto", "test/golden/**/expected/**/*.proto"]).sort();

/** Java's accessors for columns such as `address_` and `Address`; it numbers them apart. The names are the table's. */
const javaWarning = /WARNING.*is conflicting with another field/;

let protoc: Protoc;
let goPlugin: string;
let out: string;

beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), "conformance-"));
  protoc = findProtoc();
  goPlugin = findGoPlugin();
});

afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

it("finds the generated files", () => {
  expect(protoFiles.length).toBeGreaterThanOrEqual(14);
});

describe.each(protoFiles)("%s", (path) => {
  const file = basename(path);

  it.each([
    ["C++", () => [`--cpp_out=${out}`]],
    ["Python", () => [`--python_out=${out}`]],
    ["Java", () => [`--java_out=${out}`]],
    ["Go", () => [`--plugin=protoc-gen-go=${goPlugin}`, `--go_out=${out}`]],
  ])("is accepted for %s", (_language, options) => {
    const result = runProtoc(protoc, [`-I${dirname(path)}`, ...options(), file]);
    const output = (result.stdout + result.stderr).split("\n").filter((line) => line !== "" && !javaWarning.test(line));
    expect({ status: result.status, output }).toEqual({ status: 0, output: [] });
  });

  it("has the descriptor that the module carries", () => {
    const set = join(out, "set.bin");
    const result = runProtoc(protoc, [`-I${dirname(path)}`, `--descriptor_set_out=${set}`, file]);
    expect(result.stderr).toBe("");
    expect(fromModule(descriptorOf(path))).toEqual(fromDescriptorSet(readFileSync(set)));
  });
});

/** Read from the text: the module of a golden case does not stand beside its runtime. */
function descriptorOf(protoPath: string): string {
  const text = readFileSync(protoPath.replace(/\.proto$/, ".ts"), "utf8");
  const value = /\bdescriptor:\s*((?:"[A-Za-z0-9+/=]*"[\s+]*)+),/.exec(text)?.[1];
  if (value === undefined) throw new Error(`${protoPath}: the module beside it has no descriptor.`);
  return [...value.matchAll(/"([^"]*)"/g)].map((literal) => literal[1]).join("");
}
