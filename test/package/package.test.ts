import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installed, packAndInstall, root, run, writeJson } from "./install.js";

const compiler = join(root, "node_modules/typescript/bin/tsc");
const examples = join(root, "examples/ddl");

let installed: Installed;

beforeAll(() => {
  installed = packAndInstall();
  const generate = (args: readonly string[]): string =>
    run(installed.folder, "npx", [
      "--no-install",
      "gen-producers",
      "--ddl",
      examples,
      "--var",
      "catalog=main",
      ...args,
    ]);
  generate(["--out", "generated"]);
  generate(["--out", "imported", "--runtime", "import"]);
});

afterAll(() => {
  rmSync(installed.folder, { recursive: true, force: true });
});

it("packs what is used and nothing else", () => {
  const folders = new Set(installed.packed.map((path) => path.split("/")[0]));
  expect([...folders].sort()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "dist",
    "package.json",
    "src",
    "templates",
  ]);
  expect(installed.packed.filter((path) => path.startsWith("src/") && !path.startsWith("src/runtime/"))).toEqual([]);
  expect(installed.packed.filter((path) => /tsbuildinfo|\.test\.|\.map$/.test(path))).toEqual([]);
});

it("writes no runtime where it is imported", () => {
  expect(existsSync(join(installed.folder, "generated/runtime/index.ts"))).toBe(true);
  expect(existsSync(join(installed.folder, "imported/runtime"))).toBe(false);
});

describe.each(["node16", "nodenext", "bundler"])("a consumer with moduleResolution %s", (moduleResolution) => {
  it("compiles", () => {
    const module = { node16: "node16", nodenext: "nodenext", bundler: "esnext" }[moduleResolution];
    const compilerOptions = {
      strict: true,
      target: "es2022",
      module,
      moduleResolution,
      types: [],
      outDir: `js-${moduleResolution}`,
    };
    const project = join(installed.folder, `tsconfig.${moduleResolution}.json`);
    writeJson(project, { compilerOptions, include: ["use.ts", "generated"] });
    expect(run(installed.folder, process.execPath, [compiler, "-p", project])).toBe("");
  });

  it("runs", () => {
    const code = `import { report } from "./js-${moduleResolution}/use.js"; console.log(JSON.stringify(report));`;
    const report: unknown = JSON.parse(run(installed.folder, process.execPath, ["--input-type=module", "-e", code]));
    expect(report).toMatchObject({
      valid: true,
      name: "main.sensors.air_quality",
      files: expect.arrayContaining(["main/a/b.proto", "main/a/b.ts"]) as unknown,
      schemas: ["struct"],
      code: "required",
    });
  });
});

it("loads nothing but the runtime beside it", () => {
  // Without the package's node_modules, and with a hook that names every module Node resolves.
  const folder = join(installed.folder, "alone");
  mkdirSync(folder);
  writeFileSync(join(folder, "hooks.mjs"), resolveHook);
  writeFileSync(join(folder, "start.mjs"), startScript);
  const { status, stderr } = spawnSync(process.execPath, ["start.mjs"], { cwd: folder, encoding: "utf8" });
  const loaded = stderr.split("\n").filter((line) => line !== "" && !line.endsWith("/start.mjs"));
  expect({ status, foreign: loaded.filter((url) => !url.includes("/js-nodenext/generated/")) }).toEqual({
    status: 0,
    foreign: [],
  });
  expect(loaded.length).toBeGreaterThan(1);
});

const resolveHook = `export async function resolve(name, context, next) {
  const found = await next(name, context);
  process._rawDebug(found.url);
  return found;
}`;

const startScript = `import { register } from "node:module";
register("./hooks.mjs", import.meta.url);
const { encodeAirQuality } = await import("../js-nodenext/generated/main/sensors/air_quality.js");
if (encodeAirQuality({ device_name: "s", observed_at: new Date(0) })[0] !== 10) process.exit(1);
`;

describe("a bundle of encodeAirQuality alone", () => {
  const bundled = (minify: boolean): string =>
    bundle(`export { encodeAirQuality } from "./generated/main/sensors/air_quality.js";`, minify);

  it("leaves out the table value, the checks and the reader", () => {
    const text = bundled(false);
    const module = readFileSync(join(installed.folder, "generated/main/sensors/air_quality.ts"), "utf8");
    const [, descriptor] = /descriptor:\s*"([A-Za-z0-9+/]{40})/.exec(module) ?? [];
    expect(descriptor).toBeDefined();
    for (const unwanted of [
      descriptor ?? "",
      "decodeAirQuality",
      "validateAirQuality",
      "schemaHash",
      "~standard",
      "DecodeError",
    ]) {
      expect(text).not.toContain(unwanted);
    }
    expect(text).toContain("encodeAirQuality");
  });

  it("is a fraction of the whole module", () => {
    const one = bundled(true);
    const whole = bundle(`export * from "./generated/main/sensors/air_quality.js";`, true);
    console.log(`encodeAirQuality alone: ${size(one)}; the whole module: ${size(whole)}`);
    expect(one.length).toBeLessThan(whole.length / 2);
  });
});

function bundle(contents: string, minify: boolean): string {
  const result = buildSync({
    stdin: { contents, resolveDir: installed.folder, loader: "ts" },
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    write: false,
    minify,
  });
  return result.outputFiles[0]?.text ?? "";
}

function size(text: string): string {
  return `${String(text.length)} B, ${String(gzipSync(text).length)} B gzip`;
}
