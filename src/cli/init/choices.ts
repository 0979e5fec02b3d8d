import type { Config, WorkspaceConfig } from "../../config/config.js";
import { defaultNames, tablePatterns } from "../table-patterns.js";
import { UsageError } from "../usage-error.js";
import type { ConfigFormat } from "./config-text.js";
import type { InitSettings } from "./settings.js";
import type { Surroundings } from "./surroundings.js";

/** Everything that `init` needs to know. */
export interface InitChoices {
  readonly config: Config;
  readonly format: ConfigFormat;
  /** Whether package.json gets scripts. */
  readonly scripts: boolean;
}

export const defaultOut = "generated";

/** What the options say, and for the rest what was found; nobody is asked. @throws UsageError where no source is known. */
export function defaultChoices(settings: InitSettings, found: Surroundings): InitChoices {
  const source = namesSource(settings) ? givenSource(settings) : foundSource(settings, found);
  requireTables(source);
  return {
    config: { ...source, ...outOf(settings.out ?? defaultOut) },
    format: settings.format ?? found.format,
    scripts: settings.scripts ?? false,
  };
}

/** Whether the options say where the tables are. */
export function namesSource({ ddl, from, host, profile, warehouse }: InitSettings): boolean {
  return ddl.length + from.length > 0 || host !== null || profile !== null || warehouse !== null;
}

/** The part of a configuration that the options say. */
export function givenSource(settings: InitSettings): Config {
  const { ddl, from, host, profile, warehouse } = settings;
  const workspace: WorkspaceConfig = {
    ...(host !== null && { host: originOf(host) ?? host }),
    ...(profile !== null && { profile }),
    ...(warehouse !== null && { warehouse }),
  };
  return {
    ...(ddl.length > 0 && { ddl: oneOrMore(ddl) }),
    ...(from.length > 0 && { from: oneOrMore(from) }),
    ...(Object.keys(workspace).length > 0 && { workspace }),
    ...givenNames(settings),
  };
}

/** The tables wanted, and what completes their names. */
export function givenNames({ catalog, schema, tables }: InitSettings): Config {
  return {
    ...(catalog !== null && { catalog }),
    ...(schema !== null && { schema }),
    ...(tables.length > 0 && { tables: oneOrMore(tables) }),
  };
}

function foundSource(settings: InitSettings, found: Surroundings): Config {
  const names = givenNames(settings);
  if (found.from.length > 0) return { from: oneOrMore(found.from), ...names };
  if (found.ddl.length > 0) return { ddl: oneOrMore(found.ddl), ...names };
  const profile = found.profiles.length === 1 ? found.profiles[0] : found.profiles.find((name) => name === "DEFAULT");
  if (profile !== undefined) return { workspace: { profile }, ...names };
  throw new UsageError(
    "Say where the table definitions are.",
    "With --ddl tables/, with --from snapshot.json, or with --profile or --host and --table for a workspace.",
  );
}

/** A workspace has more tables than anybody wants. @throws UsageError */
function requireTables({ ddl, from, workspace, catalog, schema, tables = [] }: Config): void {
  if (ddl !== undefined || from !== undefined || workspace === undefined) return;
  tablePatterns(typeof tables === "string" ? [tables] : tables, defaultNames(catalog ?? null, schema ?? null));
}

/** One value stands for itself. */
export function oneOrMore(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] ?? []) : values;
}

/** The output directory, unless it is the usual one. */
export function outOf(out: string): Config {
  return out === defaultOut ? {} : { out };
}

/** Scheme and host of an address as people paste it; null where it is none, or one with a user name. */
export function originOf(address: string): string | null {
  const given = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(given)) return null;
  const { origin, protocol, username, password, hostname } = new URL(given);
  const isUsable = (protocol === "https:" || protocol === "http:") && username + password === "";
  return isUsable && hostname !== "" ? origin : null;
}
