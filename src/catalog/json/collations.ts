import { canonicalCollation } from "../collation.js";
import type { SparkType } from "../spark-type.js";

/**
 * A type with the collations that the metadata of its field gives by path: `name`, `name.element`, `name.key`, and so on
 * through arrays and maps. The fields of a struct have metadata of their own.
 */
export function withCollations(type: SparkType, path: string, collations: ReadonlyMap<string, string>): SparkType {
  switch (type.kind) {
    case "string": {
      const written = collations.get(path);
      return written === undefined ? type : { kind: "string", collation: collationName(written) };
    }
    case "array":
      return { ...type, element: withCollations(type.element, `${path}.element`, collations) };
    case "map":
      return {
        ...type,
        key: withCollations(type.key, `${path}.key`, collations),
        value: withCollations(type.value, `${path}.value`, collations),
      };
    default:
      return type;
  }
}

/** The name in `provider.NAME` or `provider.NAME.version`; null for the collation that strings have anyway. */
export function collationName(written: string): string | null {
  const parts = written.split(".");
  const name = parts.length > 1 ? parts[1] : parts[0];
  return name === undefined || name === "" ? null : canonicalCollation(name);
}
