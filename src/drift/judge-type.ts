import type { FieldDescriptor, ValueType } from "../mapping/message.js";
import { scalarMapping, type ScalarType } from "../mapping/type-mapping.js";
import { sparkTypeName } from "../mapping/type-text.js";
import type { Ruling } from "./rules.js";
import { worst } from "./verdict.js";

/**
 * What the change of a field's type means; null where there is none, or only inside the struct it holds. The service
 * takes a descriptor whose types fit the table's (TYPE_INCOMPATIBLE otherwise): a type that is sent in another way is
 * refused. One that is sent in the same way passes, whatever the values are: then they decide.
 */
export function judgeType(before: FieldDescriptor, after: FieldDescriptor): Ruling | null {
  const [old, now] = [partsOf(before), partsOf(after)];
  if (before.fieldKind !== after.fieldKind || old.value.kind !== now.value.kind) {
    return refused(wireText(before), wireText(after));
  }
  const rulings = [judgeKey(old.key, now.key), judgeValue(old.value, now.value)].filter((ruling) => ruling !== null);
  const verdict = worst(rulings.map((ruling) => ruling.verdict));
  return rulings.find((ruling) => ruling.verdict === verdict) ?? null;
}

interface Parts {
  readonly key: ScalarType | null;
  readonly value: ValueType;
}

function partsOf(field: FieldDescriptor): Parts {
  switch (field.fieldKind) {
    case "scalar":
      return { key: null, value: { kind: "scalar", scalar: field.scalar } };
    case "message":
      return { key: null, value: { kind: "message", message: field.message } };
    case "list":
      return { key: null, value: field.element };
    case "map":
      return { key: field.key, value: field.value };
  }
}

function judgeKey(before: ScalarType | null, after: ScalarType | null): Ruling | null {
  return before === null || after === null ? null : judgeScalar(before, after);
}

function judgeValue(before: ValueType, after: ValueType): Ruling | null {
  if (before.kind === "message" || after.kind === "message") return null;
  return judgeScalar(before.scalar, after.scalar);
}

function judgeScalar(before: ScalarType, after: ScalarType): Ruling | null {
  if (sparkTypeName(before) === sparkTypeName(after)) return null;
  const [old, wire] = [scalarMapping(before).proto, scalarMapping(after).proto];
  if (old !== wire) return refused(old, wire);
  const holds = holdsAll(before, after);
  if (holds === true) return fitting(wire);
  if (holds === false) return tooNarrow(wire);
  return otherMeaning(wire, after);
}

function refused(before: string, after: string): Ruling {
  const meaning = `${before} becomes ${after}, and streams of the checked-in code are refused`;
  return { verdict: "breaks", meaning };
}

/** The table is fine with all that is sent; that an open stream lasts through the change is not documented. */
function fitting(wire: string): Ruling {
  const meaning = `still sent as ${wire}, and every value of the checked-in code fits; others need new code`;
  return { verdict: "regenerate", meaning };
}

function tooNarrow(wire: string): Ruling {
  const meaning = `still sent as ${wire}, but the first value of the checked-in code that no longer fits ends the stream`;
  return { verdict: "breaks", meaning };
}

function otherMeaning(wire: string, after: ScalarType): Ruling {
  if (after.kind === "string") {
    const meaning = "still sent as string; the checked-in code goes on writing the old form as text";
    return { verdict: "regenerate", meaning };
  }
  const consequence =
    wire === "string"
      ? "the first value of the checked-in code that is none ends the stream"
      : "no error tells that values of the checked-in code are now stored wrong";
  return { verdict: "breaks", meaning: `still sent as ${wire}, but with another meaning: ${consequence}` };
}

const integerBytes: ReadonlyMap<string, number> = new Map([
  ["byte", 1],
  ["short", 2],
  ["integer", 4],
]);

/** Whether a type holds every value of another one; null where the same bytes mean something else in it. */
function holdsAll(before: ScalarType, after: ScalarType): boolean | null {
  const [oldBytes, bytes] = [integerBytes.get(before.kind), integerBytes.get(after.kind)];
  if (oldBytes !== undefined && bytes !== undefined) return bytes >= oldBytes;
  if (before.kind === "decimal" && after.kind === "decimal") {
    const [oldWhole, whole] = [before.precision - before.scale, after.precision - after.scale];
    return after.scale >= before.scale && whole >= oldWhole;
  }
  const [oldLength, length] = [longestText(before), longestText(after)];
  return oldLength === null || length === null ? null : length >= oldLength;
}

/** Characters that fit into a type of text; null for other types. */
function longestText(type: ScalarType): number | null {
  if (type.kind === "string") return Number.POSITIVE_INFINITY;
  return type.kind === "char" || type.kind === "varchar" ? type.length : null;
}

/** How a field is sent, in protobuf's words. */
function wireText(field: FieldDescriptor): string {
  const { key, value } = partsOf(field);
  const held = value.kind === "message" ? "message" : scalarMapping(value.scalar).proto;
  if (key !== null) return `map<${scalarMapping(key).proto}, ${held}>`;
  return field.fieldKind === "list" ? `repeated ${held}` : held;
}
