import { expect, test } from "vitest";
import { verifyFiles } from "../../../src/emit/verify-files.js";
import { generate, type GenerateOptions } from "../../../src/generate.js";
import { array, column, long, map, string, struct, table } from "../../support/tables.js";

const columns = [
  column("id", long, { nullable: false }),
  column("items", array(struct({ sku: string, tags: map(string, { kind: "variant" }) }))),
  column("constructor", string),
  column("__proto__", long, { nullable: false }),
];

function filesWith(options: GenerateOptions) {
  return generate({ tables: [table(columns)], options }).files;
}

test.each<GenerateOptions>([
  {},
  { importExtension: ".ts" },
  { importExtension: "" },
  { runtime: "import" },
  { producer: false },
])("emitted files compile with %j", async (options) => {
  expect(await verifyFiles(filesWith(options))).toEqual([]);
});

test("a module that does not compile is a diagnostic with its place", async () => {
  const spoilt = filesWith({}).map((file) => ({
    ...file,
    content: file.content.replace("writeLong(8,", 'writeLong("8",'),
  }));
  expect(await verifyFiles(spoilt)).toMatchObject([
    {
      code: "GP4901",
      severity: "error",
      message:
        "The emitted code does not compile: Argument of type 'string' is not assignable to parameter of type 'number'. (TS2345)",
      file: "main/shop/orders.ts",
      table: "main.shop.orders",
      span: { column: 13 },
    },
  ]);
});

test("a producer for other rows is a diagnostic", async () => {
  const spoilt = filesWith({}).map((file) => ({
    ...file,
    content: file.content.replace("openProducer(orders, options)", "openProducer(columns, options)"),
  }));
  expect(await verifyFiles(spoilt)).toMatchObject([{ code: "GP4901", file: "main/shop/orders.ts" }]);
});

test("without modules there is nothing to load the compiler for", async () => {
  expect(await verifyFiles([])).toEqual([]);
});
