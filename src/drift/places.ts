import type { FieldDescriptor } from "../mapping/message.js";
import type { FieldPair, PairedFields } from "./pair-fields.js";

type Fields = readonly FieldDescriptor[];
type FieldSet = ReadonlySet<FieldDescriptor>;

/** What the places of fields tell beyond their names. */
export interface Places {
  /** All fields of today and, where they were, those that are gone. */
  readonly order: Fields;
  /** New fields behind all that were there before. */
  readonly last: FieldSet;
  /** Fields that are gone while the numbers around them are as before: something of the table is still in the place. */
  readonly leftOut: FieldSet;
  /** Fields of today whose number changes by more than the fields that came or went before them. */
  readonly renumbered: FieldSet;
}

/** Numbers are positions in the table, where columns that are no part of the row count. */
export function placesOf(before: Fields, after: Fields, paired: PairedFields): Places {
  const steps = stepsOf(before, after, paired);
  const added = new Set(paired.added);
  return {
    order: inOrder(before, after, paired),
    last: new Set(after.slice(after.map((field) => added.has(field)).lastIndexOf(false) + 1)),
    leftOut: new Set(steps.filter(hasFreePlaces).flatMap(({ gone }) => gone)),
    renumbered: new Set(steps.filter(isUnexplained).map(({ pair }) => pair.after)),
  };
}

/** From one field that stayed in its place among the others to the next one. */
interface Step {
  readonly pair: FieldPair;
  /** By how much the distance of their numbers grew. */
  readonly growth: number;
  /** Fields between them before, and today, those that moved away or here included. */
  readonly gone: Fields;
  readonly come: Fields;
}

function stepsOf(before: Fields, after: Fields, { pairs }: PairedFields): readonly Step[] {
  const [oldPlaces, places] = [placesBy(before), placesBy(after)];
  let [oldStart, start, oldNumber, number] = [0, 0, 0, 0];
  return pairs
    .filter(({ moved }) => !moved)
    .map((pair) => {
      const [oldEnd, end] = [oldPlaces.get(pair.before) ?? 0, places.get(pair.after) ?? 0];
      const growth = pair.after.number - number - (pair.before.number - oldNumber);
      const step = { pair, growth, gone: before.slice(oldStart, oldEnd), come: after.slice(start, end) };
      [oldStart, start, oldNumber, number] = [oldEnd + 1, end + 1, pair.before.number, pair.after.number];
      return step;
    });
}

function placesBy(fields: Fields): ReadonlyMap<FieldDescriptor, number> {
  return new Map(fields.map((field, place) => [field, place]));
}

function hasFreePlaces({ growth, gone, come }: Step): boolean {
  return gone.length > 0 && come.length === 0 && growth === 0;
}

function isUnexplained({ growth, gone, come }: Step): boolean {
  return growth > come.length || growth < -gone.length;
}

/** Fields that are gone stand behind the field they followed. */
function inOrder(before: Fields, after: Fields, { pairs, removed }: PairedFields): Fields {
  const today = new Map(pairs.map((pair) => [pair.before, pair.after]));
  const gone = new Set(removed);
  const behind = new Map<FieldDescriptor | null, FieldDescriptor[]>();
  let last: FieldDescriptor | null = null;
  for (const field of before) {
    if (gone.has(field)) behind.set(last, [...(behind.get(last) ?? []), field]);
    else last = today.get(field) ?? last;
  }
  return [...(behind.get(null) ?? []), ...after.flatMap((field) => [field, ...(behind.get(field) ?? [])])];
}
