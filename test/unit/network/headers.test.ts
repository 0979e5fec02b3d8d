import { describe, expect, it } from "vitest";
import { headerProblem, isHeaderSafe, lowerCaseHeaders, retryAfter } from "../../../src/network/headers.js";

describe("headers", () => {
  it.each([
    [{}, null],
    [{ "x-team": "smart city\t1", "X_1.a": "" }, null],
    [{ "x-team": "s3cret\n" }, "The header x-team has characters that no header takes."],
    [{ "x-team": "s3crét" }, "The header x-team has characters that no header takes."],
    [{ "s3cret team": "x" }, "The name of a header has characters that no name has."],
    [{ "": "x" }, "The name of a header has characters that no name has."],
  ])("tells what keeps %j from being sent, without a value", (headers, problem) => {
    expect(headerProblem(headers)).toBe(problem);
  });

  it.each([
    ["dapi-1_2.3~4+/=", true],
    ["", false],
    ["two words", false],
    ["line\n", false],
    ["ü", false],
  ])("knows whether %j is a token", (token, safe) => {
    expect(isHeaderSafe(token)).toBe(safe);
  });

  it("writes names in lower case", () => {
    expect(lowerCaseHeaders({ Accept: "a", accept: "b", "X-Y": "c" })).toEqual({ accept: "b", "x-y": "c" });
  });

  it.each([
    ["30", 30_000],
    ["0", 0],
    ["Wed, 21 Oct 2026 07:28:00 GMT", null],
    ["-1", null],
    ["9999999", null],
    ["", null],
  ])("reads how long to wait from %j", (value, ms) => {
    expect(retryAfter(new Headers({ "retry-after": value }))).toBe(ms);
  });
});
