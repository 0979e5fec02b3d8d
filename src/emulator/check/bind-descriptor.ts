import { typeText } from "../../mapping/type-text.js";
import type { FieldSchema, MessageSchema } from "../../zerobus/descriptor.js";
import type { Refusal } from "../row.js";
import { type FieldPlan, type ItemPlan, type StructPlan, unknownName } from "./plan.js";
import { columnText } from "./refused.js";

/** A message of a stream's descriptor with the fields of the table it fills. */
export interface BoundStruct {
  readonly plan: StructPlan;
  readonly fields: readonly BoundField[];
}

export interface BoundField {
  readonly plan: FieldPlan;
  /** As the descriptor numbers it, which need not be the position in the table. */
  readonly number: number;
  /** The message of a STRUCT, or of what an ARRAY or MAP holds. */
  readonly nested: BoundStruct | null;
}

/**
 * Compares a stream's descriptor with the table. Fields are found by their exact name. The service documents one protobuf
 * type for each type of column, the one that is generated, and only that is taken: an enum or a `sint32` for an INT is
 * refused. Labels: ARRAY and MAP are `repeated` and nothing else is; `optional` will do for a NOT NULL column, whose records
 * must then hold it all the same, as proto3 has no other label; `required` will do for a nullable one, and asks nothing
 * more of its records. Nullable columns may be missing. Everything that does not fit is added to `problems`.
 */
export function bindDescriptor(plan: StructPlan, schema: MessageSchema, problems: Refusal[]): BoundStruct {
  const byName = new Map(plan.fields.map((field) => [field.name, field]));
  const fields: BoundField[] = [];
  for (const given of schema.fields) {
    const field = byName.get(given.name);
    const bound = field === undefined ? null : bindField(field, given, problems);
    if (field === undefined) problems.push(unknownName("Field", given.name, plan));
    else if (bound !== null) fields.push(bound);
  }
  const names = new Set(schema.fields.map(({ name }) => name));
  for (const field of plan.fields) {
    // Columns of a type that is refused have been told of already.
    if (field.isNotNull && field.value.kind !== "refused" && !names.has(field.name)) problems.push(missingField(field));
  }
  return { plan, fields };
}

function bindField(plan: FieldPlan, given: FieldSchema, problems: Refusal[]): BoundField | null {
  const before = problems.length;
  const refusal = fieldProblem(plan, given);
  if (refusal !== null) problems.push(refusal);
  const nested = refusal === null ? bindNested(plan, given, problems) : null;
  return problems.length > before ? null : { plan, number: given.number, nested };
}

function fieldProblem(plan: FieldPlan, given: FieldSchema): Refusal | null {
  const { value, path } = plan;
  if (plan.isFilledByTable) return generatedField(plan);
  if (value.kind === "refused") {
    const message = `${columnText(path)} has type ${typeText(plan.type)}, which the service does not take.`;
    return { rule: "type", column: path, message };
  }
  const isRepeated = given.label === "repeated";
  if (isRepeated !== (value.kind === "list" || value.kind === "map")) return labelProblem(plan, given);
  if (value.kind !== "map") return itemProblem(value.kind === "list" ? value.item : value, plan, given);
  if (given.message?.isMapEntry !== true) return typeProblem(plan, given, "a map");
  const [key, item] = entryFields(given.message);
  if (key === undefined || item === undefined) return typeProblem(plan, given, "a map");
  return itemProblem(value.key, plan, key) ?? itemProblem(value.value, plan, item);
}

function entryFields({ fields }: MessageSchema): readonly (FieldSchema | undefined)[] {
  return [fields.find(({ number }) => number === 1), fields.find(({ number }) => number === 2)];
}

/** Whether a field, an element, or the key or value of a map has the protobuf type of its column. */
function itemProblem(item: ItemPlan, plan: FieldPlan, given: FieldSchema): Refusal | null {
  if (item.kind === "scalar") return given.type === item.rule.proto ? null : typeProblem(plan, given, item.rule.proto);
  return given.type === "message" && given.message?.isMapEntry === false
    ? null
    : typeProblem(plan, given, "a nested message");
}

function bindNested(plan: FieldPlan, given: FieldSchema, problems: Refusal[]): BoundStruct | null {
  const { value } = plan;
  if (value.kind === "struct") return bindItem(value, given.message, problems);
  if (value.kind === "list") return bindItem(value.item, given.message, problems);
  if (value.kind !== "map" || given.message === null) return null;
  return bindItem(value.value, entryFields(given.message)[1]?.message ?? null, problems);
}

function bindItem(item: ItemPlan, message: MessageSchema | null, problems: Refusal[]): BoundStruct | null {
  return item.kind === "struct" && message !== null ? bindDescriptor(item.struct, message, problems) : null;
}

function missingField({ path }: FieldPlan): Refusal {
  const message = `${columnText(path)} is NOT NULL, and the descriptor has no field for it.`;
  return { rule: "required", column: path, message };
}

function generatedField({ path }: FieldPlan): Refusal {
  const message = `${columnText(path)} is filled by the table; the descriptor must not have a field for it.`;
  return { rule: "generated", column: path, message };
}

function labelProblem({ path, type }: FieldPlan, { label }: FieldSchema): Refusal {
  const message = `${columnText(path)} is ${typeText(type)}, and its field in the descriptor is ${label}.`;
  return { rule: "label", column: path, message };
}

function typeProblem({ path, type }: FieldPlan, given: FieldSchema, expected: string): Refusal {
  const message = `${columnText(path)} is ${typeText(type)}, for which the service takes ${expected}; the descriptor has ${given.type}.`;
  return { rule: "type", column: path, message };
}
