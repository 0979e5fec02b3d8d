/** A JSON object as parsed: any key may be there, also `__proto__`; read it with `member`. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isJsonList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The value of an own key; undefined where there is none, and for `null`, which means the same in every format read here. */
export function member(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? (object[key] ?? undefined) : undefined;
}

/** What a value is, for the end of a sentence. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "missing";
  if (isJsonList(value)) return "a list";
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
      return "a number";
    case "boolean":
      return `\`${value}\``;
    default:
      return "an object";
  }
}

/** The way to a value inside a JSON text; linked, so that a step down costs the same at any depth. */
export interface JsonPath {
  readonly parent: JsonPath | null;
  readonly key: string | number;
}

export function at(parent: JsonPath | null, key: string | number): JsonPath {
  return { parent, key };
}

/** Steps shown of a path at either end. */
const shownSteps = 6;

/** A path as people write it: `columns[3].type_json.type`; the middle of a long one left out. */
export function formatPath(path: JsonPath | null): string {
  const steps: string[] = [];
  for (let step = path; step !== null; step = step.parent) steps.push(formatStep(step));
  steps.reverse();
  const cut = steps.length > 2 * shownSteps + 1;
  const shown = cut ? [...steps.slice(0, shownSteps), "…", ...steps.slice(-shownSteps)] : steps;
  return shown.join("").replace(/^\./, "");
}

function formatStep({ key }: JsonPath): string {
  if (typeof key === "number") return `[${key}]`;
  return /^[\w.-]{1,60}$/.test(key) ? `.${key}` : `.${JSON.stringify(key.slice(0, 60))}`;
}
