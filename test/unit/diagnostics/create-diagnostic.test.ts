import { expect, test } from "vitest";
import { diagnosticCodes } from "../../../src/diagnostics/codes.js";
import { diagnostic } from "../../../src/diagnostics/create-diagnostic.js";
import { hasErrors } from "../../../src/diagnostics/diagnostic.js";

test("diagnostic() takes the severity of its code", () => {
  expect(diagnostic("GP2003", "m")).toEqual({ code: "GP2003", severity: "warning", message: "m" });
  expect(diagnostic("GP1001", "m", { hint: "h", file: "f" })).toEqual({
    code: "GP1001",
    severity: "error",
    message: "m",
    hint: "h",
    file: "f",
  });
});

test("hasErrors looks for errors only", () => {
  expect(hasErrors([diagnostic("GP2003", "m"), diagnostic("GP2002", "m")])).toBe(false);
  expect(hasErrors([diagnostic("GP2003", "m"), diagnostic("GP1001", "m")])).toBe(true);
});

test("codes are GP and four digits, in ascending order, each with a title", () => {
  const codes = Object.keys(diagnosticCodes);
  expect(codes).toEqual([...codes].sort());
  for (const [code, facts] of Object.entries(diagnosticCodes)) {
    expect(code).toMatch(/^GP\d{4}$/);
    expect(facts.title).toMatch(/^[A-Z].*[^.]$/);
  }
});
