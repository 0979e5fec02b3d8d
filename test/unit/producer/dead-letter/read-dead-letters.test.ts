import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deadLetterFile } from "../../../../src/producer/dead-letter/dead-letter-file.js";
import { type DeadLetterEntry, readDeadLetters } from "../../../../src/producer/dead-letter/read-dead-letters.js";
import { readLines } from "../../../../src/producer/dead-letter/read-lines.js";
import { temporaryDirectory, writeFiles } from "../../../support/temporary-directory.js";

async function entriesOf(content: string | Uint8Array): Promise<DeadLetterEntry[]> {
  const path = join(temporaryDirectory({ "r.ndjson": content }), "r.ndjson");
  const entries: DeadLetterEntry[] = [];
  for await (const entry of readDeadLetters(path)) entries.push(entry);
  return entries;
}

async function messageOf(content: string | Uint8Array): Promise<unknown> {
  const [entry, ...others] = await entriesOf(content);
  expect(others).toEqual([]);
  return entry?.kind === "unreadable" ? entry.message : entry;
}

describe("readDeadLetters", () => {
  it("gives what a sink wrote, with its place", async () => {
    const path = join(temporaryDirectory(), "r.ndjson");
    const sink = deadLetterFile(path);
    const facts = { kind: "invalid", table: "main.shop.orders", at: "2026-05-01T12:00:00.000Z", issues: [] } as const;
    const rows = [{ id: 5n }, { at: new Date(7), name: "ü\n\u2028" }];
    for (const row of rows) await sink.write({ ...facts, row });
    await sink.close();
    const entries: DeadLetterEntry[] = [];
    for await (const entry of readDeadLetters(path)) entries.push(entry);
    expect(entries).toMatchObject([
      {
        kind: "dead-letter",
        line: 1,
        start: 0,
        table: "main.shop.orders",
        at: facts.at,
        form: "row",
        row: rows[0],
        lost: [],
      },
      { kind: "dead-letter", line: 2, start: entries[0]!.end, form: "row", row: rows[1] },
    ]);
    expect(entries[0]).toHaveProperty("rowJson", '{"id":{"$bigint":"5"}}');
  });

  it("says why a row was rejected, as far as the line says it", async () => {
    const issues = [
      { path: ["items", 2], message: "expected a, received b" },
      { path: [], message: "no row" },
      5,
      null,
    ];
    const lines = [
      { kind: "invalid", issues },
      { kind: "refused", error: { message: "NOT_FOUND: gone" } },
      { kind: "else", issues: 1, error: "x" },
    ].map((more) => JSON.stringify({ table: "a.b.c", row: 1, ...more }));
    expect(await entriesOf(lines.join("\n"))).toMatchObject([
      { rejected: "invalid", reasons: ["items.2: expected a, received b", "no row"] },
      { rejected: "refused", reasons: ["NOT_FOUND: gone"] },
      { rejected: null, reasons: [] },
    ]);
  });

  it("keeps the text of a JSON record", async () => {
    const row = '{ "id": 12345678901234567890, "x": 1.50 }';
    const [entry] = await entriesOf(`{"table":"a.b.c","form":"json","row":${row}}`);
    expect(entry).toMatchObject({ kind: "dead-letter", form: "json", rowJson: row });
  });

  it("takes what people write: other orders, spaces, CRLF, blank lines, a byte order mark, no last line feed", async () => {
    const content = '\ufeff{ "row" : {"a":1} , "table":"a.b.c" }\r\n\r\n  \n{"table":"a.b.c","row":{"a":2}}';
    expect(await entriesOf(content)).toMatchObject([
      { line: 1, start: 0, form: "row", row: { a: 1 }, at: null },
      { line: 4, row: { a: 2 } },
    ]);
  });

  it.each([
    ["half a line", '{"table":"a.b.c","row":{"a"', "The line ends before its JSON does."],
    ["no JSON", "secret\n", "The line is no JSON object."],
    ["a list", "[1]\n", "The line is no JSON object."],
    ["no table", '{"row":{}}\n', 'The line has no "table" such as catalog.schema.table.'],
    ["half a table", '{"table":"a.b","row":{}}\n', 'The line has no "table" such as catalog.schema.table.'],
    ["a pattern", '{"table":"a.b.*","row":{}}\n', 'The line has no "table" such as catalog.schema.table.'],
    ["no row", '{"table":"a.b.c"}\n', 'The line has no "row".'],
    ["an inner row", '{"table":"a.b.c","error":{"row":1}}\n', 'The line has no "row".'],
    ["another form", '{"table":"a.b.c","row":{},"form":"xml"}\n', /The "form" of the line is not/],
    ["no list", '{"table":"a.b.c","row":{},"lost":1}\n', 'The "lost" of the line is no list.'],
    [
      "a wrong tag",
      '{"table":"a.b.c","row":{"a":{"$bigint":"x"}}}\n',
      "The row has a $bigint that is not a string of digits.",
    ],
    [
      "a number too long",
      '{"table":"a.b.c","row":{"a":9007199254740993}}\n',
      /more digits than a number of JavaScript keeps/,
    ],
    ["depth", `{"table":"a.b.c","row":${"[".repeat(50_000)}${"]".repeat(50_000)}}\n`, "The row is nested too deeply."],
    ["no UTF-8", Uint8Array.of(123, 255, 10), "The line is not UTF-8 text."],
    ["NUL bytes, as a crash leaves them", new Uint8Array(100), "The line ends before its JSON does."],
  ])("says what is wrong with %s, and shows none of it", async (_, content, message) => {
    const said = await messageOf(content);
    if (typeof message === "string") expect(said).toBe(message);
    else expect(said).toMatch(message);
  });

  it("goes on behind a line that is wrong", async () => {
    const entries = await entriesOf('x\n{"table":"a.b.c","row":1}\n{"torn\n{"table":"a.b.c","row":2}\n');
    expect(entries.map((entry) => (entry.kind === "unreadable" ? null : entry.row))).toEqual([null, 1, null, 2]);
  });

  it("does not throw, whatever is in the file", async () => {
    const lines = [
      '{"table":"a.b.c","row":{"a":1}}',
      '{"table":"a.b.c","form":"decoded","lost":[1],"row":{"$map":[]}}',
    ];
    const edits = fc.array(fc.record({ at: fc.nat(90), text: fc.string() }), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(edits, async (changes) => {
        const content = changes.reduce(
          (text, { at, text: by }) => text.slice(0, at) + by + text.slice(at + 1),
          lines.join("\n"),
        );
        for (const entry of await entriesOf(content)) expect(["dead-letter", "unreadable"]).toContain(entry.kind);
      }),
      { numRuns: 100 },
    );
  });

  it("rejects where there is no file", async () => {
    const path = join(temporaryDirectory(), "nowhere");
    await expect(readDeadLetters(path).next()).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("readLines", () => {
  it("holds no line that is too long", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, { f: `${"x".repeat(50)}\nab\n${"y".repeat(20)}` });
    const lines = [];
    for await (const { digest: _, bytes, ...facts } of readLines(join(directory, "f"), undefined, 10)) {
      lines.push({ ...facts, text: bytes === null ? null : Buffer.from(bytes).toString() });
    }
    expect(lines).toEqual([
      { number: 1, start: 0, end: 51, isWhole: true, text: null },
      { number: 2, start: 51, end: 54, isWhole: true, text: "ab" },
      { number: 3, start: 54, end: 74, isWhole: false, text: null },
    ]);
  });

  it("is the same from the middle on", async () => {
    const path = join(
      temporaryDirectory({ f: Array.from({ length: 50_000 }, (_, at) => `line ${at}\n`).join("") }),
      "f",
    );
    const all = [];
    for await (const line of readLines(path)) all.push(line);
    const { number, start } = all[30_000]!;
    const rest = [];
    for await (const line of readLines(path, { number, start })) rest.push(line);
    expect(all.map(({ bytes }) => Buffer.from(bytes!).toString())).toEqual(all.map((_, at) => `line ${at}`));
    expect(rest.map(({ digest, end }) => [digest, end])).toEqual(
      all.slice(30_000).map(({ digest, end }) => [digest, end]),
    );
  });
});
