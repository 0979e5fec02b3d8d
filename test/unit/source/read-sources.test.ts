import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSources, type SourceWorld } from "../../../src/source/read-sources.js";
import { temporaryDirectory } from "../../support/temporary-directory.js";

function world(cwd: string, input = ""): SourceWorld {
  return { cwd, readStandardInput: () => Promise.resolve(Buffer.from(input)) };
}

describe("readSources", () => {
  it("gives the texts in order, with the names the user gave", async () => {
    const cwd = temporaryDirectory({ "b.sql": "B", "a.sql": "\ufeffA", "c.sql": Buffer.from("\ufeffC", "utf16le") });
    expect(await readSources(["b.sql", "*.sql", "-"], world(cwd, "I"))).toEqual({
      sources: [
        { text: "B", path: "b.sql" },
        { text: "A", path: "a.sql" },
        { text: "C", path: "c.sql" },
        { text: "I", path: "<stdin>" },
      ],
      diagnostics: [],
    });
  });

  it("says where a file stops being text, and reads the others", async () => {
    const cwd = temporaryDirectory({ "a.sql": Uint8Array.from([0x2d, 0x2d, 0x0a, 0x2d, 0x2d, 0xe4]), "b.sql": "B" });
    const read = await readSources(["a.sql", "b.sql"], world(cwd));
    expect(read.sources).toEqual([{ text: "B", path: "b.sql" }]);
    expect(read.diagnostics).toEqual([
      {
        code: "GP5004",
        severity: "error",
        message: "The file is not UTF-8 text.",
        hint: "Save the file as UTF-8 (or as UTF-16 with a byte order mark).",
        file: "a.sql",
        span: { start: 5, end: 5, line: 2, column: 3 },
      },
    ]);
  });

  it("reports files that are there and cannot be read", async () => {
    const cwd = temporaryDirectory({ "tables/a.sql": "A" });
    symlinkSync("nowhere.sql", join(cwd, "tables/broken.sql"));
    const read = await readSources(["tables"], world(cwd));
    expect(read.sources.map(({ path }) => path)).toEqual(["tables/a.sql"]);
    expect(read.diagnostics).toMatchObject([
      { code: "GP5003", file: "tables/broken.sql", message: "The file cannot be read: it does not exist." },
    ]);
  });

  it("reports a standard input that fails", async () => {
    const failing: SourceWorld = { cwd: "/", readStandardInput: () => Promise.reject(new Error("closed")) };
    const read = await readSources(["-"], failing);
    expect(read.diagnostics).toMatchObject([
      { code: "GP5003", file: "<stdin>", message: "The file cannot be read: closed." },
    ]);
  });

  it("takes a directory called like a file for what it is", async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, "x.sql"));
    expect((await readSources(["x.sql"], world(cwd))).diagnostics).toMatchObject([{ code: "GP5002" }]);
  });

  it("reads a large file", async () => {
    const line = "-- a comment of some length, with ünïcode in it, to make the file large\n";
    const text = line.repeat(Math.ceil(50_000_000 / Buffer.byteLength(line)));
    const read = await readSources(["large.sql"], world(temporaryDirectory({ "large.sql": text })));
    expect(read.diagnostics).toEqual([]);
    expect(read.sources[0]?.text === text).toBe(true);
  });
});
