/** Nothing is timed before it is known to give the same. */
import { camel } from "./build.mjs";

/** Each of `theirs` holds the bytes of `ours`, or the same row in another order, as maps have none. */
export function assertSameBytes(name, { decode }, ours, theirs) {
  for (const [index, bytes] of ours.entries()) {
    const other = theirs[index];
    if (Buffer.compare(bytes, other) === 0) continue;
    if (bytes.length !== other.length)
      throw new Error(`${name}: row ${index} has ${other.length} bytes, not ${bytes.length}`);
    assertSame(`${name}, row ${index}`, decode(bytes), decode(other));
  }
}

/** `found` holds what is in `expected`, which our decoder made; where that has NULL, a default value or nothing. */
export function assertSame(place, expected, found) {
  if (isSame(expected, found)) return;
  const keys = expected !== null && typeof expected === "object" ? Object.keys(expected) : [];
  if (found !== null && typeof found === "object")
    for (const key of keys) assertSame(`${place}, ${key}`, expected[key], member(found, key));
  throw new Error(`${place}: ${String(found)} instead of ${String(expected)}`);
}

function isSame(expected, found) {
  if (expected === null) return isNothing(found);
  if (expected instanceof Uint8Array) return Buffer.compare(expected, found) === 0;
  if (expected instanceof Map)
    return isSame(Object.fromEntries(expected), found instanceof Map ? Object.fromEntries(found) : found);
  if (typeof expected === "bigint") return String(found) === String(expected);
  if (typeof expected !== "object") return found === expected;
  const keys = Object.keys(expected);
  if (keys.length === 0) return isNothing(found);
  return found !== null && typeof found === "object" && keys.every((key) => isSame(expected[key], member(found, key)));
}

/** protobuf-es has names in camel case. */
function member(found, key) {
  return Object.hasOwn(found, key) ? found[key] : (found[camel(key)] ?? found[key]);
}

function isNothing(value) {
  if (value == null || value === "" || value === false || String(value) === "0") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
