import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
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
  generate(["--out", "lone/plain", "--no-producer"]);
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
  expect(existsSync(join(installed.folder, "generated/runtime.ts"))).toBe(true);
  expect(existsSync(join(installed.folder, "imported/runtime"))).toBe(false);
});

describe.each(["node16", "nodenext", "bundler"])("a consumer with moduleResolution %s", (moduleResolution) => {
  it("compiles", () => {
    const project = join(installed.folder, `tsconfig.${moduleResolution}.json`);
    const options = compilerOptions(moduleResolution, `js-${moduleResolution}`);
    writeJson(project, { compilerOptions: options, include: ["*.ts", "generated"] });
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

/** Strict, and nothing of Node or the browser in sight. */
function compilerOptions(moduleResolution: string, outDir: string): object {
  const module = moduleResolution === "bundler" ? "esnext" : moduleResolution;
  return { strict: true, target: "es2022", lib: ["es2022"], module, moduleResolution, types: [], outDir };
}

it("loads nothing but the runtime beside it", () => {
  const { status, loaded } = load(encodeScript);
  expect({ status, foreign: loaded.filter((url) => !url.includes("/js-nodenext/generated/")) }).toEqual({
    status: 0,
    foreign: [],
  });
  expect(loaded.length).toBeGreaterThan(1);
});

it("loads the package's producer when one is opened", () => {
  const { status, loaded } = load(openScript);
  const [before, after] = [loaded.slice(0, loaded.indexOf("opening")), loaded.slice(loaded.indexOf("opening") + 1)];
  expect({ status, foreign: before.filter((url) => !url.includes("/js-nodenext/generated/")) }).toEqual({
    status: 0,
    foreign: [],
  });
  expect(after[0]).toMatch(/\/node_modules\/gen-producers\/dist\/producer\/index\.js$/);
  expect(after.filter((url) => /\/dist\/(cli|emit|emulator|source)\/|handlebars|ts-morph/.test(url))).toEqual([]);
});

it("streams rows into an emulator", () => {
  writeFileSync(join(installed.folder, "stream.mjs"), streamScript);
  const report: unknown = JSON.parse(run(installed.folder, process.execPath, ["stream.mjs"]));
  expect(report).toEqual({ durable: 500, wrong: "required,required,unknown_column", stored: 500 });
});

/** Runs a script, and tells of every module that Node resolved for it. */
function load(script: string): { readonly status: number | null; readonly loaded: readonly string[] } {
  const folder = join(installed.folder, "alone");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "hooks.mjs"), resolveHook);
  writeFileSync(join(folder, "start.mjs"), script);
  const { status, stderr } = spawnSync(process.execPath, ["start.mjs"], { cwd: folder, encoding: "utf8" });
  return { status, loaded: stderr.split("\n").filter((line) => line !== "" && !line.endsWith("/start.mjs")) };
}

const resolveHook = `export async function resolve(name, context, next) {
  const found = await next(name, context);
  process._rawDebug(found.url);
  return found;
}`;

const encodeScript = `import { register } from "node:module";
register("./hooks.mjs", import.meta.url);
const { encodeAirQuality } = await import("../js-nodenext/generated/main/sensors/air_quality.js");
if (encodeAirQuality({ device_name: "s", observed_at: new Date(0) })[0] !== 10) process.exit(1);
`;

const openScript = `import { register } from "node:module";
register("./hooks.mjs", import.meta.url);
const { openAirQualityProducer } = await import("../js-nodenext/generated/main/sensors/air_quality.js");
process._rawDebug("opening");
const error = await openAirQualityProducer({}).catch((reason) => reason);
if (!(error instanceof TypeError)) process.exit(1);
`;

const streamScript = `import { readFileSync } from "node:fs";
import { readDdl } from "gen-producers";
import { startEmulator } from "gen-producers/emulator";
import { produce } from "./js-nodenext/produce.js";

const { tables } = readDdl(readFileSync(${JSON.stringify(join(examples, "air_quality.sql"))}, "utf8"), { vars: { catalog: "main" } });
const emulator = await startEmulator({ tables, store: { kind: "none" } });
try {
  const auth = { clientId: "id", clientSecret: "secret" };
  const place = { endpoint: emulator.zerobusEndpoint, workspaceUrl: emulator.workspaceUrl, auth };
  const rows = Array.from({ length: 500 }, (_, temp) => ({ device_name: "sensor-" + (temp % 7), temp, observed_at: new Date() }));
  const { durable, wrong } = await produce(place, rows);
  const [{ rows: stored }] = emulator.stats().tables.filter(({ name }) => name === "main.sensors.air_quality");
  console.log(JSON.stringify({ durable, wrong, stored }));
} finally {
  await emulator.close();
}
`;

describe("modules without producers", () => {
  it("compile where the package is not", () => {
    const folder = mkdtempSync(join(tmpdir(), "gen-producers-plain-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    cpSync(join(installed.folder, "lone"), folder, { recursive: true });
    writeJson(join(folder, "package.json"), { type: "module" });
    writeJson(join(folder, "tsconfig.json"), {
      compilerOptions: { ...compilerOptions("nodenext", "js"), rootDir: "." },
    });
    expect(run(folder, process.execPath, [compiler, "-p", folder])).toBe("");
  });

  it("hold nothing that a bundler would have to resolve", () => {
    const text = bundle(`export * from "./lone/plain/main/sensors/air_quality.js";`, true, []);
    expect(text).toContain("main.sensors.air_quality");
  });
});

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
      "openProducer",
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

function bundle(contents: string, minify: boolean, external = ["gen-producers/producer"]): string {
  const result = buildSync({
    stdin: { contents, resolveDir: installed.folder, loader: "ts" },
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    write: false,
    minify,
    external,
  });
  return result.outputFiles[0]?.text ?? "";
}

function size(text: string): string {
  return `${String(text.length)} B, ${String(gzipSync(text).length)} B gzip`;
}
