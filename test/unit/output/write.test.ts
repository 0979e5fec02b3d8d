import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FileContent } from "../../../src/output/plan.js";
import { writeOutput, type WriteResult } from "../../../src/output/write.js";
import { readTree, temporaryDirectory, writeFiles } from "../../support/temporary-directory.js";
import { directoryAt, header, plan, runtimeHeader, tableFile } from "./output.js";

const orders = tableFile("main.shop.orders", "export const a = 1;\n");
const items = tableFile("main.shop.items");
const runtime: FileContent = { path: "runtime.ts", content: runtimeHeader, table: null };

async function write(root: string, files: readonly FileContent[], prune = false): Promise<WriteResult> {
  const planned = await plan(root, files, { force: true });
  expect(planned.diagnostics).toEqual([]);
  return writeOutput(directoryAt(root), planned.files, { prune });
}

describe("writeOutput", () => {
  it("writes files into directories it makes, and nothing else", async () => {
    const root = join(temporaryDirectory(), "new/out");
    const result = await write(root, [orders, items, runtime]);
    expect(result).toEqual({
      written: ["main/shop/items.ts", "main/shop/orders.ts", "runtime.ts"],
      removed: [],
      diagnostics: [],
    });
    expect(readTree(root)).toEqual(
      Object.fromEntries([items, orders, runtime].map(({ path, content }) => [path, content])),
    );
  });

  it("writes only what changed", async () => {
    const root = temporaryDirectory({
      [orders.path]: orders.content,
      [items.path]: header("main.shop.items") + "// old\n",
    });
    const before = statSync(join(root, orders.path));
    expect((await write(root, [orders, items])).written).toEqual([items.path]);
    const after = statSync(join(root, orders.path));
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
    expect((await write(root, [orders, items])).written).toEqual([]);
  });

  it("puts a new file in the place of the old one, so that a reader sees one of them whole", async () => {
    const root = temporaryDirectory({ [orders.path]: "mine\n" });
    const before = statSync(join(root, orders.path)).ino;
    await write(root, [orders]);
    expect(statSync(join(root, orders.path)).ino).not.toBe(before);
    expect(readdirSync(join(root, "main/shop"))).toEqual(["orders.ts"]);
  });

  it("writes many files", async () => {
    const root = temporaryDirectory();
    const files = Array.from({ length: 300 }, (_, index) => tableFile(`main.s${String(index % 7)}.t${String(index)}`));
    expect((await write(root, files)).written).toHaveLength(300);
    expect(Object.keys(readTree(root))).toHaveLength(300);
  });

  it("writes names as long as the file system takes", async () => {
    const root = temporaryDirectory();
    const file = tableFile(`main.shop.${"t".repeat(252)}`);
    expect(await write(root, [file])).toEqual({ written: [file.path], removed: [], diagnostics: [] });
  });

  it("follows an output directory that is a link", async () => {
    const base = temporaryDirectory();
    mkdirSync(join(base, "real"));
    symlinkSync("real", join(base, "out"));
    await write(join(base, "out"), [orders]);
    expect(Object.keys(readTree(join(base, "real")))).toEqual([orders.path]);
  });
});

describe("writeOutput with prune", () => {
  const gone = { "main/old/deep/gone.ts": header("main.old.gone"), "main/old/gone2.ts": header("main.old.gone2") };

  it("removes orphans and the directories they leave empty", async () => {
    const root = temporaryDirectory({ ...gone, [orders.path]: orders.content });
    const result = await write(root, [orders], true);
    expect(result).toEqual({ written: [], removed: ["main/old/deep/gone.ts", "main/old/gone2.ts"], diagnostics: [] });
    expect(Object.keys(readTree(root))).toEqual([orders.path]);
    expect(existsSync(join(root, "main/old"))).toBe(false);
  });

  it("keeps directories that hold something else, and the output directory always", async () => {
    const root = temporaryDirectory({ ...gone, "main/old/mine.txt": "mine" });
    await write(root, [], true);
    expect(Object.keys(readTree(root))).toEqual(["main/old/mine.txt"]);
    const bare = temporaryDirectory({ "gone.ts": header("main.old.gone") });
    await write(bare, [], true);
    expect(readdirSync(bare)).toEqual([]);
  });

  it("removes nothing without it", async () => {
    const root = temporaryDirectory(gone);
    expect((await write(root, [])).removed).toEqual([]);
    expect(readTree(root)).toEqual(gone);
  });
});

describe("writeOutput reports", () => {
  it("a file that cannot be written, stops, and removes nothing", async () => {
    const root = temporaryDirectory({ "main/old/gone.ts": header("main.old.gone") });
    const planned = await plan(root, [orders]);
    // Between the plan and the write, somebody else puts a file where a directory is needed.
    writeFiles(root, { "main/shop": "" });
    const result = await writeOutput(directoryAt(root), planned.files, { prune: true });
    expect(result.written).toEqual([]);
    expect(result.removed).toEqual([]);
    expect(result.diagnostics).toMatchObject([{ code: "GP5013", severity: "error", file: "out/main/shop/orders.ts" }]);
    expect(existsSync(join(root, "main/old/gone.ts"))).toBe(true);
  });

  it("a name too long for the file system, and leaves no temporary file", async () => {
    const root = temporaryDirectory();
    const planned = await plan(root, [orders]);
    const long = planned.files.map((file) => ({ ...file, path: `${"t".repeat(300)}.ts` }));
    const result = await writeOutput(directoryAt(root), long, { prune: false });
    expect(result.diagnostics.map(({ message }) => message)).toEqual([
      "The file cannot be written: the name is too long for the file system.",
    ]);
    expect(readdirSync(root)).toEqual([]);
  });

  it.skipIf(process.platform !== "linux")("a place where no directory can be made, and comes back", async () => {
    const planned = await plan(temporaryDirectory(), [orders]);
    const result = await writeOutput(directoryAt("/proc/none"), planned.files, { prune: false });
    expect(result.diagnostics).toMatchObject([{ code: "GP5013", file: "out/main/shop/orders.ts" }]);
  });

  it.skipIf(process.getuid?.() === 0)("a directory without permission", async () => {
    const root = temporaryDirectory();
    chmodSync(root, 0o500);
    const result = await write(root, [orders]);
    expect(result.diagnostics.map(({ message }) => message)).toEqual([
      "The file cannot be written: permission denied.",
    ]);
  });
});
