/** Text of every length and script, since each has a way of its own to be read. */
import { describe, expect, it } from "vitest";
import { utf8Text } from "../../../src/runtime/read-text.js";

/** The bytes with others around them, in a view that does not begin where its memory does. */
function read(bytes: Uint8Array, before = 3, after = 2): string | undefined {
  const memory = new Uint8Array(before + bytes.length + after + 5).fill(0x80);
  memory.set(bytes, before + 5);
  return utf8Text(memory.subarray(5), before, before + bytes.length);
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lengths = [...Array.from({ length: 40 }, (_, length) => length), 63, 64, 127, 511, 512, 513, 4000];
const scripts: [string, string][] = [
  ["ASCII", "plain words of a log line, "],
  ["Latin-1", "Größe überschritten, ÿ"],
  ["Cyrillic", "журнал событий"],
  ["CJK", "日本語のログ"],
  ["astral", "🙂🏁"],
  ["controls", "\0\u0001\u007f\u0080"],
  ["replacement characters", "a\ufffd"],
  ["byte order marks", "\ufeffb"],
];

describe.each(scripts)("%s", (_, sample) => {
  it.each(lengths)("%i characters", (length) => {
    const text = [...sample.repeat(length)].slice(0, length).join("");
    const bytes = Buffer.from(text);
    expect(read(bytes)).toBe(text);
    expect(read(bytes, 0, 0)).toBe(text);
  });
});

describe("one other character at any place", () => {
  it.each(["é", "€", "🙂", "\ufffd"])("%s", (character) => {
    for (const length of [1, 7, 8, 9, 24, 25, 30, 520]) {
      for (let at = 0; at < length; at += length > 100 ? 37 : 1) {
        const text = `${"x".repeat(at)}${character}${"y".repeat(length - at - 1)}`;
        expect(read(Buffer.from(text))).toBe(text);
      }
    }
  });
});

describe("bytes that are no UTF-8", () => {
  const wrong = ["ff", "80", "c3", "e282", "f09f99", "c0af", "eda080", "f4908080", "f8888080"];
  it.each(wrong)("%s, anywhere", (hex) => {
    for (const length of [0, 1, 5, 8, 20, 23, 30, 511, 520]) {
      for (const at of [0, Math.floor(length / 2), length]) {
        const bytes = Buffer.concat([Buffer.alloc(at, 97), Buffer.from(hex, "hex"), Buffer.alloc(length - at, 98)]);
        expect(() => strict.decode(bytes)).toThrow();
        expect(read(bytes)).toBeUndefined();
        expect(read(bytes, 0, 0)).toBeUndefined();
      }
    }
  });
});
