import { Buffer } from "node:buffer";
import { describe } from "../../runtime/describe.js";
import { isBinary } from "../../runtime/text.js";
import { rawText } from "../../runtime/types.js";
import { dateTime, isArrayView, isPlain, mapOf, readableKeys, tagOf } from "./object-kinds.js";
import { maxDepth, maxDigits, rowTags } from "./row-tags.js";

/** A value of a row that its text does not hold, or not as it was. */
export interface LostValue {
  /** Keys and list indexes; within a Map the number of the entry, then 0 for its key or 1 for its value. */
  readonly path: readonly (string | number)[];
  /** What was there: `a function`. Values themselves are not shown. */
  readonly was: string;
}

/** A row as a dead letter has it. */
export interface RowText {
  /** JSON on one line. */
  readonly text: string;
  readonly lost: readonly LostValue[];
}

/** Characters of a row's text; a row of 10 MB in the longest form of its values is below. */
const maxLength = 268_435_456;

/** Lost values that are listed. */
const maxLost = 100;

/**
 * Any value as JSON with tags, so that `readRow` gives an equal one back. Never throws, whatever the value does when it
 * is touched: what cannot be kept is null, or left out of its object, and listed.
 */
export function rowText(row: unknown, limit: number = maxLength): RowText {
  const state: State = { text: "", lost: [], unlisted: 0, path: [], around: new Set(), limit };
  write(state, row, true);
  const { text, lost, unlisted } = state;
  return { text, lost: unlisted === 0 ? lost : [...lost, { path: [], was: `${unlisted} more values` }] };
}

interface State {
  text: string;
  readonly lost: LostValue[];
  unlisted: number;
  readonly path: (string | number)[];
  /** The objects that the value is in. */
  readonly around: Set<object>;
  readonly limit: number;
}

function lose(state: State, was: string): void {
  if (state.lost.length < maxLost) state.lost.push({ path: [...state.path], was });
  else state.unlisted++;
}

/** Writes a null in the place of the value. */
function writeLost(state: State, was: string): void {
  lose(state, was);
  state.text += "null";
}

/** Text is put back where reading the value throws half way. */
function write(state: State, value: unknown, honoursFields: boolean): void {
  const { text } = state;
  const depth = state.path.length;
  try {
    if (text.length > state.limit) writeLost(state, "more than a dead letter holds");
    else if (typeof value === "object" && value !== null) writeObject(state, value, honoursFields);
    else writeScalar(state, value);
  } catch {
    state.text = text;
    state.path.length = depth;
    writeLost(state, "a value that throws when it is read");
  }
}

function writeScalar(state: State, value: unknown): void {
  switch (typeof value) {
    case "string":
      if (value.length > state.limit - state.text.length) writeLost(state, describe(value));
      else state.text += JSON.stringify(value);
      break;
    case "number":
      state.text += numberText(value);
      break;
    case "bigint":
      writeBigint(state, value);
      break;
    case "undefined":
      state.text += tagged(rowTags.undefined, "true");
      break;
    case "function":
    case "symbol":
      writeLost(state, describe(value));
      break;
    default:
      state.text += String(value);
  }
}

function tagged(tag: string, json: string): string {
  return `{"${tag}":${json}}`;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return tagged(rowTags.number, `"${value}"`);
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Bits for `maxDigits`, rounded down. */
const maxBits = Math.floor(maxDigits * 3.3);

function writeBigint(state: State, value: bigint): void {
  if (BigInt.asIntN(maxBits, value) === value) state.text += tagged(rowTags.bigint, `"${value}"`);
  else writeLost(state, describe(value));
}

function writeObject(state: State, value: object, honoursFields: boolean): void {
  if (writeInstant(state, value) || writeRawJson(state, value)) return;
  if (state.around.has(value)) {
    writeLost(state, "an object that contains itself");
    return;
  }
  if (state.path.length >= maxDepth) {
    writeLost(state, `more than ${maxDepth} levels of nesting`);
    return;
  }
  state.around.add(value);
  try {
    writeContent(state, value, honoursFields);
  } finally {
    state.around.delete(value);
  }
}

/** Dates, bytes, and the instants of Temporal. */
function writeInstant(state: State, value: object): boolean {
  const time = dateTime(value);
  if (time !== null) {
    state.text += tagged(rowTags.date, Number.isNaN(time) ? "null" : `"${new Date(time).toISOString()}"`);
    return true;
  }
  if (isBinary(value)) {
    const base64 = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
    state.text += tagged(rowTags.bytes, `"${base64}"`);
    return true;
  }
  if (isPlain(value) || !("epochNanoseconds" in value)) return false;
  const { epochNanoseconds } = value;
  if (typeof epochNanoseconds !== "bigint") return false;
  state.text += tagged(rowTags.epochNanoseconds, `"${epochNanoseconds}"`);
  return true;
}

function writeRawJson(state: State, value: object): boolean {
  if (!(rawText in value)) return false;
  const text = value[rawText];
  if (typeof text === "string" && text.length < state.limit - state.text.length) {
    state.text += tagged(rowTags.rawJson, JSON.stringify(text));
  } else writeLost(state, "rawJson of something that is no text, or too long");
  return true;
}

function writeContent(state: State, value: object, honoursFields: boolean): void {
  const entries = mapOf(value);
  if (Array.isArray(value)) writeList(state, value);
  else if (entries !== null) writeMap(state, entries);
  else if (!honoursFields && hasToJson(value)) writeToJson(state, value.toJSON(String(state.path.at(-1))));
  else writeFields(state, value);
}

function hasToJson(value: object): value is { toJSON(key: string): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}

/** A VARIANT is what toJSON gives; of a STRUCT the fields count. The columns are not known here: a person has to look. */
function writeToJson(state: State, given: unknown): void {
  lose(state, "an object with toJSON, kept as what that gives");
  if (typeof given !== "object" || given === null) writeScalar(state, given);
  else if (dateTime(given) !== null || isBinary(given)) writeInstant(state, given);
  else if (Array.isArray(given)) writeList(state, given);
  else writeFields(state, given);
}

function writeList(state: State, items: readonly unknown[]): void {
  state.text += "[";
  for (let index = 0; index < items.length; index++) {
    if (index > 0) state.text += ",";
    if (isFull(state, `${items.length - index} elements`)) break;
    writeAt(state, index, items, index);
  }
  state.text += "]";
}

/** Whether nothing more goes in; then a null stands for the rest. */
function isFull(state: State, rest: string): boolean {
  if (state.text.length <= state.limit) return false;
  writeLost(state, `${rest}, more than a dead letter holds`);
  return true;
}

function writeMap(state: State, entries: Iterable<readonly [unknown, unknown]>): void {
  state.text += `{"${rowTags.map}":[`;
  let index = 0;
  for (const pair of entries) {
    state.text += index === 0 ? "[" : ",[";
    state.path.push(index);
    writeAt(state, 0, pair, 0);
    state.text += ",";
    writeAt(state, 1, pair, 1);
    state.path.pop();
    state.text += "]";
    index++;
    if (state.text.length > state.limit) break;
  }
  if (state.text.length > state.limit) lose(state, "the rest of a Map, more than a dead letter holds");
  state.text += "]}";
}

function writeFields(state: State, value: object): void {
  const keys = readableKeys(value);
  if (tagOf(value) !== "[object Object]") {
    lose(state, describe(value));
    if (Object.keys(value).length === 0 || isArrayView(value)) {
      state.text += "null";
      return;
    }
  }
  state.text += "{";
  let isFirst = true;
  for (const key of keys) isFirst = !writeField(state, value, key, isFirst) && isFirst;
  state.text += "}";
}

/** Whether the field was written. */
function writeField(state: State, value: object, key: string, isFirst: boolean): boolean {
  const { text } = state;
  state.path.push(key);
  const item = fieldOf(state, value, key);
  if (item !== undefined) {
    state.text += `${isFirst ? "" : ","}${JSON.stringify(key.startsWith("$") ? `$${key}` : key)}:`;
    write(state, item, false);
  }
  state.path.pop();
  return state.text !== text;
}

/** Undefined for what is left out. */
function fieldOf(state: State, value: object, key: string): unknown {
  if (state.text.length > state.limit) {
    lose(state, "more than a dead letter holds");
    return undefined;
  }
  try {
    const item: unknown = Reflect.get(value, key);
    if (typeof item !== "function" && typeof item !== "symbol") return item;
    lose(state, describe(item));
  } catch {
    lose(state, "a getter or proxy that throws");
  }
  return undefined;
}

function writeAt(state: State, step: number, items: readonly unknown[], index: number): void {
  state.path.push(step);
  write(state, items[index], false);
  state.path.pop();
}
