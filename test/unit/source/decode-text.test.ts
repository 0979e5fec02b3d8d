import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText } from "../../../src/source/decode-text.js";

const sql = "CREATE TABLE t (`größe` INT, e STRING COMMENT '🦀');\n";

function utf16(text: string, options: { mark: boolean; swap: boolean }): Buffer {
  const bytes = Buffer.from((options.mark ? "\ufeff" : "") + text, "utf16le");
  return options.swap ? bytes.swap16() : bytes;
}

describe("decodeText reads", () => {
  it.each([
    ["UTF-8", Buffer.from(sql)],
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${sql}`)],
    ["UTF-16LE with a byte order mark", utf16(sql, { mark: true, swap: false })],
    ["UTF-16BE with a byte order mark", utf16(sql, { mark: true, swap: true })],
    ["UTF-16LE without a mark", utf16(sql, { mark: false, swap: false })],
    ["UTF-16BE without a mark", utf16(sql, { mark: false, swap: true })],
  ])("%s", (_, bytes) => {
    expect(decodeText(bytes)).toEqual({ ok: true, text: sql });
  });

  it("an empty file, a single byte, and a mark alone", () => {
    expect(decodeText(new Uint8Array())).toEqual({ ok: true, text: "" });
    expect(decodeText(Buffer.from("a"))).toEqual({ ok: true, text: "a" });
    expect(decodeText(Buffer.from("\ufeff"))).toEqual({ ok: true, text: "" });
  });

  it("a replacement character that the text itself holds", () => {
    expect(decodeText(Buffer.from("a\ufffdb"))).toEqual({ ok: true, text: "a\ufffdb" });
  });

  it("part of a larger buffer", () => {
    expect(decodeText(Buffer.from("xxabcxx").subarray(2, 5))).toEqual({ ok: true, text: "abc" });
  });
});

describe("decodeText refuses", () => {
  it.each([
    ["a lone continuation byte", [0x61, 0x0a, 0x62, 0x80, 0x63], { offset: 3, line: 2, column: 2 }],
    ["Latin-1", [0x67, 0x72, 0xf6, 0xdf, 0x65], { offset: 2, line: 1, column: 3 }],
    ["a sequence cut off by the end", [0x61, 0xe2, 0x82], { offset: 1, line: 1, column: 2 }],
    ["a sequence cut off by the end of its line", [0xe2, 0x82, 0x0a, 0x61], { offset: 0, line: 1, column: 1 }],
    ["an overlong form", [0x0a, 0xc0, 0xaf], { offset: 1, line: 2, column: 1 }],
    ["an encoded surrogate", [0xed, 0xa0, 0x80], { offset: 0, line: 1, column: 1 }],
    [
      "a wrong byte after a real replacement character and an astral one",
      [...Buffer.from("\ufffd🦀"), 0xff],
      { offset: 3, line: 1, column: 4 },
    ],
  ])("%s, with its place", (_, bytes, place) => {
    expect(decodeText(Uint8Array.from(bytes))).toEqual({ ok: false, encoding: "UTF-8", place });
  });

  it("UTF-16 with a lone surrogate or half a code unit", () => {
    const lone = utf16("a\ud800b", { mark: true, swap: false });
    expect(decodeText(lone)).toEqual({ ok: false, encoding: "UTF-16LE", place: null });
    const half = utf16("ab", { mark: true, swap: true }).subarray(0, 5);
    expect(decodeText(half)).toEqual({ ok: false, encoding: "UTF-16BE", place: null });
  });
});

describe("decodeText, for any input", () => {
  it("gives well-formed text back", () => {
    const text = fc.string({ unit: "binary" }).filter((value) => !value.startsWith("\ufeff") && !value.includes("\0"));
    fc.assert(
      fc.property(text, (value) => {
        expect(decodeText(Buffer.from(value))).toEqual({ ok: true, text: value });
      }),
    );
  });

  it("agrees with TextDecoder on which bytes are UTF-8, and names a place inside", () => {
    const bytes = fc
      .uint8Array({ maxLength: 40 })
      .filter(([first, second]) => first !== 0 && second !== 0 && (first ?? 0) < 0xfe);
    fc.assert(
      fc.property(bytes, (value) => {
        const decoded = decodeText(value);
        expect(decoded.ok).toBe(isUtf8Text(value));
        if (!decoded.ok && decoded.place !== null) expect(decoded.place.offset).toBeLessThan(value.length);
      }),
    );
  });
});

function isUtf8Text(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
