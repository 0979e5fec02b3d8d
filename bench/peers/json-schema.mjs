/** JSON Schema of a type of a column: int64 are numbers, elements are never NULL. */
const long = { type: "integer", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

const simple = {
  boolean: { type: "boolean" },
  integer: { type: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  long,
  timestamp: long,
  double: { type: "number" },
  string: { type: "string" },
  binary: { binary: true },
};

export function jsonSchemaOf(type) {
  switch (type.kind) {
    case "decimal":
      return { type: "string", pattern: decimalPattern(type) };
    case "array":
      return { type: "array", items: jsonSchemaOf(type.element) };
    case "map":
      return { type: "object", additionalProperties: jsonSchemaOf(type.value) };
    case "struct":
      return {
        type: "object",
        properties: Object.fromEntries(type.fields.map((field) => [field.name, memberOf(field)])),
        required: type.fields.filter(({ nullable }) => !nullable).map(({ name }) => name),
        additionalProperties: false,
      };
    default:
      return simple[type.kind];
  }
}

export function decimalPattern({ precision, scale }) {
  return `^-?\\d{1,${precision - scale}}(\\.\\d{1,${scale}})?$`;
}

function memberOf({ type, nullable }) {
  const schema = jsonSchemaOf(type);
  if (!nullable) return schema;
  return schema.binary === true ? { anyOf: [schema, { type: "null" }] } : { ...schema, type: [schema.type, "null"] };
}
