import { assertNever } from "../../mapping/assert-never.js";
import type { ScalarType } from "../../mapping/type-mapping.js";
import { typeText } from "../../mapping/type-text.js";
import type { SparkType } from "../../catalog/spark-type.js";
import { decimalOf } from "./decimal.js";
import { maxVariantDepth, variantProblem } from "./json-depth.js";
import { columnText, Refused, shown } from "./refused.js";
import { suspectBefore, type UnitWatch } from "./unit-watch.js";

/**
 * What a scalar column takes, by the protobuf type that carries it, the only one the service documents for the column's
 * type. `cell` checks a value and turns it into what is stored; it throws `Refused`.
 */
export type ScalarRule =
  | { readonly proto: "bool" | "float" | "double" | "bytes" }
  | { readonly proto: "int32"; readonly cell: (value: number) => number }
  | { readonly proto: "int64"; readonly cell: (value: bigint) => bigint }
  | { readonly proto: "string"; readonly cell: (value: string) => string | bigint };

/** A type that a column or field of a table itself can have, unlike a BIGINT with a chosen TypeScript type. */
export type ColumnScalar = Extract<ScalarType, SparkType>;

/** Days since 1970-01-01 of 0001-01-01 and 9999-12-31. */
const days = { first: -719_162, last: 2_932_896 };

/** Microseconds of the same days, the last one until its end. */
const micros = { first: -62_135_596_800_000_000n, last: 253_402_300_799_999_999n };

/** Microseconds of the year 2920: from here to the same distance before 1970 all is in range, and numbers compare fast. */
const farMicros = 30_000_000_000_000_000;

/** Nanoseconds of 2000 and 2100, both past every timestamp. */
const presentNanos = { from: 946_684_800_000_000_000n, to: 4_102_444_800_000_000_000n };

/** The rule of a scalar column at a dotted path. */
export function scalarRule(type: ColumnScalar, path: string, watch: UnitWatch): ScalarRule {
  switch (type.kind) {
    case "boolean":
      return { proto: "bool" };
    case "byte":
      return integerRule(type, path, -0x80, 0x7f);
    case "short":
      return integerRule(type, path, -0x8000, 0x7fff);
    case "integer":
      return integerRule(type, path, -0x8000_0000, 0x7fff_ffff);
    case "long":
      return { proto: "int64", cell: (value) => value };
    case "float":
    case "double":
      return { proto: type.kind };
    case "binary":
      return { proto: "bytes" };
    case "date":
      return dateRule(path);
    case "timestamp":
    case "timestamp_ntz":
      return timestampRule(type, path, watch);
    case "decimal":
      return decimalRule(type, path);
    case "string":
      return { proto: "string", cell: (value) => value };
    case "char":
    case "varchar":
      return lengthRule(type, path);
    case "variant":
      return { proto: "string", cell: (value) => variantCell(value, path) };
    default:
      return assertNever(type);
  }
}

function integerRule(type: ColumnScalar, path: string, least: number, most: number): ScalarRule {
  return {
    proto: "int32",
    cell: (value) => {
      if (value >= least && value <= most) return value;
      throw outOfRange(path, value, `${typeText(type)}, ${least} to ${most}`);
    },
  };
}

function dateRule(path: string): ScalarRule {
  return {
    proto: "int32",
    cell: (value) => {
      if (value >= days.first && value <= days.last) return value;
      throw outOfRange(path, value, "DATE in days since 1970-01-01, years 1 to 9999");
    },
  };
}

function timestampRule(type: ColumnScalar, path: string, watch: UnitWatch): ScalarRule {
  const expected = `${typeText(type)} in microseconds since 1970, years 1 to 9999`;
  return {
    proto: "int64",
    cell: (value) => {
      const number = Number(value);
      if (number >= suspectBefore && number < farMicros) return value;
      if (Math.abs(number) >= farMicros && (value < micros.first || value > micros.last))
        throw outOfRange(path, value, isNanos(value) ? `${expected}; as nanoseconds it would be of today` : expected);
      watch.look(path, value);
      return value;
    },
  };
}

function isNanos(value: bigint): boolean {
  return value >= presentNanos.from && value < presentNanos.to;
}

function outOfRange(path: string, value: number | bigint, expected: string): Refused {
  return new Refused("range", path, `${columnText(path)} holds ${value}, which is out of the range of ${expected}.`);
}

function decimalRule(type: Extract<ColumnScalar, { kind: "decimal" }>, path: string): ScalarRule {
  const { precision, scale } = type;
  return {
    proto: "string",
    cell: (value) => {
      const decimal = decimalOf(value, precision, scale);
      if (decimal.kind === "value") return decimal.unscaled;
      throw decimal.kind === "format" ? noDecimal(path, value) : tooPrecise(path, precision, scale);
    },
  };
}

function noDecimal(path: string, value: string): Refused {
  const message = `${columnText(path)} holds "${shown(value)}", which is no plain decimal such as "-12.5".`;
  return new Refused("decimal", path, message);
}

function tooPrecise(path: string, precision: number, scale: number): Refused {
  const message = `${columnText(path)} holds more digits than DECIMAL(${precision},${scale}) has: ${precision - scale} before the point and ${scale} after it; nothing is rounded.`;
  return new Refused("precision", path, message);
}

function lengthRule(type: Extract<ColumnScalar, { kind: "char" | "varchar" }>, path: string): ScalarRule {
  const { length } = type;
  return {
    proto: "string",
    cell: (value) => {
      if (value.length <= length || codePoints(value) <= length) return value;
      const message = `${columnText(path)} holds ${codePoints(value)} characters; ${typeText(type)} takes ${length} at most.`;
      throw new Refused("length", path, message);
    },
  };
}

/** Characters of text that is well-formed, as Spark counts them. */
function codePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) count--;
  }
  return count;
}

function variantCell(text: string, path: string): string {
  const problem = variantProblem(text);
  if (problem === null) return text;
  const message =
    problem === "syntax"
      ? `${columnText(path)} holds text that is not JSON, which a VARIANT is sent as.`
      : `${columnText(path)} holds JSON nested deeper than ${maxVariantDepth} levels.`;
  throw new Refused("json", path, message);
}
