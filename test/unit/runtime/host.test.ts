/** The runtime where Node's Buffer and newer methods of strings are absent: bundled, and run in a realm without them. */
import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import type * as everyType from "./support/every-type.js";
import { decodeEveryType, encodeEveryType, type EveryType } from "./support/every-type.js";

let portable: typeof everyType;

beforeAll(() => {
  const { outputFiles } = buildSync({
    entryPoints: [new URL("support/every-type.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "bundle",
    target: "es2022",
  });
  const context = createContext({ TextEncoder, TextDecoder });
  runInContext("delete String.prototype.isWellFormed;", context);
  runInContext(outputFiles[0]?.text ?? "", context);
  portable = runInContext("bundle", context) as typeof everyType;
  expect(runInContext("typeof Buffer", context)).toBe("undefined");
});

describe("without Buffer", () => {
  const texts = [
    "",
    "a",
    "é",
    "€uro 🙂",
    "x".repeat(23),
    "x".repeat(24),
    "x".repeat(25),
    "é".repeat(64),
    "🙂".repeat(40_000),
  ];

  it.each(texts.map((text) => [text.length, text] as const))("the bytes of %i characters are the same", (_, text) => {
    const row = { id: 5, text, place: { name: text }, blob: new Uint8Array([1, 2]) } as unknown as EveryType;
    const bytes = portable.encodeEveryType(row);
    expect([...bytes]).toEqual([...encodeEveryType(row)]);
    expect(portable.decodeEveryType(bytes).text).toBe(text);
    expect(decodeEveryType(Uint8Array.from(bytes)).text).toBe(text);
  });

  it("wrong text is refused both ways", () => {
    const row = { id: 5, text: `${"x".repeat(30)}\ud800` } as unknown as EveryType;
    expect(() => portable.encodeEveryType(row)).toThrow(/lone surrogate/);
    expect(portable.validateEveryType(row).ok).toBe(false);
    expect(portable.validateEveryType({ id: 5, text: "🙂" }).ok).toBe(true);
    expect(() => portable.decodeEveryType(Uint8Array.from([8, 1, 0x4a, 1, 0xff]))).toThrow(/not UTF-8/);
    expect(portable.decodeEveryType(Uint8Array.from([8, 1, 0x4a, 3, 0xef, 0xbf, 0xbd])).text).toBe("\ufffd");
  });

  it("dates and bytes of another realm are taken", () => {
    const row = { id: 1, instant: new Date(1_700_000_000_000), blob: Buffer.from([7]) } as unknown as EveryType;
    const back = portable.decodeEveryType(portable.encodeEveryType(row));
    expect(back.instant).toBe(1_700_000_000_000_000n);
    expect([...(back.blob ?? [])]).toEqual([7]);
  });
});
