import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TableActions } from "../../../../src/source/delta/actions.js";
import { isDeltaTable, readDeltaLog } from "../../../../src/source/delta/read-delta-log.js";
import type { Diagnostic } from "../../../../src/diagnostics/diagnostic.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";

const fixtures = join(dirname(fileURLToPath(import.meta.url)), "fixtures");
const uuid = "80a083e8-7026-4e79-81be-64bd76c43a11";
const v = (version: number): string => String(version).padStart(20, "0");
const commit = (version: number): string => `t/_delta_log/${v(version)}.json`;

const protocol = '{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}\n';
const metaData = (description: string): string => `{"metaData":{"description":"${description}"}}\n`;
const add = '{"add":{"path":"a"}}\n';
const first = protocol + metaData("first");

function fixture(name: string): string {
  const copy = temporaryDirectory();
  cpSync(join(fixtures, name), join(copy, "t"), { recursive: true });
  return copy;
}

function checkpointIn(cwd: string): string {
  const log = join(cwd, "t/_delta_log");
  const name = readdirSync(log).find((each) => each.includes("checkpoint.parquet")) ?? "";
  return join(log, name);
}

async function read(cwd: string): Promise<TableActions | Diagnostic> {
  return readDeltaLog({ path: "t", absolute: join(cwd, "t") });
}

async function descriptionIn(files: Readonly<Record<string, string>>): Promise<unknown> {
  return read(temporaryDirectory(files));
}

const described = (description: string): object => ({
  metaData: { description },
  protocol: { minReaderVersion: 1, minWriterVersion: 2 },
});

const evolved = {
  metaData: {
    id: expect.any(String) as unknown,
    description: "Readings",
    schemaString: expect.stringContaining('"name":"note"') as unknown,
    partitionColumns: ["day"],
    configuration: { "delta.appendOnly": "true", team: "sensors" },
  },
  protocol: {
    minReaderVersion: 3,
    minWriterVersion: 7,
    readerFeatures: ["timestampNtz"],
    writerFeatures: expect.arrayContaining(["appendOnly", "timestampNtz"]) as unknown,
  },
};

describe("readDeltaLog reads", () => {
  it.each([
    "evolved",
    "multi-part",
    "v2-parquet",
    "codec-none",
    "codec-gzip",
    "codec-zstd",
    "codec-brotli",
    "codec-lz4",
  ])("the checkpoint of a real table: %s", async (name) => {
    expect(await read(fixture(name))).toEqual(evolved);
  });

  it("a checkpoint in JSON", async () => {
    expect(await read(fixture("v2-json"))).toMatchObject(evolved);
  });

  it.each([
    ["spark-classic", { minReaderVersion: 1, minWriterVersion: 2 }],
    ["spark-v2", { readerFeatures: ["v2Checkpoint"] }],
  ])("the checkpoint of a table of Spark: %s", async (name, protocolFacts) => {
    expect(await read(fixture(name))).toMatchObject({
      metaData: {
        description: "Readings",
        schemaString: expect.stringContaining("varchar(20)") as unknown,
        partitionColumns: ["day"],
        configuration: { team: "sensors" },
      },
      protocol: protocolFacts,
    });
  });

  it("the whole schema out of a checkpoint, text of other scripts in it unharmed", async () => {
    const read_ = (await read(fixture("evolved"))) as { metaData: { schemaString: string } };
    const schema = JSON.parse(read_.metaData.schemaString) as { fields: { name: string; metadata: object }[] };
    const names = ["id", "price", "seen", "local", "tags", "labels", "places", "day", "note"];
    expect(schema.fields.map(({ name }) => name)).toEqual(names);
    expect(schema.fields[0]?.metadata).toEqual({ comment: "größe 🦀" });
  });

  it.each([
    ["commits from the beginning", { [commit(0)]: first, [commit(1)]: add }, "first"],
    [
      "the last of several changes",
      { [commit(0)]: first, [commit(1)]: metaData("second"), [commit(2)]: add },
      "second",
    ],
    [
      "the newest commit that says it, whatever comes before",
      { [commit(0)]: "broken", [commit(1)]: protocol + metaData("second"), [commit(2)]: add },
      "second",
    ],
    [
      "a compaction where commits are gone",
      {
        [commit(0)]: first,
        [`t/_delta_log/${v(1)}.${v(3)}.compacted.json`]: metaData("compacted"),
        [commit(4)]: add,
      },
      "compacted",
    ],
    [
      "a JSON checkpoint and the commits after it, `_last_checkpoint` or not",
      {
        [`t/_delta_log/${v(7)}.checkpoint.${uuid}.json`]: first,
        [commit(8)]: add,
        "t/_delta_log/_last_checkpoint": '{"version":99}',
      },
      "first",
    ],
    [
      "commits from the beginning where the checkpoint is broken",
      { [commit(0)]: first, [commit(1)]: add, [`t/_delta_log/${v(1)}.checkpoint.parquet`]: "PAR1" },
      "first",
    ],
    [
      "an older checkpoint where the newer one is broken",
      {
        [`t/_delta_log/${v(7)}.checkpoint.${uuid}.json`]: first,
        [commit(8)]: metaData("second"),
        [`t/_delta_log/${v(8)}.checkpoint.parquet`]: "PAR1",
      },
      "second",
    ],
    [
      "past a multi-part checkpoint that is half written",
      {
        [commit(0)]: first,
        [commit(1)]: add,
        [`t/_delta_log/${v(1)}.checkpoint.0000000001.0000000002.parquet`]: "",
      },
      "first",
    ],
    [
      "a table whose catalog has commits of data waiting",
      {
        [commit(0)]: first,
        [`t/_delta_log/_staged_commits/${v(0)}.${uuid}.json`]: first,
        [`t/_delta_log/_staged_commits/${v(1)}.${uuid}.json`]: add,
      },
      "first",
    ],
  ])("%s", async (_, files, want) => {
    expect(await descriptionIn(files)).toEqual(described(want));
  });

  it("a change after the checkpoint, with the protocol out of the checkpoint", async () => {
    const cwd = fixture("evolved");
    writeFileSync(join(cwd, "t/_delta_log", `${v(9)}.json`), metaData("changed"));
    expect(await read(cwd)).toEqual({ metaData: { description: "changed" }, protocol: evolved.protocol });
  });

  it("a log without a protocol", async () => {
    expect(await descriptionIn({ [commit(0)]: metaData("first") })).toEqual({
      metaData: { description: "first" },
      protocol: null,
    });
  });
});

describe("readDeltaLog reports", () => {
  const log = "t/_delta_log";
  const broken = "The file of the Delta log cannot be used:";

  it.each([
    ["an empty log", { "t/_delta_log/readme.md": "" }, log, "The Delta log has no commit and no checkpoint."],
    [
      "a gap",
      { [commit(0)]: first, [commit(2)]: add },
      log,
      "The Delta log lacks the commit of version 1, and no checkpoint makes up for it.",
    ],
    [
      "a beginning that is gone",
      { [commit(12)]: add, [commit(13)]: add },
      log,
      "The Delta log lacks the commit of version 11, and no checkpoint makes up for it.",
    ],
    [
      "the missing part of the checkpoint that would make up for a gap",
      { [commit(8)]: add, [`t/_delta_log/${v(7)}.checkpoint.0000000001.0000000002.parquet`]: "" },
      log,
      "The Delta log lacks the commit of version 7, and no checkpoint makes up for it " +
        "(of the checkpoint of version 7 only 1 of 2 parts are there).",
    ],
    [
      "commits without a schema",
      { [commit(0)]: protocol, [commit(1)]: add },
      log,
      "No commit and no checkpoint of the Delta log has a metaData action, which holds the schema.",
    ],
    [
      "a line that is cut off",
      { [commit(0)]: first, [commit(1)]: `${add}{"add":{"pa` },
      commit(1),
      `${broken} line 2 is not a whole JSON object.`,
    ],
    ["an empty commit", { [commit(0)]: first, [commit(1)]: "" }, commit(1), `${broken} it is empty.`],
    [
      "a checkpoint that is no Parquet",
      { [`t/_delta_log/${v(7)}.checkpoint.parquet`]: "no Parquet file at all" },
      `t/_delta_log/${v(7)}.checkpoint.parquet`,
      `${broken} it is not sound Parquet: \`parquet file invalid (footer != PAR1)\`.`,
    ],
    [
      "an empty checkpoint",
      { [`t/_delta_log/${v(7)}.checkpoint.parquet`]: "" },
      `t/_delta_log/${v(7)}.checkpoint.parquet`,
      `${broken} it is not sound Parquet.`,
    ],
    [
      "a change that waits for its catalog",
      { [commit(0)]: first, [`t/_delta_log/_staged_commits/${v(1)}.${uuid}.json`]: metaData("second") },
      `t/_delta_log/_staged_commits/${v(1)}.${uuid}.json`,
      "The commit of version 1 changes the table, and only its catalog knows whether the commit counts.",
    ],
  ])("%s", async (_, files, file, message) => {
    const found = await descriptionIn(files);
    expect(found).toMatchObject({ code: "GP2206", severity: "error", file, message });
    expect(found).toHaveProperty("hint");
  });

  it("a file that cannot be read", async () => {
    const cwd = temporaryDirectory({ [commit(0)]: first });
    symlinkSync("nowhere", join(cwd, commit(1)));
    const message = "The file cannot be read: it does not exist.";
    expect(await read(cwd)).toMatchObject({ code: "GP5003", file: commit(1), message });
  });

  it("a directory in the place of a file", async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, commit(0)), { recursive: true });
    const message = "The file cannot be read: it is a directory.";
    expect(await read(cwd)).toMatchObject({ code: "GP5003", file: commit(0), message });
  });

  it("a log that is gone", async () => {
    const message = "The directory cannot be read: it does not exist.";
    expect(await read(temporaryDirectory())).toMatchObject({ code: "GP5003", file: "t/_delta_log", message });
  });
});

describe("readDeltaLog, whatever is cut off or wiped out,", () => {
  it("gives the right actions or an error", async () => {
    const cwd = fixture("evolved");
    const path = checkpointIn(cwd);
    const whole = readFileSync(path);
    const cut = fc.nat(whole.length).map((at) => whole.subarray(0, at));
    const headless = fc.integer({ min: 1, max: whole.length }).map((at) => whole.subarray(at));
    const wiped = fc.tuple(fc.nat(whole.length), fc.integer({ min: 1, max: 2048 })).map(([at, length]) => {
      return Buffer.from(whole).fill(0, at, Math.min(whole.length, at + length));
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, headless, wiped), async (bytes) => {
        writeFileSync(path, bytes);
        const found = await read(cwd);
        if (bytes.length < whole.length) expect(found).toMatchObject({ severity: "error" });
        else expect("code" in found ? found.severity : "read").toMatch(/^(?:error|read)$/);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it("never passes over a change that is cut off", async () => {
    const change = '{"metaData":{"description":"second","configuration":{"a":"}"}}}';
    const cwd = temporaryDirectory({ [commit(0)]: first });
    for (let length = add.length; length < add.length + change.length + add.length; length++) {
      writeFileSync(join(cwd, commit(1)), `${add}${change}\r\n${add}`.slice(0, length));
      const found = await read(cwd);
      const isBegun = length > add.length;
      const isWhole = length >= add.length + change.length;
      if ("code" in found) expect(found.code).toBe("GP2206");
      else expect(found).toMatchObject(described(isBegun ? "second" : "first"));
      if (isBegun && !isWhole) expect(found).toMatchObject({ code: "GP2206" });
    }
  });
});

describe("isDeltaTable", () => {
  it("looks for the directory of the log", async () => {
    const cwd = temporaryDirectory({ "a/_delta_log/x": "", "b/x": "", "c/_delta_log": "" });
    expect(await isDeltaTable(join(cwd, "a"))).toBe(true);
    expect(await isDeltaTable(join(cwd, "b"))).toBe(false);
    expect(await isDeltaTable(join(cwd, "c"))).toBe(false);
    expect(await isDeltaTable(join(cwd, "nowhere"))).toBe(false);
  });
});

describe("readDeltaLog, of a long log,", () => {
  it("reads no commit older than it needs", async () => {
    const cwd = temporaryDirectory({ "t/_delta_log/x": "" });
    const log = join(cwd, "t/_delta_log");
    // Whatever is older would be an error to read.
    for (let version = 0; version < 300; version++)
      writeFileSync(join(log, `${v(version)}.json`), version < 290 ? "" : add);
    copyFileSync(checkpointIn(fixture("evolved")), join(log, `${v(295)}.checkpoint.parquet`));
    for (let version = 290; version < 295; version++) rmSync(join(log, `${v(version)}.json`));
    expect(await read(cwd)).toEqual(evolved);
  });
});
