import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { digestOf, type GenerationRecord, readRecord, writeRecord } from "../../../src/output/record.js";
import { temporaryDirectory } from "../../support/temporary-directory.js";

const file = { path: "main/shop/orders.ts", table: "main.shop.orders", header: "main.shop.orders", digest: "d" };
const warning = { code: "GP5014", severity: "warning", message: "m" } as const;
const record: GenerationRecord = { key: "k", tables: ["main.shop.orders"], files: [file], diagnostics: [warning] };

test("a record is read as it was written, by its key", async () => {
  const path = join(temporaryDirectory(), "new/record.json");
  await writeRecord(path, record);
  expect(await readRecord(path, "k")).toEqual(record);
  expect(await readRecord(path, "other")).toBeNull();
  expect(readdirSync(join(path, ".."))).toEqual(["record.json"]);
});

it.each([
  ["no JSON", "{"],
  ["no object", "[]"],
  ["null", "null"],
  ["no tables", JSON.stringify({ ...record, tables: undefined })],
  ["tables that are no names", JSON.stringify({ ...record, tables: [1] })],
  ["no files", JSON.stringify({ ...record, files: {} })],
  ["files that are none", JSON.stringify({ ...record, files: [null] })],
  ["files without a path", JSON.stringify({ ...record, files: [{ ...file, path: null }] })],
  ["findings that are none", JSON.stringify({ ...record, diagnostics: ["x"] })],
])("a file that holds %s is no record", async (_, text) => {
  const root = temporaryDirectory({ "record.json": text });
  expect(await readRecord(join(root, "record.json"), "k")).toBeNull();
});

test("no file is no record", async () => {
  expect(await readRecord(join(temporaryDirectory(), "record.json"), "k")).toBeNull();
});

describe("a digest", () => {
  test("tells texts from their parts, their order and their ends", () => {
    const lists = [["ab"], ["a", "b"], ["b", "a"], ["ab", ""], ["1:a", "b"], ["é"], ["\u{1f600}", "x"], []];
    expect(new Set(lists.map(digestOf)).size).toBe(lists.length);
  });

  test("is the same for the same", () => {
    const bytes = readFileSync(import.meta.filename);
    expect(digestOf([bytes])).toBe(digestOf([readFileSync(import.meta.filename)]));
  });
});
