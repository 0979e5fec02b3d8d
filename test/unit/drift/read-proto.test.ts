import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullName } from "../../../src/catalog/table.js";
import { readProto } from "../../../src/drift/read-proto.js";
import { mapTable } from "../../../src/mapping/map-table.js";
import { array, column, decimal, double, field, long, map, string, struct, table } from "../../support/tables.js";
import { anyTable } from "../catalog/arbitrary-table.js";
import { writable } from "./writable-table.js";
import { protoOfTable } from "./proto-of.js";
import { shapeOf } from "./shape.js";

const root = join(import.meta.dirname, "../../..");

function protoFiles(directory: string): readonly string[] {
  const paths = readdirSync(join(root, directory), { recursive: true, encoding: "utf8" });
  return paths.filter((path) => path.endsWith(".proto")).map((path) => `${directory}/${path}`);
}

describe("readProto", () => {
  const files = [...protoFiles("test/golden"), ...protoFiles("generated")];

  it("is tried with the files of the repository", () => {
    expect(files.length).toBeGreaterThan(30);
  });

  it.each(files)("reads %s", (path) => {
    expect(readProto(readFileSync(join(root, path), "utf8"))).not.toBeNull();
  });

  it("reads what the table has", () => {
    const one = table(
      [
        column("id", long, { nullable: false, comment: "Who it is." }),
        column("price", decimal(10, 2), { fill: { kind: "default", expression: "0.00" }, comment: "net" }),
        column("serial", long, { fill: { kind: "identity", always: false, start: "1", step: "1" } }),
        column("tags", array(string), { nullable: false }),
        column("place", struct({ lat: double, names: map(string, struct({ x: long })) })),
        column("lines", array({ kind: "struct", fields: [field("sku", string, { nullable: false, comment: "c" })] })),
      ],
      { comment: "All orders." },
    );
    const read = readProto(protoOfTable(one) ?? "");
    expect(read?.name).toBe("main.shop.orders");
    expect(read?.comment).toBe("All orders.");
    expect(read?.row).toEqual(mapTable(one, { unsupported: "error" }).row);
  });

  it("reads every table it is generated from, whatever its names and comments are", () => {
    let generated = 0;
    fc.assert(
      fc.property(anyTable, (arbitrary) => {
        const one = writable(arbitrary);
        const content = protoOfTable(one);
        if (content === null) return;
        generated++;
        const read = readProto(content);
        expect(read === null ? null : shapeOf(read.row)).toEqual(shapeOf(mapTable(one, { unsupported: "omit" }).row));
      }),
      { numRuns: 150 },
    );
    expect(generated).toBeGreaterThan(15);
  });
});

const good =
  protoOfTable(
    table([
      column("id", long, { nullable: false }),
      column("place", struct({ lat: double })),
      column("tags", array(string)),
      column("code", { kind: "char", length: 3 }),
      column("share", decimal(5, 2)),
      column("totals", map({ kind: "integer" }, struct({ net: decimal(9, 2) }))),
    ]),
  ) ?? "";

const escaped = { catalog: "main", schema: "a\u202eb", table: "orders" };

describe("readProto gives up on", () => {
  it.each([
    ["no text", ""],
    ["a header of another wording", good.replace("Do not edit", "Please do not edit")],
    ["another version's hash", good.replace(/schema \w+/, "schema 00000000")],
    ["a change of the type in the doc", good.replace("// BIGINT NOT NULL.", "// INT NOT NULL.")],
    ["a change of the declaration", good.replace("required int64 id", "required int32 id")],
    ["a change of both", good.replace("BIGINT", "INT").replace("required int64 id", "required int32 id")],
    ["a label that is not the doc's", good.replace("required int64", "optional int64")],
    ["a name that was changed", good.replace(" id = 1", " key = 1")],
    ["a number that was changed", good.replace("tags = 3", "tags = 4")],
    ["numbers out of order", good.replace("id = 1", "id = 9")],
    ["a field without a doc", good.replace("  // BIGINT NOT NULL.\n", "")],
    ["a doc without a field", good.replace("  required int64 id = 1;\n", "")],
    ["a line more", good.replace("  // BIGINT", "  reserved 7;\n  // BIGINT")],
    ["an option of a field", good.replace("id = 1;", "id = 1 [deprecated = true];")],
    ["a message that is not closed", good.replace(/}\n$/, "")],
    ["text behind the message", `${good}\n`],
    ["a second message", `${good}\nmessage Other {\n}\n`],
    ["a message nobody names", good.replace("optional Place place", "optional double place")],
    ["a message of another name", good.replace("message Place", "message Elsewhere")],
    ["other indentation", good.replaceAll("  ", "    ")],
    ["lines ending in CRLF", good.replaceAll("\n", "\r\n")],
    ["an unknown type", good.replace("// BIGINT NOT NULL.", "// HUGEINT NOT NULL.")],
    ["another unit", good.replace("; NULL and empty are the same on the wire", "")],
    ["a comment that sticks to the type", good.replace("NOT NULL.", "NOT NULL.x")],
    ["a parameter too many", good.replace("CHAR(3)", "CHAR(3,1)")],
    ["a parameter too few", good.replace("DECIMAL(5,2)", "DECIMAL(5)")],
    ["a change of a map's key", good.replace("map<int32,", "map<int64,")],
    ["a change of a map's value", good.replace("int32, Totals>", "int32, string>")],
    ["a map for a list", good.replace("repeated string tags", "map<string, string> tags")],
    ["a list for a map", good.replace("map<int32, Totals>", "repeated Totals")],
    [
      "a message too many",
      good.replace(/}\n$/, "\n  message More {\n    // INT.\n    optional int32 x = 1;\n  }\n}\n"),
    ],
    ["no word about the table", good.replace("// Row of main.shop.orders.\n", "")],
    ["a message without fields", good.replace("    // DOUBLE.\n    optional double lat = 1;\n", "")],
    ["a table whose name had to be escaped", protoOfTable(table([column("id", long)], { name: escaped })) ?? ""],
    ["proto3", good.replace("proto2", "proto3")],
  ])("%s", (_, text) => {
    expect(text).not.toBe(good);
    expect(readProto(text)).toBeNull();
  });

  it("none of these where nothing was changed", () => {
    expect(readProto(good)).not.toBeNull();
  });

  it("any text, without throwing", () => {
    const lines = fc.constantFrom(...good.split("\n"), "  }", "}", "// x", "  // INT.", "  optional int32 y = 1;");
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 30 }), fc.nat({ max: 14 }), (mixed, kept) => {
        const text = [...good.split("\n").slice(0, kept), ...mixed].join("\n");
        expect(readProto(text)?.name ?? null).toBeOneOf([
          null,
          fullName({ catalog: "main", schema: "shop", table: "orders" }),
        ]);
      }),
    );
  });
});
