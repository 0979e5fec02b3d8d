import type { FieldNode, NamedTypeNode, StructTypeNode, TypeNode } from "../ddl/nodes.js";
import type { Problem } from "../ddl/problem.js";
import { quote } from "../ddl/quote.js";
import { canonicalCollation } from "./collation.js";
import type { SparkType, StructField } from "./spark-type.js";
import { suggestType } from "./type-suggestions.js";
import { type TypeRule, typeRules } from "./type-table.js";

/** Where a type is resolved: what strings collate like by default, and where problems go. */
export interface TypeContext {
  readonly defaultCollation: string | null;
  /** Takes a problem and the path of the struct field it is about, null for the type itself. */
  readonly report: (problem: Problem, path: string | null) => void;
}

/** Longest CHAR or VARCHAR: Spark keeps the length in an int. */
const maxLength = 2_147_483_647;

/** The type a text means; null after reporting what is wrong with it. */
export function resolveType(node: TypeNode, context: TypeContext): SparkType | null {
  switch (node.kind) {
    case "named":
      return resolveNamed(node, context);
    case "array": {
      const element = resolveType(node.element, context);
      return element === null ? null : { kind: "array", element, containsNull: true };
    }
    case "map": {
      const key = resolveType(node.key, context);
      const value = resolveType(node.value, context);
      return key === null || value === null ? null : { kind: "map", key, value, valueContainsNull: true };
    }
    case "struct":
      return resolveStruct(node, context);
  }
}

function resolveStruct(node: StructTypeNode, context: TypeContext): SparkType | null {
  const fields: StructField[] = [];
  const seen = new Set<string>();
  let isValid = true;
  let name = "";
  const report: TypeContext["report"] = (problem, path) => {
    context.report(problem, path === null ? name : `${name}.${path}`);
  };
  for (const field of node.fields) {
    name = field.name.text;
    isValid = isNew(field, seen, report) && isValid;
    const type = resolveType(field.type, { defaultCollation: context.defaultCollation, report });
    if (type === null) isValid = false;
    else fields.push({ name, type, nullable: !field.notNull, comment: field.comment });
  }
  return isValid ? { kind: "struct", fields } : null;
}

function isNew(field: FieldNode, seen: Set<string>, report: TypeContext["report"]): boolean {
  const key = field.name.text.toLowerCase();
  if (!seen.has(key)) {
    seen.add(key);
    return true;
  }
  const message = `The struct has two fields ${quote(field.name.text)}.`;
  report({ code: "GP2005", message, hint: "Names are compared without case.", ...place(field.name) }, null);
  return false;
}

function resolveNamed(node: NamedTypeNode, context: TypeContext): SparkType | null {
  const rule = typeRules.get(node.name);
  if (rule === undefined) return unknownType(node, context);
  if (node.collation !== null && rule.kind !== "string") {
    return refuse(node, context, `${node.name} takes no collation.`, "Only STRING does.");
  }
  return apply(rule, node, context);
}

function apply(rule: TypeRule, node: NamedTypeNode, context: TypeContext): SparkType | null {
  switch (rule.kind) {
    case "plain":
      return node.parameters === null ? rule.type : noParameters(node, context);
    case "string":
      if (node.parameters !== null) return noParameters(node, context);
      return stringType(node.collation ?? context.defaultCollation);
    case "decimal":
      return decimal(node, context);
    case "length":
      return withLength(rule.type, node, context);
    case "time":
      return time(node, context);
    case "spatial":
      return spatial(rule.type, node, context);
    case "incomplete":
      return refuse(node, context, `${node.name} does not say what it holds.`, `Write it as in ${rule.example}.`);
  }
}

/** The type of most columns: one object for all of them. */
const plainString: SparkType = { kind: "string", collation: null };

function stringType(written: string | null): SparkType {
  const collation = written === null ? null : canonicalCollation(written);
  return collation === null ? plainString : { kind: "string", collation };
}

function unknownType(node: NamedTypeNode, context: TypeContext): null {
  const suggestion = suggestType(node.name);
  const hint =
    suggestion === null ? "Use one of Spark's types, such as STRING, BIGINT or DECIMAL(10,2)." : `Use ${suggestion}.`;
  context.report({ code: "GP2006", message: `Spark has no type ${quote(node.name)}.`, hint, ...place(node) }, null);
  return null;
}

function refuse(node: NamedTypeNode, context: TypeContext, message: string, hint: string): null {
  context.report({ code: "GP2007", message, hint, ...place(node) }, null);
  return null;
}

function noParameters(node: NamedTypeNode, context: TypeContext): null {
  const hint = node.name === "STRING" ? "Write STRING, or VARCHAR(n) for a limit." : `Write ${node.name}.`;
  return refuse(node, context, `${node.name} takes no parameters.`, hint);
}

/** None means (10,0), one means scale 0. */
function decimal(node: NamedTypeNode, context: TypeContext): SparkType | null {
  const [precision, scale, ...rest] = integers(node.parameters ?? ["10"]);
  if (precision === undefined || rest.length > 0 || (node.parameters?.length ?? 0) > 2)
    return badDecimal(node, context);
  if (precision < 1 || precision > 38) return badDecimal(node, context);
  if (node.parameters?.length === 2 && scale === undefined) return badDecimal(node, context);
  return (scale ?? 0) > precision ? badDecimal(node, context) : { kind: "decimal", precision, scale: scale ?? 0 };
}

function badDecimal(node: NamedTypeNode, context: TypeContext): null {
  const message = `${written(node)} is not a valid decimal.`;
  return refuse(node, context, message, "DECIMAL(p,s) takes a precision of 1 to 38 and a scale of 0 to p.");
}

function withLength(kind: "char" | "varchar", node: NamedTypeNode, context: TypeContext): SparkType | null {
  const [length] = integers(node.parameters ?? []);
  if (node.parameters?.length === 1 && length !== undefined && length >= 1 && length <= maxLength)
    return { kind, length };
  const hint = node.parameters === null ? `Write ${node.name}(n), or STRING.` : "The length is one number from 1 on.";
  return refuse(node, context, `${written(node)} has no valid length.`, hint);
}

/** TIME means TIME(6). */
function time(node: NamedTypeNode, context: TypeContext): SparkType | null {
  const [precision] = integers(node.parameters ?? ["6"]);
  if (precision !== undefined && precision <= 6 && (node.parameters?.length ?? 1) === 1)
    return { kind: "time", precision };
  return refuse(node, context, `${written(node)} has no valid precision.`, "TIME(p) takes a precision of 0 to 6.");
}

function spatial(kind: "geometry" | "geography", node: NamedTypeNode, context: TypeContext): SparkType | null {
  const [crs, ...rest] = node.parameters ?? [];
  const valid = kind === "geography" ? /^(4326|any)$/i : /^(\d{1,9}|any)$/i;
  if (crs !== undefined && rest.length === 0 && valid.test(crs)) return { kind, crs: crs.toUpperCase() };
  const hint = `Write ${node.name}(4326).`;
  return refuse(node, context, `${written(node)} names no spatial reference system it can have.`, hint);
}

/** The numbers among the parameters, up to the first that is none. */
function integers(parameters: readonly string[]): readonly number[] {
  const numbers: number[] = [];
  for (const parameter of parameters) {
    if (!/^\d{1,10}$/.test(parameter)) break;
    numbers.push(Number(parameter));
  }
  return numbers;
}

function written(node: NamedTypeNode): string {
  return quote(node.parameters === null ? node.name : `${node.name}(${node.parameters.join(",")})`);
}

function place(node: { readonly start: number; readonly end: number }): { start: number; end: number } {
  return { start: node.start, end: node.end };
}
