import { nestedMessage, type FieldDescriptor } from "../mapping/message.js";
import { typeText } from "../mapping/type-text.js";

/** A field of the checked-in message and what it is today. */
export interface FieldPair {
  readonly before: FieldDescriptor;
  readonly after: FieldDescriptor;
  /** Whether it stands elsewhere among the fields that are in both messages. */
  readonly moved: boolean;
}

/** Fields of one message before and after; everything in the order of its own message, pairs in that of today. */
export interface PairedFields {
  readonly pairs: readonly FieldPair[];
  readonly removed: readonly FieldDescriptor[];
  readonly added: readonly FieldDescriptor[];
}

type Fields = readonly FieldDescriptor[];

/**
 * Pairs fields by name; then those whose names differ in case only; then a field that is gone with a new one of the
 * same type in its place, which was renamed (or dropped, and another one added there: nobody can tell).
 */
export function pairFields(before: Fields, after: Fields): PairedFields {
  const partners = new Map<FieldDescriptor, FieldDescriptor>();
  pairBy(before, after, partners, ({ name }) => name);
  pairBy(before, after, partners, ({ name }) => name.toLowerCase());
  pairInPlace(before, after, partners);
  const found = after.flatMap((field) => {
    const partner = partners.get(field);
    return partner === undefined ? [] : [{ before: partner, after: field }];
  });
  const moved = movedPairs(found, before);
  return {
    pairs: found.map((pair) => ({ ...pair, moved: moved.has(pair) })),
    removed: unpaired(before, new Set(partners.values())),
    added: unpaired(after, partners),
  };
}

/** From fields of today to those of before. */
type Partners = Map<FieldDescriptor, FieldDescriptor>;

function unpaired(fields: Fields, paired: { readonly has: (field: FieldDescriptor) => boolean }): Fields {
  return fields.filter((field) => !paired.has(field));
}

function pairBy(before: Fields, after: Fields, partners: Partners, key: (field: FieldDescriptor) => string): void {
  const taken = new Set(partners.values());
  const known = new Map(unpaired(before, taken).map((field) => [key(field), field]));
  for (const field of unpaired(after, partners)) {
    const partner = known.get(key(field));
    if (partner === undefined) continue;
    partners.set(field, partner);
    known.delete(key(field));
  }
}

/** The place of a field is between the paired ones around it: its number changes with the fields before it. */
function pairInPlace(before: Fields, after: Fields, partners: Partners): void {
  const gone = new Map<FieldDescriptor | null, FieldDescriptor[]>();
  const paired = new Set(partners.values());
  for (const [anchor, field] of anchored(before, paired)) gone.set(anchor, [...(gone.get(anchor) ?? []), field]);
  for (const [anchor, field] of anchored(after, partners)) {
    const candidates = gone.get(anchor === null ? null : (partners.get(anchor) ?? null)) ?? [];
    const at = candidates.findIndex((candidate) => shapeOf(candidate) === shapeOf(field));
    // Those before it are out: a column that was renamed is not moved as well.
    const partner = at < 0 ? undefined : candidates.splice(0, at + 1).at(-1);
    if (partner !== undefined) partners.set(field, partner);
  }
}

/** Every field without a partner, with the last field before it that has one. */
function anchored(
  fields: Fields,
  paired: { readonly has: (field: FieldDescriptor) => boolean },
): (readonly [FieldDescriptor | null, FieldDescriptor])[] {
  let anchor: FieldDescriptor | null = null;
  const found: (readonly [FieldDescriptor | null, FieldDescriptor])[] = [];
  for (const field of fields) {
    if (paired.has(field)) anchor = field;
    else found.push([anchor, field]);
  }
  return found;
}

/** Everything a rename leaves as it is. */
function shapeOf(field: FieldDescriptor): string {
  return JSON.stringify(shapeFacts(field));
}

function shapeFacts(field: FieldDescriptor): unknown {
  const fields = nestedMessage(field)?.fields ?? [];
  return [typeText(field.type), field.nullable, fields.map((inner) => [inner.name, shapeFacts(inner)])];
}

type Pair = Pick<FieldPair, "before" | "after">;

/** The fewest pairs without which the others are in the same order as before. */
function movedPairs(pairs: readonly Pair[], before: Fields): ReadonlySet<Pair> {
  const places = new Map(before.map((field, place) => [field, place]));
  const inOrder = longestRise(pairs.map((pair) => places.get(pair.before) ?? 0));
  return new Set(pairs.filter((_, at) => !inOrder.has(at)));
}

/** Indexes of a longest rising run of numbers, of which there may be others between. */
function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  // Where the best run of each length ends: the lowest end leaves the most room for what follows.
  const ends: number[] = [];
  const previous: number[] = [];
  numbers.forEach((number, at) => {
    const length = countBelow(ends, (end) => (numbers[end] ?? 0) < number);
    previous.push(length === 0 ? -1 : (ends[length - 1] ?? -1));
    ends[length] = at;
  });
  const run = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) run.add(at);
  return run;
}

/** How many of the items, from the first on, are below; no item that is follows one that is not. */
function countBelow(items: readonly number[], isBelow: (item: number) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(items[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
