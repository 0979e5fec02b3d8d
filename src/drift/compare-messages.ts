import { nestedMessage, type FieldDescriptor, type MessageDescriptor } from "../mapping/message.js";
import { typeText } from "../mapping/type-text.js";
import { judgeType } from "./judge-type.js";
import { pairFields, type FieldPair } from "./pair-fields.js";
import { placesOf, type Places } from "./places.js";
import { rulings, type Ruling } from "./rules.js";
import type { ColumnChange, ColumnDrift } from "./table-drift.js";

/** Where in the table the messages are. */
interface Scope {
  /** Of the struct that the messages are of, in Spark's words; empty for the rows of the table. */
  readonly path: readonly string[];
  /** The same without what Spark calls the inside of arrays and maps. */
  readonly names: readonly string[];
  readonly isInTable: IsInTable;
}

/** Whether the table of today has a column, or a field of a struct in it, by the names that lead there. */
export type IsInTable = (names: readonly string[]) => boolean;

/** Everything that changed between the rows of a table before and after. */
export function compareRows(
  before: MessageDescriptor,
  after: MessageDescriptor,
  isInTable: IsInTable,
): readonly ColumnDrift[] {
  return compareMessages(before, after, { path: [], names: [], isInTable });
}

function compareMessages(before: MessageDescriptor, after: MessageDescriptor, scope: Scope): readonly ColumnDrift[] {
  const paired = pairFields(before.fields, after.fields);
  const places = placesOf(before.fields, after.fields, paired);
  const pairs = new Map(paired.pairs.map((pair) => [pair.after, pair]));
  const added = new Set(paired.added);
  return places.order.flatMap((field) => {
    const pair = pairs.get(field);
    if (pair !== undefined) return comparePair(pair, scope, places);
    return [added.has(field) ? addition(field, scope, places) : removal(field, scope, places)];
  });
}

function addition(field: FieldDescriptor, { path }: Scope, places: Places): ColumnDrift {
  const { type, nullable } = field;
  return drift(field, path, { kind: "added", type: typeText(type), nullable }, addedRuling(field, path, places));
}

function removal(field: FieldDescriptor, { path, names, isInTable }: Scope, places: Places): ColumnDrift {
  const { type, nullable } = field;
  const isLeftOut = places.leftOut.has(field) || isInTable([...names, field.name]);
  const ruling = isLeftOut ? rulings.leftOut : rulings.removed;
  return drift(field, path, { kind: "removed", type: typeText(type), nullable }, ruling);
}

function addedRuling(field: FieldDescriptor, path: readonly string[], places: Places): Ruling {
  if (!field.nullable) return rulings.addedRequired;
  if (path.length > 0) return rulings.addedToStruct;
  return places.last.has(field) ? rulings.addedLast : rulings.addedAmong;
}

/** Changes of a field that is in both messages, what it holds included. */
function comparePair(pair: FieldPair, scope: Scope, places: Places): readonly ColumnDrift[] {
  const { before, after } = pair;
  const changes = [
    nameChange(pair),
    placeChange(pair, places),
    typeChange(pair),
    nullChange(pair),
    identityChange(pair),
    defaultChange(pair),
    commentChange(before.comment, after.comment),
  ];
  const own = changes.flatMap((found) =>
    found === null ? [] : [drift(after, scope.path, found.change, found.ruling)],
  );
  return [...own, ...compareInside(pair, scope)];
}

interface Found {
  readonly change: ColumnChange;
  readonly ruling: Ruling;
}

function nameChange({ before, after }: FieldPair): Found | null {
  const [from, to] = [before.name, after.name];
  if (from === to) return null;
  const ruling = from.toLowerCase() === to.toLowerCase() ? rulings.recased : rulings.renamed;
  return { change: { kind: "renamed", from, to, type: typeText(after.type) }, ruling };
}

function placeChange({ before, after, moved }: FieldPair, places: Places): Found | null {
  const [from, to] = [before.number, after.number];
  if (moved) return { change: { kind: "moved", from, to }, ruling: rulings.moved };
  if (!places.renumbered.has(after)) return null;
  return { change: { kind: "renumbered", from, to }, ruling: rulings.renumbered };
}

function typeChange({ before, after }: FieldPair): Found | null {
  const ruling = judgeType(before, after);
  if (ruling === null) return null;
  return { change: { kind: "type", from: typeText(before.type), to: typeText(after.type) }, ruling };
}

function nullChange({ before, after }: FieldPair): Found | null {
  if (before.nullable === after.nullable) return null;
  if (after.nullable) return { change: { kind: "optional" }, ruling: rulings.optional };
  const isCollection = after.fieldKind === "list" || after.fieldKind === "map";
  return { change: { kind: "required" }, ruling: isCollection ? rulings.requiredCollection : rulings.required };
}

function identityChange({ before, after }: FieldPair): Found | null {
  const [from, to] = [before.fill.kind === "identity", after.fill.kind === "identity"];
  if (from === to) return null;
  return { change: { kind: "identity", from, to }, ruling: to ? rulings.identity : rulings.noIdentity };
}

function defaultChange({ before, after }: FieldPair): Found | null {
  const [from, to] = [defaultOf(before), defaultOf(after)];
  return from === to ? null : { change: { kind: "default", from, to }, ruling: rulings.default };
}

function defaultOf({ fill }: FieldDescriptor): string | null {
  return fill.kind === "default" ? fill.expression : null;
}

/** For a field, or for the table itself. */
export function commentChange(from: string | null, to: string | null): Found | null {
  return from === to ? null : { change: { kind: "comment", from, to }, ruling: rulings.comment };
}

function compareInside({ before, after }: FieldPair, scope: Scope): readonly ColumnDrift[] {
  const [old, now] = [nestedMessage(before), nestedMessage(after)];
  if (old === null || now === null || before.fieldKind !== after.fieldKind) return [];
  return compareMessages(old, now, {
    ...scope,
    path: [...scope.path, after.name, ...insideOf(after)],
    names: [...scope.names, after.name],
  });
}

/** How Spark names what an array or a map holds in the path of a field. */
function insideOf({ fieldKind }: FieldDescriptor): readonly string[] {
  if (fieldKind === "list") return ["element"];
  return fieldKind === "map" ? ["value"] : [];
}

function drift(field: FieldDescriptor, path: readonly string[], change: ColumnChange, ruling: Ruling): ColumnDrift {
  return { column: [...path, field.name].join("."), change, verdict: ruling.verdict, meaning: ruling.meaning };
}
