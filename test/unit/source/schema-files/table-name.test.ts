import { describe, expect, it } from "vitest";
import {
  completeName,
  type GivenNames,
  nameOfFile,
  type NameParts,
} from "../../../../src/source/schema-files/table-name.js";

describe("nameOfFile", () => {
  it.each([
    ["orders.json", ["orders"]],
    ["orders.JSONL", ["orders"]],
    ["orders.schema.json", ["orders"]],
    ["orders", ["orders"]],
    ["orders.delta", ["orders"]],
    ["shop.orders.json", ["shop", "orders"]],
    ["main.shop.orders.json", ["main", "shop", "orders"]],
    ["größe.json", ["größe"]],
    ["a.main.shop.orders.json", null],
    ["shop..orders.json", null],
    [".json", null],
    ["orders (1).json", null],
    ["3a0d65cd-4056-49b8-937b-95f9e3ee90e5", null],
  ] satisfies [string, NameParts | null][])("%s", (base, want) => {
    expect(nameOfFile(base)).toEqual(want);
  });
});

describe("completeName", () => {
  const none: GivenNames = { catalog: null, schema: null };
  const both: GivenNames = { catalog: "c", schema: "s" };

  it.each([
    ["all parts are written", ["a", "b", "t"], both, "a.b.t"],
    ["the catalog is given", ["b", "t"], both, "c.b.t"],
    ["catalog and schema are given", ["t"], both, "c.s.t"],
  ] satisfies [string, NameParts, GivenNames, string][])("%s", (_, parts, names, want) => {
    const { name, diagnostics } = completeName(parts, names, "t.json");
    expect(name && `${name.catalog}.${name.schema}.${name.table}`).toBe(want);
    expect(diagnostics).toEqual([]);
  });

  it.each([
    ["both", ["t"], none, "main.default.t", "`t` names no catalog and no schema; main.default is assumed."],
    ["the catalog", ["b", "t"], none, "main.b.t", "`b.t` names no catalog; main is assumed."],
    ["the schema", ["t"], { ...none, catalog: "c" }, "c.default.t", "`t` names no schema; default is assumed."],
  ] satisfies [string, NameParts, GivenNames, string, string][])("assumes %s", (_, parts, names, full, message) => {
    const [catalog, schema, table] = full.split(".");
    expect(completeName(parts, names, "x/t.json")).toEqual({
      name: { catalog, schema, table },
      diagnostics: [
        {
          code: "GP2003",
          severity: "warning",
          message,
          hint: `Pass --catalog and --schema, or put the name before the path: ${full}=x/t.json`,
          file: "x/t.json",
          table: full,
        },
      ],
    });
  });

  it("refuses more than three parts", () => {
    expect(completeName(["a", "b", "c", "d"], both, "t.json")).toMatchObject({
      name: null,
      diagnostics: [{ code: "GP2014", message: "The name `a.b.c.d` has more than three parts.", file: "t.json" }],
    });
  });
});
