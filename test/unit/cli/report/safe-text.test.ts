import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeText } from "../../../../src/cli/report/safe-text.js";

describe("safeText", () => {
  it.each([
    ["keeps text", "größe 東京 🦀\n\tx", "größe 東京 🦀\n\tx"],
    ["shows an escape sequence", "\x1b[31mred\x07", "␛[31mred␇"],
    ["shows a carriage return, a NUL and a delete", "a\rb\0c\x7f", "a␍b␀c␡"],
    ["replaces C1 controls", "a\x9bb", "a\ufffdb"],
    ["replaces what turns text around", "a\u202eb\u2066c\u200fd", "a\ufffdb\ufffdc\ufffdd"],
    ["replaces invisible characters and lone surrogates", "a\u00adb\u{e0041}c\ud800", "a\ufffdb\ufffdc\ufffd"],
    ["keeps the joiners of emoji and of Persian words", "👩\u200d👧 می\u200cخواهم", "👩\u200d👧 می\u200cخواهم"],
    ["replaces line separators that are not line feeds", "a\u2028b", "a\ufffdb"],
  ])("%s", (_, given, want) => {
    expect(safeText(given)).toBe(want);
  });

  it("leaves nothing hidden, and changes nothing twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const safe = safeText(text);
        expect(Array.from(safe)).toHaveLength(Array.from(text).length);
        expect(safe).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
        expect(safeText(safe)).toBe(safe);
      }),
    );
  });
});
