import { duplicateKey, hasOwn, isStruct, listProblem, mapProblem, stringMapProblem, structProblem } from "./check.js";
import { excerpt } from "./describe.js";
import type { ArrayInfo, MapInfo, SparkTypeInfo, StructInfo } from "./info.js";
import { type Issue, type Problem, issueAt, missing, nullElement } from "./issue.js";
import { type Rule, ruleOf } from "./rule.js";
import { type Fields, hasTextKeys, mapEntries, readField } from "./walk.js";

/** Issues told of one row; a list of a million wrong elements is no help to anyone. */
const MAX_ISSUES = 1000;

/** What `validate` found. A row that is taken is the input itself. */
export type ValidationResult<Row> =
  { readonly ok: true; readonly value: Row } | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Whether the input is a row. Valid rows take a pass of plain comparisons; only a row that fails it is walked again,
 * for all its issues. Never throws: a getter that does becomes an issue.
 */
export function validateWith<Row>(
  check: (input: unknown) => input is Row,
  info: StructInfo,
  input: unknown,
): ValidationResult<Row> {
  try {
    if (check(input)) return { ok: true, value: input };
  } catch {
    // `refuse` tells what threw, and where.
  }
  return refuse(info, input);
}

/** All issues of an input that is no row, at most 1,000. */
export function refuse(info: StructInfo, input: unknown): { readonly ok: false; readonly issues: readonly Issue[] } {
  const found: Found = { issues: [], path: [] };
  try {
    struct(found, info, input);
  } catch {
    throwing(found);
  }
  if (found.issues.length === 0) report(found, unreadable("one that changes while it is read"));
  return { ok: false, issues: found.issues };
}

interface Found {
  readonly issues: Issue[];
  /** The way to the value that is looked at; where something throws, it stays as it is for the issue. */
  readonly path: unknown[];
}

function report(found: Found, problem: Problem): void {
  if (!isFull(found)) found.issues.push(issueAt(found.path, problem));
}

function isFull(found: Found): boolean {
  return found.issues.length >= MAX_ISSUES;
}

function throwing(found: Found): void {
  report(found, unreadable("a getter or proxy that throws"));
}

function unreadable(received: string): Problem {
  return { code: "unreadable", expected: "a value that can be read", received };
}

function struct(found: Found, info: StructInfo, value: unknown): void {
  if (!isStruct<Record<string, unknown>>(value)) {
    report(found, structProblem(value));
    return;
  }
  const depth = found.path.push("") - 1;
  const { columns } = walkOf(info);
  const { values, strangers } = readKeys(info, value);
  let place = 0;
  for (const column of columns) {
    if (isFull(found)) break;
    found.path[depth] = column.name;
    field(found, column, value, values[place++], depth + 1);
  }
  found.path.pop();
  for (const key of strangers ?? strangersOf(info, value)) unknownKey(found, info, key);
}

/** A column with its rule, unless its type is nested. */
interface Column {
  readonly name: string;
  readonly nullable: boolean;
  readonly type: SparkTypeInfo;
  readonly rule: Rule | undefined;
}

/** What is looked up for a struct once: the rules of 40 columns take a microsecond. */
interface Walk {
  readonly columns: readonly Column[];
  /** Lower case → name. */
  readonly spelling: ReadonlyMap<string, string>;
}

function walkOf(info: StructInfo): Walk {
  const known = walks.get(info);
  if (known !== undefined) return known;
  const columns = info.fields.map(({ name, nullable, type }) => ({ name, nullable, type, rule: scalarRule(type) }));
  const spelling = new Map(info.names.map((name) => [name.toLowerCase(), name]));
  const walk = { columns, spelling };
  walks.set(info, walk);
  return walk;
}

const walks: WeakMap<StructInfo, Walk> = /* @__PURE__ */ new WeakMap<StructInfo, Walk>();

function scalarRule(type: SparkTypeInfo): Rule | undefined {
  return typeof type === "string" ? ruleOf(type) : undefined;
}

interface Keys {
  /** By the places of the columns; `unread` where no key has it, or where it is better read by the column's name. */
  readonly values: readonly unknown[];
  /** Keys that are no columns; undefined where the keys could not be gone through. */
  readonly strangers: readonly string[] | undefined;
}

const unread: unique symbol = /* @__PURE__ */ Symbol("unread");

/** What a row's keys hold, in one go: reading 40 columns by their names takes three times as long. */
function readKeys(info: StructInfo, row: Fields): Keys {
  const values: unknown[] = info.names.map(() => unread);
  const strangers: string[] = [];
  let next = 0;
  try {
    for (const key in row) {
      const place = key === info.names[next] ? next : info.places.get(key);
      if (place === undefined) {
        if (hasOwn(row, key)) strangers.push(key);
        continue;
      }
      const value = row[key];
      if (typeof value !== "function") values[place] = value;
      next = place + 1;
    }
  } catch {
    return { values, strangers: undefined };
  }
  return { values, strangers };
}

/** Throws where the row's keys cannot be gone through. */
function strangersOf(info: StructInfo, row: Fields): readonly string[] {
  const strangers: string[] = [];
  for (const key in row) {
    if (!info.places.has(key) && hasOwn(row, key)) strangers.push(key);
  }
  return strangers;
}

/** One field; what it throws is its issue, and the other fields are looked at all the same. */
function field(found: Found, { name, nullable, type, rule }: Column, row: Fields, read: unknown, depth: number): void {
  try {
    const value = read === unread ? readField(row, name) : read;
    if (value != null) inspect(found, type, rule, value);
    else if (!nullable) report(found, missing(value, name));
  } catch {
    throwing(found);
    found.path.length = depth;
  }
}

function unknownKey(found: Found, info: StructInfo, key: string): void {
  if (isFull(found)) return;
  found.path.push(key);
  report(found, { code: "unknown_column", expected: nearest(info, key), received: excerpt(key) });
  found.path.pop();
}

/** Names are case-insensitive in Spark, keys are not in JavaScript: the usual mistake. */
function nearest(info: StructInfo, key: string): string {
  const name = walkOf(info).spelling.get(key.toLowerCase());
  return name === undefined ? "a column of the table" : `the column as it is written, ${excerpt(name)}`;
}

/** A value that is not null, with its rule unless its type is nested. */
function inspect(found: Found, type: SparkTypeInfo, rule: Rule | undefined, value: unknown): void {
  if (rule !== undefined) {
    if (!rule.check(value)) report(found, rule.problem(value));
  } else if (typeof type !== "string") nested(found, type, value);
}

function nested(found: Found, type: StructInfo | ArrayInfo | MapInfo, value: unknown): void {
  if (type.type === "struct") struct(found, type, value);
  else if (type.type === "array") list(found, type, value);
  else map(found, type, value);
}

/** An element of a list or map, which is never null. */
function element(found: Found, type: SparkTypeInfo, rule: Rule | undefined, value: unknown): void {
  if (value == null) report(found, nullElement(value));
  else inspect(found, type, rule, value);
}

function list(found: Found, info: ArrayInfo, value: unknown): void {
  if (!Array.isArray(value)) {
    report(found, listProblem(value));
    return;
  }
  const items: readonly unknown[] = value;
  const rule = scalarRule(info.elementType);
  const depth = found.path.push(0) - 1;
  for (let index = 0; index < items.length && !isFull(found); index++) {
    found.path[depth] = index;
    element(found, info.elementType, rule, items[index]);
  }
  found.path.pop();
}

function map(found: Found, info: MapInfo, value: unknown): void {
  const entries = mapEntries(info, value);
  if (entries === undefined) {
    report(found, hasTextKeys(info) ? stringMapProblem(value) : mapProblem(value));
    return;
  }
  const keyRule = ruleOf(info.keyType);
  const rule = scalarRule(info.valueType);
  const keys = new Set<string>();
  const depth = found.path.push("") - 1;
  for (const [key, item] of entries) {
    if (isFull(found)) break;
    found.path[depth] = key;
    element(found, info.keyType, keyRule, key);
    element(found, info.valueType, rule, item);
    const text = keyRule.key?.(key);
    if (text !== undefined && keys.has(text)) report(found, duplicateKey(text));
    if (text !== undefined) keys.add(text);
  }
  found.path.pop();
}
