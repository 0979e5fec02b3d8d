import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import { build, createServer } from "vite";
import { afterEach, describe, expect, it, vi } from "vitest";
import webpack from "webpack";
import esbuildPlugin from "../../../src/plugin/esbuild.js";
import type { PluginOptions } from "../../../src/plugin/plugin-options.js";
import rollupPlugin from "../../../src/plugin/rollup.js";
import vitePlugin from "../../../src/plugin/vite.js";
import webpackPlugin from "../../../src/plugin/webpack.js";
import { temporaryDirectory } from "../../support/temporary-directory.js";

const files = {
  "tables/orders.sql": "CREATE TABLE main.shop.orders (id BIGINT NOT NULL, note STRING);\n",
  "entry.js": "console.log(1);\n",
  "package.json": '{ "type": "module" }\n',
};

type Build = (cwd: string, options: PluginOptions) => Promise<unknown>;

const builds: readonly (readonly [string, Build])[] = [
  [
    "Vite",
    (root, options) =>
      build({
        root,
        configFile: false,
        logLevel: "silent",
        build: { lib: { entry: "entry.js", formats: ["es"] } },
        plugins: [vitePlugin(options)],
      }),
  ],
  ["Rollup", (root, options) => rollup({ input: join(root, "entry.js"), plugins: [rollupPlugin(options)] })],
  ["esbuild", buildWithEsbuild],
  ["webpack", buildWithWebpack],
];

function buildWithEsbuild(root: string, options: PluginOptions): Promise<unknown> {
  const entryPoints = [join(root, "entry.js")];
  return esbuild.build({ entryPoints, write: false, logLevel: "silent", plugins: [esbuildPlugin(options)] });
}

function buildWithWebpack(root: string, options: PluginOptions): Promise<unknown> {
  const compiler = webpack({
    context: root,
    entry: "./entry.js",
    mode: "none",
    output: { path: join(root, "dist") },
    plugins: [webpackPlugin(options)],
  });
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      const [first] = stats?.toJson().errors ?? [];
      if (error !== null) reject(error);
      else if (first !== undefined) reject(new Error(first.message));
      else resolve(stats);
    });
  });
}

function project(more: Readonly<Record<string, string>> = {}): {
  root: string;
  options: PluginOptions;
  output: string;
} {
  const root = temporaryDirectory({ ...files, ...more });
  return {
    root,
    options: { cwd: root, ddl: "tables", runtime: "import" },
    output: join(root, "generated/main/shop/orders.ts"),
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(builds)("with %s", (_name, run) => {
  it("generates before the build", async () => {
    const { root, options, output } = project();
    await run(root, options);
    expect(readFileSync(output, "utf8")).toContain("export interface Orders");
  });

  it("fails the build where a definition is wrong, and says where", async () => {
    const { root, options, output } = project({ "tables/orders.sql": "CREATE TABLE main.shop.orders (id BIGIN);\n" });
    await expect(run(root, options)).rejects.toThrow(/tables\/orders\.sql:1:35: error GP2006/);
    expect(existsSync(output)).toBe(false);
  });

  it("fails the build where the output is out of date, in the mode check, and writes nothing", async () => {
    const { root, options, output } = project();
    await expect(run(root, { ...options, mode: "check" })).rejects.toThrow(/missing generated\/main\/shop\/orders\.ts/);
    expect(existsSync(output)).toBe(false);
    await run(root, options);
    await run(root, { ...options, mode: "check" });
    writeFileSync(join(root, "tables/orders.sql"), "CREATE TABLE main.shop.orders (id BIGINT NOT NULL);\n");
    await expect(run(root, { ...options, mode: "check" })).rejects.toThrow(/- note {2}STRING {2}breaks: /);
  });
});

describe("options of the plugin", () => {
  it("win over the configuration file, which is read too", async () => {
    const config = JSON.stringify({ ddl: "nowhere", overrides: { orders: { rowName: "Order" } } });
    const { root, options, output } = project({ "gen-producers.config.json": config });
    await buildWithEsbuild(root, options);
    expect(readFileSync(output, "utf8")).toContain("export interface Order {");
  });

  it("name the files that are read, and no others", async () => {
    const config = JSON.stringify({ from: "nowhere.json", ddl: "nowhere" });
    const { root, options, output } = project({ "gen-producers.config.json": config });
    await buildWithEsbuild(root, options);
    expect(existsSync(output)).toBe(true);
  });

  it("are checked", async () => {
    const { root, options } = project();
    const wrong = { ...options, runtime: "bundel" } as unknown as PluginOptions;
    await expect(buildWithEsbuild(root, wrong)).rejects.toThrow(/runtime: expected "bundle" or "import"/);
  });
});

describe("a Vite server", () => {
  it("reads the configuration again when it changes", async () => {
    const file = "gen-producers.config.json";
    const { root, output } = project({ [file]: JSON.stringify({ ddl: "tables" }) });
    const plugins = [vitePlugin({ cwd: root })];
    const server = await createServer({ root, configFile: false, logLevel: "silent", plugins });
    try {
      await server.listen(0);
      expect(readFileSync(output, "utf8")).toContain("interface Orders ");
      const change = () => {
        const overrides = { orders: { rowName: "Order" } };
        writeFileSync(join(root, file), JSON.stringify({ ddl: "tables", overrides }));
        return readFileSync(output, "utf8").includes("interface Order ");
      };
      await vi.waitUntil(change, { timeout: 20_000, interval: 500 });
    } finally {
      await server.close();
    }
  });

  it("generates again when a definition changes, and lives through one that is wrong", async () => {
    const { root, options, output } = project();
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const server = await createServer({ root, configFile: false, logLevel: "silent", plugins: [vitePlugin(options)] });
    try {
      await server.listen(0);
      expect(readFileSync(output, "utf8")).not.toContain("amount");
      const sql = join(root, "tables/orders.sql");
      writeFileSync(sql, "CREATE TABLE main.shop.orders (id BIGIN);\n");
      await vi.waitUntil(() => said.mock.calls.some(([text]) => String(text).includes("GP2006")), { timeout: 20_000 });
      // Watchers may miss a change that follows another at once.
      const mend = () => {
        writeFileSync(sql, "CREATE TABLE main.shop.orders (id BIGINT, amount INT);\n");
        return readFileSync(output, "utf8").includes("amount");
      };
      await vi.waitUntil(mend, { timeout: 20_000, interval: 500 });
    } finally {
      await server.close();
    }
  });
});
