import fc from "fast-check";
import protobuf from "protobufjs";
import descriptorExtension from "protobufjs/ext/descriptor.js";
import { describe, expect, it, test } from "vitest";
import {
  DescriptorError,
  type FieldSchema,
  type MessageSchema,
  decodeDescriptor,
} from "../../../src/zerobus/descriptor.js";
import { type Field, type Message, withFullNames } from "../../support/descriptor-names.js";
import { temporaryDirectory } from "../../support/temporary-directory.js";
import {
  hasProtoc,
  inOrder,
  moduleDescriptor,
  protoPaths,
  protocDescriptor,
  textSchema,
} from "./descriptor-samples.js";
import { anyMutation, cutsOf, isRead } from "./hostile.js";

const { DescriptorProto } = descriptorExtension;
const optional = 1;
const repeated = 3;
const [int32, text, group, message, enumeration] = [5, 9, 10, 11, 14];

/** By protobuf.js. */
function written(descriptor: Message): Uint8Array {
  return Uint8Array.from(DescriptorProto.encode(DescriptorProto.fromObject(descriptor)).finish());
}

const decodedAsIs = (descriptor: Message) => decodeDescriptor(written(descriptor));

/** With the names of types made full, so that a case can call them as `.proto` files do. */
const decoded = (descriptor: Message) => decodedAsIs(withFullNames(descriptor));

const field = (name: string, number: number, type: number, rest: Field = {}): Field => ({
  name,
  number,
  type,
  label: optional,
  ...rest,
});

describe("descriptors of generated modules", () => {
  test("there are some", () => {
    expect(protoPaths.length).toBeGreaterThan(40);
  });

  test.each(protoPaths)("%s says the same as its text", (path) => {
    // To protobuf.js there is no field of that name; to protoc, below, there is.
    expect(inOrder(decodeDescriptor(moduleDescriptor(path)), ["__proto__"])).toEqual(textSchema(path));
  });

  const reason = hasProtoc ? "" : " (skipped: protoc is not installed)";
  it.skipIf(!hasProtoc).each(protoPaths)(`%s means the same where protoc describes it${reason}`, (path) => {
    const ours = decodeDescriptor(moduleDescriptor(path));
    expect(inOrder(decodeDescriptor(protocDescriptor(path, temporaryDirectory())))).toEqual(inOrder(ours));
  });
});

describe("descriptors by protobuf.js", () => {
  test("a type of everything", () => {
    const scalars = Object.keys(protobuf.types.basic).filter((name) => name !== "bytes");
    const type = new protobuf.Type("Everything").add(new protobuf.Field("raw", 1, "bytes", "required"));
    for (const [index, name] of scalars.entries()) {
      type.add(new protobuf.Field(`${name}_one`, index + 100, name));
      type.add(new protobuf.Field(`${name}_many`, index + 200, name, "repeated"));
    }
    type.add(new protobuf.Enum("Color", { RED: 0 })).add(new protobuf.Field("color", 300, "Color"));
    type.add(new protobuf.Type("Place").add(new protobuf.Field("x", 1, "double")));
    type.add(new protobuf.Field("places", 301, "Place", "repeated"));
    new protobuf.Root().define("some.where").add(type);
    type.resolveAll();
    const descriptor = DescriptorProto.toObject(type.toDescriptor("proto2")) as Message;
    const byName = new Map(decoded(descriptor).fields.map((each) => [each.name, each]));
    expect(byName.get("raw")).toEqual({
      name: "raw",
      number: 1,
      label: "required",
      type: "bytes",
      message: null,
      isPacked: false,
    });
    for (const [index, name] of scalars.entries()) {
      expect(byName.get(`${name}_one`)).toMatchObject({ number: index + 100, label: "optional", type: name });
      expect(byName.get(`${name}_many`)).toMatchObject({ number: index + 200, label: "repeated", type: name });
    }
    expect(byName.get("color")).toMatchObject({ type: "enum", message: null });
    expect(byName.get("places")).toMatchObject({
      type: "message",
      message: { name: "Place", fields: [{ name: "x" }] },
    });
    expect(byName.size).toBe(2 * scalars.length + 3);
  });

  test("random trees of messages, with names of each kind", () => {
    fc.assert(
      fc.property(anyTree, ({ descriptor, schema }) => {
        expect(decoded(descriptor)).toEqual(schema);
      }),
    );
  });
});

/** A message and what must be read of it. */
interface Tree {
  readonly descriptor: Message;
  readonly schema: MessageSchema;
}

const scalarTypes = [
  [1, "double"],
  [3, "int64"],
  [8, "bool"],
  [9, "string"],
  [12, "bytes"],
  [18, "sint64"],
] as const;

/** Messages `M`, `M.M0`, `M.M0.M1`…: the number of a nested message is that of its field. */
function treeOf(shape: Shape, path: readonly string[]): Tree {
  const name = path.at(-1)!;
  const nested = shape.nested.map((each, index) => ({
    ...each,
    tree: treeOf(each.shape, [...path, `${name}${index}`]),
  }));
  const scalars = shape.scalars.map(([type, typeName], index) => ({
    descriptor: field(`f${index}`, index + 1, type),
    schema: { name: `f${index}`, number: index + 1, label: "optional", type: typeName, message: null, isPacked: false },
  }));
  const messages = nested.map(({ tree }, index) => ({
    descriptor: field(`m${index}`, index + 100, message, { label: repeated, typeName: typeNameOf(tree, path) }),
    schema: {
      name: `m${index}`,
      number: index + 100,
      label: "repeated",
      type: "message",
      message: tree.schema,
      isPacked: false,
    },
  }));
  const fields = [...scalars, ...messages];
  return {
    descriptor: {
      name,
      field: fields.map((each) => each.descriptor),
      nestedType: nested.map(({ tree }) => tree.descriptor),
    },
    schema: { name, fields: fields.map((each) => each.schema as FieldSchema), isMapEntry: false },
  };
}

function typeNameOf(tree: Tree, path: readonly string[]): string {
  return `.my.pack.${[...path, tree.schema.name].join(".")}`;
}

interface Shape {
  readonly scalars: readonly (typeof scalarTypes)[number][];
  readonly nested: readonly { readonly shape: Shape }[];
}

function anyShape(depth: number): fc.Arbitrary<Shape> {
  return fc.record({
    scalars: fc.array(fc.constantFrom(...scalarTypes), { maxLength: 4 }),
    nested: depth === 0 ? fc.constant([]) : fc.array(fc.record({ shape: anyShape(depth - 1) }), { maxLength: 2 }),
  });
}

const anyTree: fc.Arbitrary<Tree> = anyShape(3).map((shape) => treeOf(shape, ["M"]));

/** What stands before `.Root` in a full name; nothing where it is none. */
function packageOf(typeName: string): string {
  return /^((?:\.\w+)*?)\.Root\.(?:Inner|Mid)/.exec(typeName)?.[1] ?? "";
}

describe("names of types", () => {
  const inner: Message = { name: "Inner", field: [field("x", 1, int32)] };
  const other: Message = { name: "Inner", field: [field("y", 1, text)] };
  /** `Root` with `Inner`, and `Root.Mid` with another `Inner`, whose field has the type of this name. */
  const nameFrom = (typeName: string): string | undefined => {
    const mid: Message = { name: "Mid", nestedType: [other], field: [field("of", 1, message, { typeName })] };
    const root = {
      name: "Root",
      nestedType: [inner, mid],
      field: [field("mid", 1, message, { typeName: `${packageOf(typeName)}.Root.Mid` })],
    };
    return decodedAsIs(root).fields[0]?.message?.fields[0]?.message?.fields[0]?.name;
  };
  test.each<[string, string]>([
    [".Root.Inner", "x"],
    [".Root.Mid.Inner", "y"],
    [".pack.age.Root.Inner", "x"],
    [".pack.Outer.Root.Mid.Inner", "y"],
  ])("%s", (typeName, fieldName) => {
    expect(nameFrom(typeName)).toBe(fieldName);
  });

  test.each<[string]>([
    ["Inner"],
    ["Mid.Inner"],
    ["Root.Inner"],
    [".google.protobuf.Timestamp"],
    ["google.protobuf.Timestamp"],
    [".Inner"],
    [".Other.Inner"],
    ["Nowhere"],
    ["Inner.x"],
    ["."],
    ["Inner."],
    [".pack.Root.Nowhere"],
    ["Root.Inner.Root"],
  ])("refused: %s", (typeName) => {
    expect(() => nameFrom(typeName)).toThrow(
      new DescriptorError(
        `Field Root.Mid.of has the type ${JSON.stringify(typeName)}, which is not in the descriptor: it must hold all types it uses, and call them by their full names.`,
      ),
    );
  });

  test("one package for all", () => {
    const typed = (typeNames: readonly string[]) => ({
      name: "Root",
      nestedType: [inner],
      field: typeNames.map((typeName, index) => field(`f${index}`, index + 1, message, { typeName })),
    });
    expect(decodedAsIs(typed([".a.Root.Inner", ".a.Root.Inner"])).fields).toHaveLength(2);
    expect(() => decodedAsIs(typed([".a.Root.Inner", ".b.Root.Inner"]))).toThrow(
      'the type ".b.Root.Inner", which is not',
    );
    expect(() => decodedAsIs(typed([".a.Root.Inner", ".a.Inner"]))).toThrow('the type ".a.Inner", which is not');
  });

  test("messages of the same type are one", () => {
    const fields = decoded({
      name: "Root",
      nestedType: [inner],
      field: [field("a", 1, message, { typeName: ".Root.Inner" }), field("b", 2, message, { typeName: ".Root.Inner" })],
    }).fields;
    expect(fields[0]?.message).toBe(fields[1]?.message);
  });
});

describe("what may be left out", () => {
  test("the label is optional", () => {
    expect(decoded({ name: "M", field: [{ name: "a", number: 1, type: int32 }] }).fields[0]?.label).toBe("optional");
  });

  test.each<[string, FieldSchema["type"]]>([
    ["Inner", "message"],
    ["Color", "enum"],
  ])("the type is what %s is", (typeName, type) => {
    const root = { name: "M", nestedType: [{ name: "Inner" }], enumType: [{ name: "Color" }] };
    expect(decoded({ ...root, field: [{ name: "a", number: 1, typeName }] }).fields[0]?.type).toBe(type);
  });

  test("fields", () => {
    expect(decoded({ name: "M" })).toEqual({ name: "M", fields: [], isMapEntry: false });
  });
});

test("groups, packed lists, and unknown fields", () => {
  const known = written({
    name: "M",
    nestedType: [{ name: "G", field: [field("x", 1, int32)] }],
    field: [
      field("g", 1, group, { typeName: ".M.G" }),
      field("list", 2, int32, { label: repeated, options: { packed: true, deprecated: true } }),
    ],
  });
  const schema = decodeDescriptor(Buffer.concat([known, Uint8Array.of(0xc2, 0x3e, 1, 0)]));
  expect(schema.fields).toMatchObject([
    { type: "group", message: { name: "G" }, isPacked: false },
    { type: "int32", isPacked: true },
  ]);
});

const entryFields = [field("key", 1, text), field("value", 2, int32)];
const mapOf = (entry: Message, label = repeated): Message => ({
  name: "M",
  nestedType: [{ name: "E", options: { mapEntry: true }, ...entry }],
  field: [field("map", 1, message, { typeName: "E", label })],
});

describe("maps", () => {
  test("are repeated entries", () => {
    expect(decoded(mapOf({ field: entryFields })).fields[0]).toMatchObject({
      label: "repeated",
      message: { isMapEntry: true, fields: [{ name: "key" }, { name: "value" }] },
    });
  });

  const badEntry = "M.E is the entry of a map without the fields key = 1 and value = 2.";
  test.each<[string, Message, string]>([
    ["not repeated", mapOf({ field: entryFields }, optional), "Field M.map is a map and must be repeated."],
    ["no value", mapOf({ field: entryFields.slice(0, 1) }), badEntry],
    ["a third field", mapOf({ field: [...entryFields, field("more", 3, int32)] }), badEntry],
    ["other names", mapOf({ field: [field("k", 1, text), field("v", 2, int32)] }), badEntry],
    ["other numbers", mapOf({ field: [field("key", 2, text), field("value", 1, int32)] }), badEntry],
    [
      "a list as value",
      mapOf({ field: [field("key", 1, text), field("value", 2, int32, { label: repeated })] }),
      badEntry,
    ],
    [
      "a message as key",
      mapOf({
        nestedType: [{ name: "K" }],
        field: [field("key", 1, message, { typeName: "K" }), field("value", 2, int32)],
      }),
      badEntry,
    ],
  ])("refused: %s", (_, descriptor, wanted) => {
    expect(() => decoded(descriptor)).toThrow(new DescriptorError(wanted));
  });
});

describe("refused", () => {
  const one = (rest: Field): Message => ({ name: "M", field: [{ name: "a", number: 1, type: int32, ...rest }] });
  test.each<[string, Message, string]>([
    ["no name", {}, "A message has no name."],
    ["a name that is none", { name: "a b" }, 'A message is called "a b".'],
    ["a name with a dot", { name: "a.b" }, 'A message is called "a.b".'],
    ["a name with a line break", { name: "a\n" }, String.raw`A message is called "a\n".`],
    ["a long name", { name: "ä".repeat(1000) }, `A message is called "${"ä".repeat(100)}…".`],
    ["a field without a name", one({ name: "" }), "A field of M has no name."],
    ["a field called 1st", one({ name: "1st" }), 'A field of M is called "1st".'],
    ["number 0", one({ number: 0 }), "Field M.a has number 0."],
    ["number -1", one({ number: -1 }), "Field M.a has number -1."],
    ["number 2^29", one({ number: 2 ** 29 }), "Field M.a has number 536870912."],
    ["number 19000", one({ number: 19000 }), "Field M.a has number 19000, which is reserved for protobuf itself."],
    ["no type", one({ type: 0 }), "Field M.a does not say its type."],
    ["a scalar with a name", one({ typeName: "X" }), 'Field M.a is a int32 and names the type "X".'],
    ["a message without a name", one({ type: message }), "Field M.a does not say its type."],
    ["packed, not repeated", one({ options: { packed: true } }), "Field M.a of type int32 cannot be packed."],
    [
      "packed text",
      one({ type: text, label: repeated, options: { packed: true } }),
      "Field M.a of type string cannot be packed.",
    ],
    [
      "an enum that is a message",
      { ...one({ type: enumeration, typeName: "X" }), nestedType: [{ name: "X" }] },
      'Field M.a is a enum, and its type ".M.X" is none.',
    ],
    [
      "a message that is an enum",
      { ...one({ type: message, typeName: "X" }), enumType: [{ name: "X" }] },
      'Field M.a is a message, and its type ".M.X" is none.',
    ],
    [
      "two types of a name",
      { name: "M", nestedType: [{ name: "X" }], enumType: [{ name: "X" }] },
      "M declares two types called X.",
    ],
    [
      "two fields of a name",
      { name: "M", field: [field("a", 1, int32), field("a", 2, int32)] },
      "M has two fields called a.",
    ],
    [
      "two fields of a number",
      { name: "M", field: [field("a", 1, int32), field("b", 1, int32)] },
      "M has two fields with number 1.",
    ],
    ["itself", one({ type: message, typeName: "M" }), "Message M contains itself, which no column can."],
    [
      "itself by another",
      {
        ...one({ type: message, typeName: "X" }),
        nestedType: [{ name: "X", field: [field("b", 1, message, { typeName: ".M" })] }],
      },
      "Message M contains itself, which no column can.",
    ],
  ])("%s", (_, descriptor, wanted) => {
    expect(() => decoded(descriptor)).toThrow(new DescriptorError(wanted));
  });

  test.each<[string, Uint8Array, string]>([
    ["no bytes", Uint8Array.of(), "A message has no name."],
    ["text", new TextEncoder().encode("main.sensors.air_quality"), "The bytes are not a DescriptorProto: "],
    [
      "an unknown label",
      Uint8Array.of(10, 1, 77, 18, 9, 10, 1, 97, 24, 1, 32, 4, 40, 5),
      "Field M.a has the unknown label 4.",
    ],
    [
      "an unknown type",
      Uint8Array.of(10, 1, 77, 18, 9, 10, 1, 97, 24, 1, 32, 1, 40, 19),
      "Field M.a has the unknown type 19.",
    ],
    [
      "a name that is no text",
      Uint8Array.of(10, 1, 0xff),
      "The bytes are not a DescriptorProto: text that is not UTF-8, at byte 2.",
    ],
  ])("%s", (_, bytes, wanted) => {
    expect(() => decodeDescriptor(bytes)).toThrow(wanted);
    expect(() => decodeDescriptor(bytes)).toThrow(DescriptorError);
  });
});

describe("hostile descriptors", () => {
  const chain = (length: number): Message => ({
    name: "M",
    nestedType: Array.from({ length }, (_, index) => ({
      name: `N${index}`,
      field: index + 1 < length ? [field("next", 1, message, { typeName: `N${index + 1}` })] : [],
    })),
    field: [field("first", 1, message, { typeName: "N0" })],
  });

  test("fields 100 messages deep are read, 101 are not", () => {
    expect(decoded(chain(99)).fields).toHaveLength(1);
    expect(() => decoded(chain(100))).toThrow(new DescriptorError("Messages are nested deeper than 100."));
    expect(() => decoded(chain(3000))).toThrow(DescriptorError);
  });

  test("declarations 100 deep are read, 101 are not", () => {
    const nest = (depth: number): Uint8Array => {
      let bytes = Uint8Array.of(10, 1, 77);
      for (let level = 1; level < depth; level++) {
        const writer = protobuf.Writer.create().bytes(bytes);
        bytes = Uint8Array.from(Buffer.concat([Uint8Array.of(10, 1, 77, 26), writer.finish()]));
      }
      return bytes;
    };
    expect(decodeDescriptor(nest(100)).name).toBe("M");
    expect(() => decodeDescriptor(nest(101))).toThrow(new DescriptorError("Messages are nested deeper than 100."));
    expect(() => decodeDescriptor(nest(1000))).toThrow(DescriptorError);
  });

  test("a diamond of 60 messages is not walked 2^60 times", () => {
    const nestedType = Array.from({ length: 60 }, (_, index) => ({
      name: `N${index}`,
      field:
        index < 59 ? ["a", "b"].map((name, at) => field(name, at + 1, message, { typeName: `N${index + 1}` })) : [],
    }));
    expect(decoded({ name: "M", nestedType, field: [field("a", 1, message, { typeName: "N0" })] }).fields).toHaveLength(
      1,
    );
  });

  test("a name of a million parts", () => {
    const typeName = `${".M".repeat(1_000_000)}.X`;
    expect(() => decoded({ name: "M", field: [field("a", 1, message, { typeName })] })).toThrow("which is not in the");
  });

  const samples = protoPaths.map(moduleDescriptor).filter((bytes) => bytes.length < 500);

  test("every beginning is read or refused", () => {
    const outcomes = { read: 0, refused: 0 };
    for (const bytes of samples)
      for (const cut of cutsOf(bytes))
        outcomes[isRead(() => decodeDescriptor(cut), DescriptorError) ? "read" : "refused"]++;
    expect(outcomes.read).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(1000);
  });

  test("changed bytes are read or refused", () => {
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(anyMutation(fc.constantFrom(...samples)), (hostile) => {
        outcomes[isRead(() => decodeDescriptor(hostile), DescriptorError) ? "read" : "refused"]++;
      }),
      { numRuns: 1500 },
    );
    expect(outcomes.read).toBeGreaterThan(20);
    expect(outcomes.refused).toBeGreaterThan(20);
  });
});
