import { describe, expect, it } from "vitest";
import { grantHint } from "../../../../src/source/workspace/grants.js";

const toWhom = "TO `<user, group or service principal>`";

describe("grantHint", () => {
  it.each([
    ["User does not have USE SCHEMA on Schema 'main.sensors'.", ["USE SCHEMA ON SCHEMA main.sensors"]],
    ["User does not have USE CATALOG on Catalog 'ma-in'. SQLSTATE: 42501", ["USE CATALOG ON CATALOG `ma-in`"]],
    ['User does not have the USE_SCHEMA privilege on Schema "a.b"', ["USE SCHEMA ON SCHEMA a.b"]],
    [
      "Insufficient privileges:\nUser does not have permission SELECT on table `main`.`x`.\nUser does not have permission USAGE on database `x`.",
      ["SELECT ON TABLE main.x", "USAGE ON SCHEMA x"],
    ],
    [
      "User does not have SELECT on Table 'a` TO x; DROP TABLE y; --'.",
      ["SELECT ON TABLE `a`` TO x; DROP TABLE y; --`"],
    ],
  ])("of %j", (message, want) => {
    const statements = want.map((each) => `GRANT ${each} ${toWhom}`).join("; ");
    expect(grantHint(message, ["main", "s", "t"])).toBe(`Whoever manages it can say: ${statements}.`);
  });

  it.each([
    [
      ["main", "s", "t"],
      ["USE CATALOG ON CATALOG main", "USE SCHEMA ON SCHEMA main.s", "SELECT ON TABLE main.s.t"],
    ],
    [
      ["main", "s"],
      ["USE CATALOG ON CATALOG main", "USE SCHEMA ON SCHEMA main.s", "SELECT ON SCHEMA main.s"],
    ],
    [["main"], ["USE CATALOG ON CATALOG main", "USE SCHEMA ON CATALOG main", "SELECT ON CATALOG main"]],
    [[], ["USE CATALOG ON CATALOG `<catalog>`", "USE SCHEMA ON CATALOG `<catalog>`", "SELECT ON CATALOG `<catalog>`"]],
  ])("for reading %j, where the message names none", (read, want) => {
    const statements = want.map((each) => `GRANT ${each} ${toWhom}`).join("; ");
    expect(grantHint("PERMISSION_DENIED: no", read)).toBe(
      `Reading needs these grants (BROWSE on the catalog may stand for SELECT): ${statements}.`,
    );
  });

  it("takes no time on a hostile message", () => {
    const message = `does not have ${"A ".repeat(1_000_000)} on table '${"x".repeat(1_000_000)}`;
    expect(grantHint(message, ["a", "b", "c"])).toContain("GRANT SELECT ON TABLE a.b.c");
  });
});
