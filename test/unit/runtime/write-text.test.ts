/** Text of every length and alphabet is written as UTF-8, whichever way is the fastest for it. */
import { describe, expect, it } from "vitest";
import { type EveryType, decodeEveryType, encodeEveryType } from "./support/every-type.js";

const row = (text: string): EveryType => ({ id: 1, text }) as EveryType;

const lengths = [0, 1, 19, 20, 21, 35, 36, 37, 42, 43, 63, 64, 127, 128, 399, 400, 401, 5_461, 5_462, 16_384, 40_000];
const alphabets: [string, string][] = [
  ["ASCII", "x"],
  ["Latin-1", "größer "],
  ["Cyrillic", "журнал "],
  ["Chinese", "日志"],
  ["astral", "🙂"],
  ["late Cyrillic", `${"x".repeat(70)}ж`],
];

describe.each(alphabets)("%s", (_, part) => {
  it.each(lengths)("text of %i characters is written as it is", (length) => {
    const text = [...part.repeat(length)].slice(0, length).join("");
    const bytes = encodeEveryType(row(text));
    expect(decodeEveryType(bytes).text).toBe(text);
    expect(Buffer.from(bytes).includes(Buffer.from(text))).toBe(true);
  });

  it.each(lengths)("a lone surrogate behind %i characters is refused", (length) => {
    const text = [...part.repeat(length)].slice(0, length).join("");
    for (const wrong of [`${text}\ud800`, `\udc00${text}`, `${text}\ud800${text}`]) {
      expect(() => encodeEveryType(row(wrong))).toThrow(
        expect.objectContaining({ code: "format", received: "a text with a lone surrogate" }),
      );
    }
  });
});
