import { describe, expect, test } from "vitest";
import { decimalOf } from "../../../../src/emulator/check/decimal.js";
import { seededRandom } from "../../../wire/support/random.js";

describe("decimalOf", () => {
  test.each<readonly [string, number, number, bigint | "precision" | "format"]>([
    ["0", 1, 1, 0n],
    ["0.5", 1, 1, 5n],
    ["1", 1, 1, "precision"],
    ["00000000000000000000001.5", 2, 1, 15n],
    ["-00000000000000000000001.5", 2, 1, -15n],
    ["-0.000", 38, 38, 0n],
    ["1", 38, 37, 10n ** 37n],
    ["-9.9", 38, 37, -99n * 10n ** 36n],
    ["999999999999999", 15, 0, 999_999_999_999_999n],
    ["999999999999999", 14, 0, "precision"],
    ["9999999999999999", 16, 0, 9_999_999_999_999_999n],
    ["9999999999999999", 15, 0, "precision"],
    ["12345678901234567890.123", 23, 3, 12_345_678_901_234_567_890_123n],
    ["12345678901234567890.1234", 38, 3, "precision"],
    ["12345678901234567890.", 38, 3, "format"],
    ["1234567890.1234567890.1", 38, 20, "format"],
    ["1".repeat(1_000_000), 38, 0, "precision"],
    ["--1", 5, 0, "format"],
    ["1-", 5, 0, "format"],
    ["٣", 5, 0, "format"],
  ])("%s as DECIMAL(%d,%d)", (text, precision, scale, want) => {
    const decimal = decimalOf(text, precision, scale);
    expect(decimal.kind === "value" ? decimal.unscaled : decimal.kind).toBe(want);
  });

  test("reads back what it is given, whatever the length", () => {
    const random = seededRandom(3);
    for (let turn = 0; turn < 2_000; turn++) {
      const precision = 1 + random.below(38);
      const scale = random.below(precision + 1);
      const unscaled = (random.bits(126) % 10n ** BigInt(precision)) * (random.chance(0.5) ? 1n : -1n);
      const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
      const point = digits.length - scale;
      const text = `${unscaled < 0n ? "-" : ""}${digits.slice(0, point)}${scale === 0 ? "" : "."}${digits.slice(point)}`;
      expect(decimalOf(text, precision, scale)).toEqual({ kind: "value", unscaled });
    }
  });
});
