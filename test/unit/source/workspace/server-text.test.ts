import { describe, expect, it } from "vitest";
import { secretsOf, withoutSecrets } from "../../../../src/network/server-text.js";
import { errorText, oneLine, shown } from "../../../../src/source/workspace/server-text.js";

describe("the text of an error", () => {
  it.each([
    [
      "org.apache.hive.service.cli.HiveSQLException: Error running query: [A_B] org.apache.spark.sql.X: [A_B] No.\n\tat org.apache.X.y(X.scala:1)",
      "[A_B] org.apache.spark.sql.X: [A_B] No",
    ],
    ["java.io.IOException: disk full", "disk full"],
    ["[A] not here. SQLSTATE: 42P01; line 1 pos 18;\n'Show\n+- x", "[A] not here"],
    ["[A] bad\n\n== SQL ==\nSELECT", "[A] bad"],
    ["one\r\n\u001b[31mtwo\u202e", "one [31mtwo"],
    ["x".repeat(10_000_000), `${"x".repeat(299)}…`],
    ["", ""],
  ])("%.60j", (text, want) => {
    expect(errorText(text)).toBe(want);
  });
});

describe("a name or text on one line", () => {
  it.each([
    ["a\r\n b\u0000c", "a b c"],
    ["[A]\n b\u0000", "[A] b"],
    ["\u202egnirts", "gnirts"],
    ["x".repeat(301), `${"x".repeat(299)}…`],
    ["", ""],
  ])("%.60j", (text, want) => {
    expect(oneLine(text)).toBe(want);
    expect(shown(text)).toBe(`\`${want}\``);
  });
});

describe("secrets", () => {
  it("are the values of headers, whole or in parts, but not what is too short to be one", () => {
    const headers = { authorization: "Bearer dapi0123456789", "x-databricks-azure-workspace-resource-id": "short" };
    expect(secretsOf(headers)).toEqual(["Bearer dapi0123456789", "dapi0123456789"]);
    expect(withoutSecrets("got Bearer dapi0123456789, dapi0123456789 and Bearer short", secretsOf(headers))).toBe(
      "got ***, *** and Bearer short",
    );
  });

  it("are taken out whole where one is part of another", () => {
    expect(withoutSecrets("tokentoken-long", new Set(["tokentoken", "tokentoken-long"]))).toBe("***");
  });
});
