import { duplicateKey, hasOwn, isMap, isNull, isPlainObject, mapProblem, stringMapProblem } from "./check.js";
import { nullElement } from "./issue.js";
import { output, path, refusal, refusalAt } from "./output.js";
import type { MapInput, PathKey, StringMapInput } from "./types.js";

/** MAP with string keys. `writeEntry` writes one entry, key and value. */
export function writeStringMap<Value>(
  map: StringMapInput<Value>,
  name: PathKey,
  writeEntry: (key: string, value: Value) => void,
): void {
  if (isMap(map)) {
    writeMap(map, name, writeEntry);
    return;
  }
  if (!isPlainObject(map)) throw refusal(map, name, stringMapProblem(map));
  path[output.depth++] = name;
  // Twice as fast as Object.keys: for-in walks the keys that V8 keeps with the object's shape.
  for (const key in map) {
    if (!hasOwn(map, key)) continue;
    const value = map[key];
    if (isNull(value)) throw refusalAt(key, nullElement(value));
    writeEntry(key, value);
  }
  output.depth--;
}

/** MAP. `canonicalKey` tells keys apart as they are written, where two different ones can be the same. */
export function writeMap<Key extends PathKey, Value>(
  map: MapInput<Key, Value>,
  name: PathKey,
  writeEntry: (key: Key, value: Value) => void,
  canonicalKey?: (key: Key) => string,
): void {
  if (!isMap(map)) throw refusal(map, name, mapProblem(map));
  const keys = canonicalKey === undefined ? undefined : new Set<string>();
  path[output.depth++] = name;
  for (const [key, value] of map) {
    if (isNull(key)) throw refusalAt(key, nullElement(key));
    if (isNull(value)) throw refusalAt(key, nullElement(value));
    writeEntry(key, value);
    if (keys !== undefined && canonicalKey !== undefined) {
      const text = canonicalKey(key);
      if (keys.has(text)) throw refusalAt(key, duplicateKey(text));
      keys.add(text);
    }
  }
  output.depth--;
}
