/** typia's validators: types of the rows are written as TypeScript and go through `typia generate`. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pascal, tablesOf, write } from "../support/build.mjs";
import { program } from "./install.mjs";
import { decimalPattern } from "./json-schema.mjs";

export function writeTypia(out, ddl) {
  const source = path.join(out, "typia-source");
  const validators = tablesOf(ddl).map(({ table, columns }) => {
    const type = typeOf({ kind: "struct", fields: columns });
    return `export const validate${pascal(table)} = typia.createValidateEquals<${type}>();\n`;
  });
  // `write` would take the types away.
  write(path.join(source, "validators.mts"), `import typia, { tags } from "typia";\n${validators.join("")}`);
  const compilerOptions = {
    strict: true,
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "Bundler",
    skipLibCheck: true,
    types: [],
  };
  write(path.join(source, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.mts", "*.ts"] }));
  const args = [
    "generate",
    "--input",
    source,
    "--output",
    path.join(out, "typia-generated"),
    "--project",
    path.join(source, "tsconfig.json"),
  ];
  execFileSync(program("typia"), args, { cwd: out, stdio: ["ignore", "ignore", "inherit"] });
  const generated = readFileSync(path.join(out, "typia-generated", "validators.mts"), "utf8");
  write(path.join(out, "peers/typia/validators.ts"), generated);
}

const simple = {
  boolean: "boolean",
  integer: 'number & tags.Type<"int32">',
  long: 'number & tags.Type<"int64">',
  timestamp: 'number & tags.Type<"int64">',
  double: "number",
  string: "string",
  binary: "Uint8Array",
};

function typeOf(type) {
  switch (type.kind) {
    case "decimal":
      return `string & tags.Pattern<${JSON.stringify(decimalPattern(type))}>`;
    case "array":
      return `Array<${typeOf(type.element)}>`;
    case "map":
      return `{ [key: string]: ${typeOf(type.value)} }`;
    case "struct":
      return `{ ${type.fields.map(memberOf).join(" ")} }`;
    default:
      return simple[type.kind];
  }
}

function memberOf({ name, type, nullable }) {
  return nullable ? `${name}?: (${typeOf(type)}) | null | undefined;` : `${name}: ${typeOf(type)};`;
}
