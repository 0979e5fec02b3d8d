import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import process from "node:process";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { fileCheckpoint } from "../../../../src/producer/ingest/file-checkpoint.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";

const table = "main.sensors.air_quality";
const other = "main.shop.orders";

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error("it did not fail"),
    (error: unknown) => error as Error,
  );
}

describe("fileCheckpoint", () => {
  it("holds no position where there is no file", async () => {
    expect(await fileCheckpoint(join(temporaryDirectory(), "state.json")).load(table)).toBeNull();
  });

  it("keeps positions of several tables", async () => {
    const directory = temporaryDirectory();
    const path = join(directory, "state.json");
    const first = fileCheckpoint(path);
    await first.save(table, { file: "a.csv", line: 3, at: [true, -1.5, "ü\u2028"] });
    await first.save(other, 7);
    const second = fileCheckpoint(relative(process.cwd(), path));
    expect(await second.load(table)).toEqual({ file: "a.csv", line: 3, at: [true, -1.5, "ü\u2028"] });
    expect(await second.load(other)).toBe(7);
    expect(await second.load("main.shop.none")).toBeNull();
    expect(await readdir(directory)).toEqual(["state.json"]);
  });

  it("writes a file that says what it is", async () => {
    const path = join(temporaryDirectory(), "state.json");
    await fileCheckpoint(path).save(table, "p");
    const file = JSON.parse(readFileSync(path, "utf8")) as { tables: Record<string, { savedAt: string }> };
    const savedAt = file.tables[table]?.savedAt ?? "";
    expect(file).toEqual({ version: 1, tables: { [table]: { position: "p", savedAt } } });
    expect(new Date(savedAt).toISOString()).toBe(savedAt);
  });

  it.skipIf(process.platform === "win32")("lets nobody but the owner read it", async () => {
    const path = join(temporaryDirectory(), "state.json");
    await fileCheckpoint(path).save(table, 1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    await fileCheckpoint(path).save(table, 2);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("loses none of the saves that several producers make at one time", async () => {
    const path = join(temporaryDirectory(), "state.json");
    const tables = Array.from({ length: 20 }, (_, index) => `main.shop.t${index}`);
    const stores = tables.map((name) => ({ name, store: fileCheckpoint(path) }));
    await Promise.all([1, 2, 3].flatMap((position) => stores.map(({ name, store }) => store.save(name, position))));
    expect(await Promise.all(tables.map((name) => fileCheckpoint(path).load(name)))).toEqual(tables.map(() => 3));
  });

  it.each([
    ["is empty", "", "it is damaged"],
    ["is cut", '{"version":1,"tables":{"main.sensors.air_q', "it is damaged"],
    ["is no object", "[1]", "it is damaged"],
    ["has no version", "{}", "it is damaged"],
    ["has no tables", '{"version":1}', "it is damaged"],
    ["has no position", `{"version":1,"tables":{"${table}":{"position":null,"savedAt":"now"}}}`, "it is damaged"],
    ["has no instant", `{"version":1,"tables":{"${other}":{"position":1}}}`, "it is damaged"],
    ["is of another version", '{"version":2,"tables":{}}', "it is of another version of gen-producers"],
  ])("never takes a file for a missing one: one that %s", async (_name, text, why) => {
    const path = join(temporaryDirectory({ "state.json": text }), "state.json");
    const hint = "Restore it from a copy, or delete it to send the source from its beginning.";
    const expected = { name: "CheckpointError", place: path };
    for (const failure of [
      failureOf(fileCheckpoint(path).load(table)),
      failureOf(fileCheckpoint(path).save(table, 1)),
    ]) {
      expect(await failure).toMatchObject(expected);
      expect((await failure).message).toBe(`${path}: the saved positions cannot be read: ${why}. ${hint}`);
    }
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("does not take a missing directory for a missing file", async () => {
    const directory = join(temporaryDirectory(), "unmounted");
    const path = join(directory, "state.json");
    const store = fileCheckpoint(path);
    expect((await failureOf(store.load(table))).message).toBe(
      `${path}: the position could not be loaded: there is no directory ${directory}. Create it.`,
    );
    expect(await failureOf(store.save(table, 1))).toMatchObject({ name: "CheckpointError", place: path });
    mkdirSync(directory);
    await store.save(table, 1);
    expect(await store.load(table)).toBe(1);
  });

  it("leaves nothing behind where it cannot save", async () => {
    const directory = temporaryDirectory({ "state.json/file": "" });
    const path = join(directory, "state.json");
    expect(await failureOf(fileCheckpoint(path).save(table, 1))).toMatchObject({
      name: "CheckpointError",
      place: path,
      cause: { code: "EISDIR" },
    });
    expect(await readdir(directory)).toEqual(["state.json"]);
  });

  it.skipIf(process.platform === "win32")("writes where a link leads to", async () => {
    const directory = temporaryDirectory({ "data/state.json": '{"version":1,"tables":{}}' });
    const link = join(directory, "link.json");
    symlinkSync(join(directory, "data/state.json"), link);
    await fileCheckpoint(link).save(table, 1);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(await fileCheckpoint(join(directory, "data/state.json")).load(table)).toBe(1);
  });

  it("removes what a process left that was killed, once it is old", async () => {
    const leftover = "state.json.00000000-0000-4000-8000-000000000000.tmp";
    const fresh = "state.json.00000000-0000-4000-8000-000000000001.tmp";
    const directory = temporaryDirectory({ [leftover]: "{", [fresh]: "{", "state.json.mine.tmp": "" });
    utimesSync(join(directory, leftover), 0, 0);
    utimesSync(join(directory, "state.json.mine.tmp"), 0, 0);
    await fileCheckpoint(join(directory, "state.json")).load(table);
    expect((await readdir(directory)).sort()).toEqual([fresh, "state.json.mine.tmp"]);
  });
});

/** Saves 1, 2, 3, … behind what is saved, as fast as it can, and tells of each. */
const savingLoop = `
import { writeSync } from "node:fs";
import { fileCheckpoint } from "./src/producer/ingest/file-checkpoint.ts";
const [path, table] = process.argv.slice(2);
const store = fileCheckpoint(path);
let position = await store.load(table) ?? 0;
writeSync(1, "loaded " + position + "\\n");
for (;;) {
  await store.save(table, ++position);
  writeSync(1, position + "\\n");
}`;

describe("a file whose process is killed while it saves", () => {
  it("can always be read, and holds what was reported as saved", async () => {
    const directory = temporaryDirectory();
    const program = join(directory, "saving-loop.mjs");
    const path = join(directory, "state.json");
    const stdin = { contents: savingLoop, resolveDir: join(import.meta.dirname, "../../../.."), loader: "ts" as const };
    await build({ stdin, bundle: true, platform: "node", format: "esm", outfile: program, logLevel: "error" });
    for (let round = 0, before = 0; round < 8; round++) {
      const lines = await killedAfter(program, [path, table], 5 + round * 7);
      expect(lines[0]).toBe(`loaded ${before}`);
      const reported = Number(lines.at(-1));
      const saved = Number(await fileCheckpoint(path).load(table));
      // The one that was under way when it was killed may have been finished.
      expect([reported, reported + 1]).toContain(saved);
      before = saved;
    }
  });
});

/** What a program has written when it is killed, which is at its so-manieth line or soon after. */
async function killedAfter(program: string, args: readonly string[], lines: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (output.split("\n").length > lines) child.kill("SIGKILL");
  });
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  return output.split("\n").filter((line) => line !== "");
}
