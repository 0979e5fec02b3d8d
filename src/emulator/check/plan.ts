import type { SparkType, StructField } from "../../catalog/spark-type.js";
import type { Column, Table } from "../../catalog/table.js";
import { isScalarType, mappingOf, scalarMapping } from "../../mapping/type-mapping.js";
import { hasValidParameters, typeText } from "../../mapping/type-text.js";
import type { Refusal } from "../row.js";
import { columnText, shown } from "./refused.js";
import { scalarRule, type ColumnScalar, type ScalarRule } from "./scalar-rule.js";
import type { UnitWatch } from "./unit-watch.js";

/** What the cells of a table or struct take, in order. */
export interface StructPlan {
  /** Of the struct itself; empty for the table. */
  readonly path: string;
  readonly fields: readonly FieldPlan[];
}

export interface FieldPlan {
  readonly name: string;
  /** Names from the column down, with dots. */
  readonly path: string;
  /** Place of the cell in its row. */
  readonly slot: number;
  readonly type: SparkType;
  /** A record must hold a value. Never for ARRAY and MAP, whose absence and emptiness are the same on the wire. */
  readonly required: boolean;
  /** The descriptor of a stream must have the field. */
  readonly isNotNull: boolean;
  /** The table computes the value and takes none. */
  readonly isFilledByTable: boolean;
  readonly value: ValuePlan;
}

export type ValuePlan =
  | ItemPlan
  | { readonly kind: "list"; readonly item: ItemPlan }
  | { readonly kind: "map"; readonly key: ScalarPlan; readonly value: ItemPlan }
  /** The service does not take the type. */
  | { readonly kind: "refused" };

export type ItemPlan = ScalarPlan | { readonly kind: "struct"; readonly struct: StructPlan };

export interface ScalarPlan {
  readonly kind: "scalar";
  readonly type: ColumnScalar;
  readonly rule: ScalarRule;
}

const refused: ValuePlan = { kind: "refused" };

export function planTable({ columns }: Table, watch: UnitWatch): StructPlan {
  return { path: "", fields: columns.map((column, slot) => planColumn(column, slot, watch)) };
}

/** Why no record at all can be written: columns that need a value and whose type the service does not take. */
export function planProblems({ fields }: StructPlan): readonly Refusal[] {
  return fields
    .filter(({ value, isNotNull }) => value.kind === "refused" && isNotNull)
    .map(({ path, type }) => {
      const message = `${columnText(path)} is NOT NULL and of type ${typeText(type)}, which the service does not take.`;
      return { rule: "type", column: path, message };
    });
}

function planColumn({ name, type, nullable, fill }: Column, slot: number, watch: UnitWatch): FieldPlan {
  const isFilledByTable = fill.kind === "generated" || (fill.kind === "identity" && fill.always);
  // Who leaves out a value of BY DEFAULT AS IDENTITY gets one from the table.
  const isNotNull = !nullable && !isFilledByTable && fill.kind !== "identity";
  return { ...planField({ name, type, nullable: !isNotNull }, name, slot, watch), isFilledByTable };
}

function planField(
  { name, type, nullable }: Pick<StructField, "name" | "type" | "nullable">,
  path: string,
  slot: number,
  watch: UnitWatch,
): FieldPlan {
  const value = planValue(type, path, watch);
  const required = !nullable && value.kind !== "list" && value.kind !== "map";
  return { name, path, slot, type, required, isNotNull: !nullable, isFilledByTable: false, value };
}

function planValue(type: SparkType, path: string, watch: UnitWatch): ValuePlan {
  if (type.kind === "array") {
    const item = planItem(type.element, path, watch);
    return item === null ? refused : { kind: "list", item };
  }
  if (type.kind !== "map") return planItem(type, path, watch) ?? refused;
  const key = planKey(type.key, path, watch);
  const value = planItem(type.value, path, watch);
  return key === null || value === null ? refused : { kind: "map", key, value };
}

function planItem(type: SparkType, path: string, watch: UnitWatch): ItemPlan | null {
  if (isScalarType(type)) return planScalar(type, path, watch);
  if (type.kind !== "struct" || mappingOf(type).shape === "refused") return null;
  const fields = type.fields.map((field, slot) => planField(field, `${path}.${field.name}`, slot, watch));
  return { kind: "struct", struct: { path, fields } };
}

function planKey(type: SparkType, path: string, watch: UnitWatch): ScalarPlan | null {
  if (!isScalarType(type) || scalarMapping(type).mapKey.kind === "refused") return null;
  return planScalar(type, path, watch);
}

function planScalar(type: ColumnScalar, path: string, watch: UnitWatch): ScalarPlan | null {
  return hasValidParameters(type) ? { kind: "scalar", type, rule: scalarRule(type, path, watch) } : null;
}

/** Refuses a name that is no column or field; one that differs in case only is told, since Spark would take it. */
export function unknownName(what: string, name: string, { path, fields }: StructPlan): Refusal {
  const full = path === "" ? shown(name) : `${shown(path)}.${shown(name)}`;
  const other = fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
  const hint = other === undefined ? "" : `; names must be the same to the letter, and \`${shown(other.name)}\` is one`;
  return { rule: "unknown_field", column: full, message: `${what} \`${full}\` is no column${hint}.` };
}
