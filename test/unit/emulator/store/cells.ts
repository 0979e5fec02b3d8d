import fc from "fast-check";
import type { SparkType } from "../../../../src/catalog/spark-type.js";
import type { Cell } from "../../../../src/emulator/row.js";

const microsOf = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;

/** The first and the last microsecond of the years that Spark has. */
export const firstMicros = microsOf("0001-01-01T00:00:00.000Z");
export const lastMicros = microsOf("9999-12-31T23:59:59.999Z") + 999n;

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.constantFrom(
    "",
    "😀",
    "a'b\"c;--",
    "\0",
    "line\nbreak",
    "NULL",
    "12 bytes  xx",
    "13 bytes  xxx",
    "x".repeat(5_000),
  ),
);

const int = (bits: number): fc.Arbitrary<number> => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });

const micros = fc.oneof(
  fc.bigInt({ min: firstMicros, max: lastMicros }),
  fc.constantFrom(firstMicros, lastMicros, 0n, -1n, 1n, -(2n ** 63n) + 1n, 2n ** 63n - 1n),
);

/** Cells of a type that are not NULL; null for a type the service has no values of. */
function presentCell(type: SparkType): fc.Arbitrary<Cell> | null {
  switch (type.kind) {
    case "boolean":
      return fc.boolean();
    case "byte":
      return int(8);
    case "short":
      return int(16);
    case "integer":
      return int(32);
    case "long":
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case "float":
      return fc.float();
    case "double":
      return fc.double();
    case "binary":
      return fc.uint8Array({ maxLength: 40 });
    case "date":
      return fc.integer({ min: -719_162, max: 2_932_896 });
    case "timestamp":
    case "timestamp_ntz":
      return micros;
    case "variant":
      return fc.json();
    case "string":
      return text;
    case "char":
    case "varchar":
      return text.map((value) => [...value].slice(0, type.length).join(""));
    case "decimal":
      return fc.bigInt({ min: 1n - 10n ** BigInt(type.precision), max: 10n ** BigInt(type.precision) - 1n });
    case "array":
      return fc.array(anyCell(type.element), { maxLength: 5 });
    case "struct":
      return type.fields.length === 0 ? null : fc.tuple(...type.fields.map((field) => anyCell(field.type)));
    case "map":
      return mapCell(type.key, type.value);
    default:
      return null;
  }
}

/** Keys of a map are there, and differ. */
function mapCell(keyType: SparkType, valueType: SparkType): fc.Arbitrary<Cell> {
  const key = presentCell(keyType);
  if (key === null) return fc.constant([]);
  const selector = ([one]: [Cell, Cell]) => keyText(one);
  return fc.uniqueArray(fc.tuple(key, anyCell(valueType)), { maxLength: 4, selector });
}

function keyText(key: Cell): string {
  return JSON.stringify(key, (_, value: unknown) => (typeof value === "bigint" ? `${String(value)}n` : String(value)));
}

/** Cells of a type, NULL among them. */
export function anyCell(type: SparkType): fc.Arbitrary<Cell> {
  const present = presentCell(type);
  return present === null ? fc.constant(null) : fc.option(present, { freq: 4 });
}
