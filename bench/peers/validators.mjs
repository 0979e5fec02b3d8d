/**
 * Validators of a table, each made from its columns: `prepare(columns, all)` gives a function of a row that returns null where
 * the row is valid and its problems otherwise: all of them where `all` says so.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { load, pascal } from "../support/build.mjs";
import { packages, requirePeer } from "./install.mjs";
import { jsonSchemaOf } from "./json-schema.mjs";

const loaders = { ajv, typia, typebox, "zod 4": zod, "valibot 1": valibot };

export const validatorNames = Object.keys(loaders);

/** The validator of that name; null where it was not built. */
export async function validator(name, { built, shape, columns, all }) {
  return loaders[name]({ built, shape, row: { kind: "struct", fields: columns }, all });
}

function ajv({ row, all }) {
  const { default: Ajv, _ } = requirePeer("ajv");
  const compiler = new Ajv({ allErrors: all, strict: false });
  compiler.addKeyword({ keyword: "binary", code: (context) => context.pass(_`${context.data} instanceof Uint8Array`) });
  const validate = compiler.compile(jsonSchemaOf(row));
  return (value) => (validate(value) ? null : validate.errors);
}

/** Its transformation has run beforehand, see typia.mjs. */
async function typia({ built, shape }) {
  const file = "peers/typia/validators.js";
  if (!existsSync(path.join(built, file))) return null;
  const { [`validate${pascal(shape)}`]: validate } = await load(built, file);
  return (value) => {
    const result = validate(value);
    return result.success ? null : result.errors;
  };
}

async function typebox({ row, all }) {
  const { default: Type } = await load(packages, "typebox/build/index.mjs");
  const { Compile } = await load(packages, "typebox/build/compile/index.mjs");
  const validator = Compile(typeboxOf(Type, row));
  return (value) => (validator.Check(value) ? null : all ? validator.Errors(value) : false);
}

function typeboxOf(Type, type) {
  const schema = jsonSchemaOf(type);
  switch (type.kind) {
    case "binary":
      return Type.Refine(Type.Unsafe({}), (value) => value instanceof Uint8Array);
    case "array":
      return Type.Array(typeboxOf(Type, type.element));
    case "map":
      return Type.Record(Type.String(), typeboxOf(Type, type.value));
    case "struct":
      return Type.Object(
        members(
          type,
          (inner) => typeboxOf(Type, inner),
          (inner) => Type.Optional(Type.Union([inner, Type.Null()])),
        ),
        {
          additionalProperties: false,
        },
      );
    default:
      return Type[{ integer: "Integer", number: "Number", boolean: "Boolean", string: "String" }[schema.type]](schema);
  }
}

async function zod({ row }) {
  const { z } = await load(packages, "zod/index.js");
  const schema = zodOf(z, row);
  return (value) => {
    const result = schema.safeParse(value);
    return result.success ? null : result.error.issues;
  };
}

function zodOf(z, type) {
  switch (type.kind) {
    case "array":
      return z.array(zodOf(z, type.element));
    case "map":
      return z.record(z.string(), zodOf(z, type.value));
    case "struct":
      return z.strictObject(
        members(
          type,
          (inner) => zodOf(z, inner),
          (inner) => inner.nullish(),
        ),
      );
    case "decimal":
      return z.string().regex(new RegExp(jsonSchemaOf(type).pattern));
    default:
      return (
        {
          binary: z.instanceof(Uint8Array),
          string: z.string(),
          boolean: z.boolean(),
          double: z.number(),
          integer: z.int32(),
        }[type.kind] ?? z.int()
      );
  }
}

async function valibot({ row, all }) {
  const v = await load(packages, "valibot/dist/index.mjs");
  const schema = valibotOf(v, row);
  const config = { abortEarly: !all };
  return (value) => {
    const result = v.safeParse(schema, value, config);
    return result.success ? null : result.issues;
  };
}

function valibotOf(v, type) {
  const { minimum, maximum, pattern } = jsonSchemaOf(type);
  switch (type.kind) {
    case "array":
      return v.array(valibotOf(v, type.element));
    case "map":
      return v.record(v.string(), valibotOf(v, type.value));
    case "struct":
      return v.strictObject(
        members(
          type,
          (inner) => valibotOf(v, inner),
          (inner) => v.nullish(inner),
        ),
      );
    case "decimal":
      return v.pipe(v.string(), v.regex(new RegExp(pattern)));
    case "integer":
    case "long":
    case "timestamp":
      return v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum));
    default:
      return { binary: v.instance(Uint8Array), string: v.string(), boolean: v.boolean(), double: v.number() }[
        type.kind
      ];
  }
}

/** Members of a struct, those that may be NULL made so. */
function members({ fields }, make, nullish) {
  return Object.fromEntries(
    fields.map(({ name, type, nullable }) => [name, nullable ? nullish(make(type)) : make(type)]),
  );
}
