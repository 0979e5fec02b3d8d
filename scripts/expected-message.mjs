// What an independent protobuf reader has to see for a row: the type table, written down once more, by hand.

const microsPerMilli = 1000n;
const millisPerDay = 86_400_000;

/** The message of a row as protobuf.js gives it with 64-bit integers as text and bytes as base64. */
export function expectedMessage(columns, row) {
  const fields = columns.map(({ name, type }) => [name, expectedValue(type, row[name])]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

function expectedValue(type, value) {
  if (typeof type === "string") return value === null || value === undefined ? undefined : expectedScalar(type, value);
  switch (type.type) {
    case "struct":
      return value === null || value === undefined ? undefined : expectedMessage(type.fields, value);
    case "array":
      return (value ?? []).map((element) => expectedValue(type.elementType, element));
    case "map":
      return Object.fromEntries(
        entries(value).map(([key, item]) => [String(key), expectedValue(type.valueType, item)]),
      );
    default:
      throw new Error(`No expectation for type ${type.type}.`);
  }
}

function entries(value) {
  return value instanceof Map ? [...value] : Object.entries(value ?? {});
}

function expectedScalar(type, value) {
  switch (type.replace(/\(.*/, "")) {
    case "float":
      return Math.fround(value);
    case "long":
    case "decimal":
      return String(value);
    case "date":
      return value instanceof Date || typeof value === "string" ? Math.floor(new Date(value) / millisPerDay) : value;
    case "timestamp":
      return String(BigInt(value.getTime()) * microsPerMilli);
    case "timestamp_ntz":
      return String(BigInt(new Date(`${value}Z`).getTime()) * microsPerMilli);
    case "binary":
      return Buffer.from(value).toString("base64");
    case "variant":
      return rawJsonText(value) ?? JSON.stringify(value);
    default:
      return value;
  }
}

/** Text given through `rawJson`, which keeps it out of sight of `JSON.stringify`, under a symbol. */
function rawJsonText(value) {
  const symbols = typeof value === "object" && value !== null ? Object.getOwnPropertySymbols(value) : [];
  return symbols.length === 1 ? value[symbols[0]] : undefined;
}
