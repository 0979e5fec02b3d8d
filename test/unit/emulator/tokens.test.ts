import { describe, expect, it } from "vitest";
import type { AuthorizationDetail } from "../../../src/emulator/core.js";
import { Tokens } from "../../../src/emulator/tokens.js";
import { FakeClock } from "../../support/fake-clock.js";

const resource = "api://databricks/workspaces/1/zerobusDirectWriteApi";

function detail(objectType: string, objectPath: string, ...privileges: readonly string[]): AuthorizationDetail {
  return { type: "unity_catalog_privileges", privileges, objectType, objectPath, operations: [] };
}

const catalog = detail("CATALOG", "a", "USE CATALOG");
const schema = detail("SCHEMA", "a.b", "USE SCHEMA");
const table = detail("TABLE", "a.b.c", "SELECT", "MODIFY");

function registry(deniedTables: readonly string[] = [], accept: "issued" | "any" = "issued") {
  const clock = new FakeClock();
  return { clock, tokens: new Tokens({ accept, deniedTables: new Set(deniedTables) }, clock) };
}

describe("tokens", () => {
  it.each<[name: string, details: readonly AuthorizationDetail[], missing: readonly string[]]>([
    ["everything", [catalog, schema, table], []],
    ["everything in another case", [catalog, schema, detail("table", "A.B.C", "select", "modify")], []],
    ["nothing", [], ["USE CATALOG", "USE SCHEMA", "SELECT", "MODIFY"]],
    ["no MODIFY", [catalog, schema, detail("TABLE", "a.b.c", "SELECT")], ["MODIFY"]],
    ["all privileges", [catalog, schema, detail("TABLE", "a.b.c", "ALL PRIVILEGES")], ["SELECT", "MODIFY"]],
    ["MODIFY on the schema", [catalog, schema, detail("SCHEMA", "a.b", "SELECT", "MODIFY")], ["SELECT", "MODIFY"]],
    ["another table", [catalog, schema, detail("TABLE", "a.b.d", "SELECT", "MODIFY")], ["SELECT", "MODIFY"]],
  ])("with %s", (_name, details, missing) => {
    const { tokens } = registry();
    const token = tokens.issue("me", "all-apis", resource, details, 60);
    const want =
      missing.length === 0 ? { kind: "ok", clientId: "me" } : { kind: "missing_grants", privileges: missing };
    expect(tokens.verify(token, "ingest", "a.b.c")).toEqual(want);
  });

  it("are for one purpose", () => {
    const { tokens } = registry();
    const ingest = tokens.issue("me", "all-apis", resource, [], 60);
    const workspace = tokens.issue("me", "all-apis", null, [], 60);
    expect(ingest).not.toBe(workspace);
    expect(tokens.verify(workspace, "workspace", null)).toEqual({ kind: "ok", clientId: "me" });
    expect(tokens.verify(workspace, "ingest", "a.b.c")).toEqual({ kind: "wrong_scope" });
    expect(tokens.verify(ingest, "workspace", null)).toEqual({ kind: "wrong_scope" });
    expect(tokens.issued).toBe(2);
  });

  it("end with their time, or before it", () => {
    const { clock, tokens } = registry();
    const [early, late] = [1, 2].map((seconds) => tokens.issue("me", "all-apis", null, [], seconds));
    clock.pass(1_000);
    expect(tokens.verify(early!, "workspace", null)).toEqual({ kind: "expired" });
    expect(tokens.verify(late!, "workspace", null).kind).toBe("ok");
    tokens.expireAll();
    expect(tokens.verify(late!, "workspace", null)).toEqual({ kind: "expired" });
    expect(tokens.verify(tokens.issue("me", "all-apis", null, [], 1), "workspace", null).kind).toBe("ok");
    expect(tokens.verify("made-up", "workspace", null)).toEqual({ kind: "unknown" });
  });

  it("open no denied table, whoever gave them out", () => {
    for (const accept of ["issued", "any"] as const) {
      const { tokens } = registry(["a.b.c"], accept);
      const token = tokens.issue("me", "all-apis", resource, [catalog, schema, table], 60);
      expect(tokens.verify(token, "ingest", "A.B.C")).toMatchObject({ privileges: ["SELECT", "MODIFY"] });
    }
    expect(registry([], "any").tokens.verify("made-up", "ingest", "a.b.c")).toEqual({ kind: "ok", clientId: "" });
  });
});
