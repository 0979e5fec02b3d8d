import { expect, test } from "vitest";
import { dateText, decimalText, jsonNumber, timestampText } from "../../../../src/emulator/store/value-text.js";
import { firstMicros, lastMicros } from "./cells.js";

test.each([
  [0, "1970-01-01"],
  [-1, "1969-12-31"],
  [-719_162, "0001-01-01"],
  [2_932_896, "9999-12-31"],
  [2_932_897, "+010000-01-01"],
  [-719_529, "-000001-12-31"],
  [11_016, "2000-02-29"],
  [-25_509, "1900-02-28"],
  [-25_508, "1900-03-01"],
])("day %i is %s", (days, want) => {
  expect(dateText(days)).toBe(want);
});

test("days of 500 years are those of Date", () => {
  const wrong = Array.from({ length: 500 * 366 }, (_, index) => index - 250 * 366).filter(
    (days) => dateText(days) !== new Date(days * 86_400_000).toISOString().slice(0, 10),
  );
  expect(wrong).toEqual([]);
});

test.each([
  [0n, "Z", "1970-01-01T00:00:00.000000Z"],
  [-1n, "", "1969-12-31T23:59:59.999999"],
  [firstMicros, "Z", "0001-01-01T00:00:00.000000Z"],
  [lastMicros, "", "9999-12-31T23:59:59.999999"],
  [1_700_000_000_123_456n, "Z", "2023-11-14T22:13:20.123456Z"],
  [2n ** 63n - 2n, "Z", "+294247-01-10T04:00:54.775806Z"],
  [2n ** 63n - 1n, "Z", "infinity"],
  [1n - 2n ** 63n, "", "-infinity"],
] as const)("microsecond %s%s is %s", (micros, zone, want) => {
  expect(timestampText(micros, zone)).toBe(want);
});

test.each([
  [0n, 0, "0"],
  [0n, 2, "0.00"],
  [-5n, 2, "-0.05"],
  [12_345n, 2, "123.45"],
  [1n - 10n ** 38n, 0, `-${"9".repeat(38)}`],
  [10n ** 38n - 1n, 38, `0.${"9".repeat(38)}`],
])("%s at scale %i is %s", (unscaled, scale, want) => {
  expect(decimalText(unscaled, scale)).toBe(want);
});

test.each([
  [1.5, 1.5],
  [NaN, "NaN"],
  [Infinity, "Infinity"],
  [-Infinity, "-Infinity"],
])("number %d is %s in JSON", (value, want) => {
  expect(jsonNumber(value)).toBe(want);
});
