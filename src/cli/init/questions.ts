import type { Config, WorkspaceConfig } from "../../config/config.js";
import { httpPath } from "../../source/warehouse/http-path.js";
import { defaultNames, tablePatterns } from "../table-patterns.js";
import { UsageError } from "../usage-error.js";
import {
  defaultOut,
  givenNames,
  givenSource,
  type InitChoices,
  namesSource,
  oneOrMore,
  originOf,
  outOf,
} from "./choices.js";
import { type ConfigFormat, configFormats } from "./config-text.js";
import type { Prompter } from "./prompter.js";
import type { InitSettings } from "./settings.js";
import type { Surroundings } from "./surroundings.js";

const formatLabels: Readonly<Record<ConfigFormat, string>> = {
  ts: "TypeScript",
  mts: "TypeScript, ES module",
  js: "JavaScript",
  mjs: "JavaScript, ES module",
  json: "JSON",
};

/** Asks for everything that the options do not say. @throws PromptCancelled */
export async function askChoices(
  settings: InitSettings,
  found: Surroundings,
  prompter: Prompter,
): Promise<InitChoices> {
  prompter.start("gen-producers: a configuration for this project");
  const source = namesSource(settings) ? givenSource(settings) : await askSource(settings, found, prompter);
  const tables = await askTables(source, prompter);
  const out = settings.out ?? (await askOut(prompter));
  const format = settings.format ?? (await askFormat(found.format, prompter));
  const scripts = settings.scripts ?? (found.packageJson !== null && (await askScripts(prompter)));
  return { config: { ...source, ...tables, ...outOf(out) }, format, scripts };
}

async function askSource(settings: InitSettings, found: Surroundings, prompter: Prompter): Promise<Config> {
  const isLive = found.ddl.length === 0 && found.profiles.length > 0;
  const kind = await prompter.select({
    message: "Where are the tables defined?",
    choices: [
      { value: "ddl", label: "In DDL files: CREATE TABLE statements, migrations" },
      { value: "workspace", label: "In a Databricks workspace" },
      { value: "from", label: "In schema files: a snapshot, JSON of Unity Catalog or Spark, Delta tables" },
    ],
    initial: found.from.length > 0 ? "from" : isLive ? "workspace" : "ddl",
  });
  const names = givenNames(settings);
  if (kind === "workspace") return { workspace: await askWorkspace(found.profiles, prompter), ...names };
  if (kind === "ddl") {
    const message = "DDL files, directories or globs, separated by commas";
    return { ddl: await askPaths(message, found.ddl, "tables/", prompter), ...names };
  }
  const message = "Schema files, Delta table directories or globs, separated by commas";
  return { from: await askPaths(message, found.from, "gen-producers.snapshot.json", prompter), ...names };
}

async function askPaths(
  message: string,
  found: readonly string[],
  example: string,
  prompter: Prompter,
): Promise<string | readonly string[]> {
  const problemOf = (answer: string): string | null =>
    splitList(answer).length === 0 ? "At least one is needed." : null;
  return oneOrMore(splitList(await prompter.text({ message, initial: found.join(", "), example, problemOf })));
}

async function askWorkspace(profiles: readonly string[], prompter: Prompter): Promise<WorkspaceConfig> {
  const place = (await askProfile(profiles, prompter)) ?? { host: await askHost(prompter) };
  const warehouse = await prompter.text({
    message: "SQL warehouse to read through, by id or HTTP path; empty for the Unity Catalog API, which needs none",
    initial: "",
    example: "",
    problemOf: (text) =>
      text.trim() === "" || httpPath(text) !== null
        ? null
        : "An id, such as 1234567890abcdef, or a path, such as /sql/1.0/warehouses/1234567890abcdef.",
  });
  return { ...place, ...(warehouse.trim() !== "" && { warehouse: warehouse.trim() }) };
}

async function askProfile(profiles: readonly string[], prompter: Prompter): Promise<{ profile: string } | null> {
  const [first] = profiles;
  if (first === undefined) return null;
  const profile = await prompter.select({
    message: "Which workspace?",
    choices: [
      ...profiles.map((name) => ({ value: name, label: `Profile ${name}` })),
      { value: "", label: "Another one, by its address" },
    ],
    initial: profiles.find((name) => name === "DEFAULT") ?? first,
  });
  return profile === "" ? null : { profile };
}

async function askHost(prompter: Prompter): Promise<string> {
  const answer = await prompter.text({
    message: "Address of the workspace",
    initial: "",
    example: "https://adb-1234567890.1.azuredatabricks.net",
    problemOf: (given) =>
      originOf(given.trim()) === null ? "An address such as https://adb-1.2.azuredatabricks.net." : null,
  });
  return originOf(answer.trim()) ?? answer;
}

/** Tables of a workspace must be named; of files, all are wanted unless the options name some. */
async function askTables(source: Config, prompter: Prompter): Promise<Config> {
  const { ddl, from, workspace, catalog = null, schema = null, tables } = source;
  const needsNone = ddl !== undefined || from !== undefined || workspace === undefined;
  if (needsNone || tables !== undefined || catalog !== null || schema !== null) return {};
  const answer = await prompter.text({
    message: "Tables, by full name or glob, separated by commas",
    initial: "",
    example: "main.sensors.*, main.shop.orders",
    problemOf: (given) => problemOfTables(splitList(given)),
  });
  return { tables: oneOrMore(splitList(answer)) };
}

function problemOfTables(tables: readonly string[]): string | null {
  if (tables.length === 0) return "At least one is needed.";
  try {
    tablePatterns(tables, defaultNames(null, null));
    return null;
  } catch (error) {
    if (error instanceof UsageError) return `${error.message} ${error.hint ?? ""}`.trim();
    throw error;
  }
}

async function askOut(prompter: Prompter): Promise<string> {
  const problemOf = (answer: string): string | null => (answer.trim() === "" ? "A directory is needed." : null);
  const message = "Directory for the generated code";
  return (await prompter.text({ message, initial: defaultOut, example: defaultOut, problemOf })).trim();
}

async function askFormat(initial: ConfigFormat, prompter: Prompter): Promise<ConfigFormat> {
  return prompter.select({
    message: "Kind of the configuration file",
    choices: configFormats.map((value) => ({ value, label: `gen-producers.config.${value} (${formatLabels[value]})` })),
    initial,
  });
}

async function askScripts(prompter: Prompter): Promise<boolean> {
  const message = "Add the scripts generate:producers and check:producers to package.json?";
  return prompter.confirm({ message, initial: true });
}

/** Parts between commas; a comma in the braces of a glob belongs to its part. */
function splitList(text: string): string[] {
  const parts = text.match(/(?:\{[^{}]*\}|[^,])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
