import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  DescriptorProtoSchema,
  type FieldDescriptorProto,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { generate } from "../../src/generate.js";
import { seededRandom } from "./support/random.js";
import { randomTable } from "./support/schemas.js";

/** What the `.proto` and the module of a table say. */
interface Pair {
  readonly name: string;
  readonly proto: string;
  readonly module: string;
}

/** A message in words that both sources have; maps as entries, as descriptors have them. */
interface Shape {
  readonly name: string;
  readonly fields: readonly string[];
  readonly nested: readonly Shape[];
  readonly isEntry: boolean;
}

const schemas = seededRandom(42);
const randomTables = schemas.times(40, (index) => randomTable(schemas, `random_${index}`, 1 + schemas.below(30)));

const golden = join(import.meta.dirname, "../golden");
const goldenProtos = readdirSync(golden, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".proto"),
);

const pairs: readonly Pair[] = [
  ...goldenProtos.map((path) => ({
    name: path,
    proto: readFileSync(join(golden, path), "utf8"),
    module: readFileSync(join(golden, path.replace(/proto$/, "ts")), "utf8"),
  })),
  ...randomTables.map((table) => {
    const [proto, module] = generate({ tables: [table], options: { runtime: "import" } }).files;
    return { name: table.name.table, proto: proto!.content, module: module!.content };
  }),
];

test.each(pairs)("the descriptor of $name says what the .proto says", ({ proto, module }) => {
  expect(shapeOfDescriptor(descriptorOf(module))).toEqual(shapeOfType(typeOf(proto)));
});

describe("the descriptor", () => {
  test("names nested types in full, which is the only way the service finds them", () => {
    const descriptor = descriptorOf(pairs.find(({ name }) => name.includes("baskets"))!.module);
    const names = descriptor.field.map(({ name, typeName }) => `${name} ${typeName}`.trim());
    expect(names).toEqual([
      "basket_id",
      "address .Baskets.Address",
      "billing .Baskets.Billing",
      "items .Baskets.Items",
      "totals .Baskets.TotalsEntry",
      "deep .Baskets.Deep",
    ]);
  });
});

function descriptorOf(module: string): DescriptorProto {
  const [, base64] = /descriptor:\s*"([A-Za-z0-9+/=]*)"/.exec(module) ?? [];
  return fromBinary(DescriptorProtoSchema, Buffer.from(base64!, "base64"));
}

function shapeOfDescriptor(message: DescriptorProto): Shape {
  return {
    name: message.name,
    // protobuf.js leaves out a field of this name.
    fields: message.field.filter(({ name }) => name !== "__proto__").map(fieldText),
    nested: message.nestedType.map(shapeOfDescriptor),
    isEntry: message.options?.mapEntry === true,
  };
}

function fieldText({ label, type, typeName, name, number }: FieldDescriptorProto): string {
  const typeText = type === Type.MESSAGE ? typeName : Type[type].toLowerCase();
  return `${Label[label].toLowerCase()} ${typeText} ${name} = ${number}`;
}

function typeOf(proto: string): protobuf.Type {
  const { root } = protobuf.parse(proto, { keepCase: true });
  root.resolveAll();
  return typesIn(root)[0]!;
}

function typesIn(namespace: protobuf.NamespaceBase): readonly protobuf.Type[] {
  return namespace.nestedArray.flatMap((nested) => {
    if (nested instanceof protobuf.Type) return [nested];
    return nested instanceof protobuf.Namespace ? typesIn(nested) : [];
  });
}

function shapeOfType(type: protobuf.Type): Shape {
  const entries = type.fieldsArray.filter((field) => field instanceof protobuf.MapField).map(shapeOfEntry);
  const fields = type.fieldsArray.map((field) => {
    if (field instanceof protobuf.MapField) {
      return `repeated ${pathOf(type)}.${entryName(field)} ${field.name} = ${field.id}`;
    }
    const label = field.repeated ? "repeated" : field.required ? "required" : "optional";
    return `${label} ${typeName(field)} ${field.name} = ${field.id}`;
  });
  return { name: type.name, fields, nested: [...entries, ...typesIn(type).map(shapeOfType)], isEntry: false };
}

function shapeOfEntry(field: protobuf.MapField): Shape {
  const fields = [`optional ${field.keyType} key = 1`, `optional ${typeName(field)} value = 2`];
  return { name: entryName(field), fields, nested: [], isEntry: true };
}

/** The full name from the outermost message on, after protobuf.js has found the type. */
function typeName(field: protobuf.FieldBase): string {
  return field.resolvedType === null ? field.type : pathOf(field.resolvedType);
}

function pathOf(type: protobuf.ReflectionObject): string {
  return type.parent instanceof protobuf.Type ? `${pathOf(type.parent)}.${type.name}` : `.${type.name}`;
}

/** As protoc's parser names the entries of a map. */
function entryName(field: protobuf.FieldBase): string {
  const words = field.name.split("_").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join("")}Entry`;
}
