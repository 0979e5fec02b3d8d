import * as v from "valibot";
import { didYouMean, nearest } from "../diagnostics/suggest.js";
import type { Config } from "./config.js";
import { isPlainObject, plainData } from "./plain-data.js";
import type { ConfigPath, Problem } from "./problem.js";
import { configKeys, configSchema, overrideKeys, workspaceKeys } from "./schema.js";
import { isSecretName, receivedText } from "./value-text.js";

export interface CheckedConfig {
  /** Null where there is a problem. */
  readonly config: Config | null;
  /** All of them, not only the first. */
  readonly problems: readonly Problem[];
}

const secretHint =
  "Secrets belong in the environment (DATABRICKS_TOKEN, DATABRICKS_CLIENT_SECRET) or in a profile, which workspace.profile names.";

/** Checks a value of any kind; what comes out holds known keys and checked values only. */
export function checkConfig(value: unknown): CheckedConfig {
  const { value: data, problems: unreadable } = plainData(value);
  const checked = v.safeParse(configSchema, data);
  const wrong = (checked.issues ?? []).map(problemOf);
  const problems = [...unreadable, ...sections(data).flatMap(unknownKeys), ...wrong];
  return { config: checked.success && problems.length === 0 ? checked.output : null, problems };
}

function problemOf(issue: v.BaseIssue<unknown>): Problem {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
  return {
    path,
    message: `expected ${issue.message}, received ${receivedText(issue.input, path)}`,
    part: "value",
    hint: null,
  };
}

/** An object of the configuration that has keys of its own. */
interface Section {
  readonly path: ConfigPath;
  readonly value: unknown;
  readonly known: readonly string[];
}

function sections(data: unknown): readonly Section[] {
  if (!isPlainObject(data)) return [];
  const { workspace, overrides } = data;
  const tables = isPlainObject(overrides) ? Object.entries(overrides) : [];
  return [
    { path: [], value: data, known: configKeys },
    { path: ["workspace"], value: workspace, known: workspaceKeys },
    ...tables.map(([table, value]) => ({ path: ["overrides", table], value, known: overrideKeys })),
  ];
}

function unknownKeys({ path, value, known }: Section): Problem[] {
  if (!isPlainObject(value)) return [];
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  return unknown.map((key) => ({ path: [...path, key], part: "key", ...unknownKey(key, known) }));
}

function unknownKey(key: string, known: readonly string[]): Pick<Problem, "message" | "hint"> {
  if (isSecretName(key)) return { message: "a secret has no place in a configuration", hint: secretHint };
  return { message: "unknown key", hint: didYouMean(nearest(key, known)) ?? `Known keys: ${known.join(", ")}.` };
}
