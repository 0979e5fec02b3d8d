import * as v from "valibot";
import type { Config, Int64Choice, TableOverride, WorkspaceConfig } from "./config.js";
import { isPlainObject } from "./plain-data.js";

/** Schemas of the configuration. A message completes "expected …"; `checkConfig` adds the path and what was received. */
type Schema<Output> = v.GenericSchema<unknown, Output>;

const objectSchema: Schema<Readonly<Record<string, unknown>>> = v.pipe(
  v.unknown(),
  v.guard(isPlainObject, "an object"),
);

const text = v.pipe(
  v.string("a string"),
  v.check((given) => given.trim() !== "", "a string that is not empty"),
);

const texts = textsSchema();
const flag = v.boolean("true or false");
const int64Choice = choice(["bigint", "number"]);

const workspaceEntries = {
  host: v.exactOptional(hostSchema()),
  profile: v.exactOptional(text),
  warehouse: v.exactOptional(text),
  via: v.exactOptional(choice(["api", "warehouse"])),
  timeout: v.exactOptional(numberSchema(1, 3600, "a number of seconds from 1 to 3600", Number.isFinite)),
  concurrency: v.exactOptional(numberSchema(1, 64, "a whole number from 1 to 64", Number.isInteger)),
};

const overrideEntries = {
  rowName: v.exactOptional(text),
  omit: v.exactOptional(v.array(text, "an array of strings")),
  int64: v.exactOptional(int64Schema()),
};

const workspaceSchema: Schema<WorkspaceConfig> = v.pipe(objectSchema, v.object(workspaceEntries));
const overrideSchema: Schema<TableOverride> = v.pipe(objectSchema, v.object(overrideEntries));

const configEntries = {
  ddl: v.exactOptional(texts),
  from: v.exactOptional(texts),
  workspace: v.exactOptional(workspaceSchema),
  catalog: v.exactOptional(text),
  schema: v.exactOptional(text),
  vars: v.exactOptional(recordSchema(v.string("a string"))),
  tables: v.exactOptional(texts),
  out: v.exactOptional(text),
  runtime: v.exactOptional(choice(["bundle", "import"])),
  importExtension: v.exactOptional(choice(["js", "ts", "none"])),
  producer: v.exactOptional(flag),
  unsupported: v.exactOptional(choice(["error", "omit"])),
  verify: v.exactOptional(flag),
  prune: v.exactOptional(flag),
  cache: v.exactOptional(pathOrFlagSchema()),
  overrides: v.exactOptional(recordSchema(overrideSchema)),
};

/** Checks values; unknown keys are passed over. */
export const configSchema: Schema<Config> = v.pipe(objectSchema, v.object(configEntries));

export const configKeys: readonly string[] = Object.keys(configEntries);
export const workspaceKeys: readonly string[] = Object.keys(workspaceEntries);
export const overrideKeys: readonly string[] = Object.keys(overrideEntries);

function choice<const Choice extends string>(choices: readonly Choice[]): Schema<Choice> {
  const quoted = choices.map((each) => `"${each}"`);
  return v.picklist(choices, quoted.join(", ").replace(/, ([^,]*)$/, " or $1"));
}

function pathOrFlagSchema(): Schema<string | boolean> {
  const other = v.boolean("a path, or true or false");
  return v.lazy((given): Schema<string | boolean> => (typeof given === "string" ? text : other));
}

function textsSchema(): Schema<string | string[]> {
  const list = v.pipe(v.array(text, "an array of strings"), v.minLength(1, "at least one string"));
  const other = v.string("a string or an array of strings");
  return v.lazy((given): Schema<string | string[]> => {
    if (Array.isArray(given)) return list;
    return typeof given === "string" ? text : other;
  });
}

function int64Schema(): Schema<Int64Choice | Record<string, Int64Choice>> {
  const byColumn = recordSchema(int64Choice);
  return v.lazy((given): Schema<Int64Choice | Record<string, Int64Choice>> =>
    isPlainObject(given) ? byColumn : int64Choice,
  );
}

function hostSchema(): Schema<string> {
  return v.pipe(
    text,
    v.check((given) => !given.includes("@"), "a host without a user name or password"),
  );
}

function numberSchema(
  least: number,
  most: number,
  expected: string,
  isOfKind: (given: number) => boolean,
): Schema<number> {
  return v.pipe(
    v.number(expected),
    v.check((given) => isOfKind(given) && given >= least && given <= most, expected),
  );
}

/** Any keys: valibot's own record would pass over `constructor` and `__proto__`, which columns may be called. */
function recordSchema<Value>(valueSchema: Schema<Value>): Schema<Record<string, Value>> {
  return v.pipe(
    objectSchema,
    v.rawTransform(({ dataset, addIssue }) => {
      const input = dataset.value;
      const entries = Object.entries(input).flatMap(([key, value]): [string, Value][] => {
        const step = { type: "object", origin: "value", input, key, value } as const;
        if (key.trim() === "") addIssue({ input: key, message: "a name as the key", path: [step] });
        const checked = v.safeParse(valueSchema, value);
        if (checked.success) return [[key, checked.output]];
        for (const { input: received, message, path } of checked.issues) {
          addIssue({ input: received, message, path: [step, ...(path ?? [])] });
        }
        return [];
      });
      return Object.fromEntries(entries);
    }),
  );
}
