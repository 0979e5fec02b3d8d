import type { Config } from "../config/config.js";
import type { GenerateOptions } from "../generate.js";
import { type Arguments, flag, text, texts } from "./arguments.js";
import {
  configLabel,
  fromConfig,
  type Given,
  liveSettings,
  sourceSettings,
  type SourceSettings,
} from "./source-settings.js";
import { UsageError } from "./usage-error.js";

export interface ReportSettings {
  readonly json: boolean;
  readonly verbosity: Verbosity;
  /** Null where the terminal and the environment decide. */
  readonly color: boolean | null;
}

export type Verbosity = "quiet" | "normal" | "verbose";

type Overrides = NonNullable<GenerateOptions["overrides"]>;

export interface GenerateSettings {
  readonly source: SourceSettings;
  readonly report: ReportSettings;
  /** Names or globs; empty means every table. */
  readonly tables: readonly string[];
  /** Whether the tables are all that the output directory is for, so that files of others are left over. */
  readonly isWhole: boolean;
  readonly out: string;
  readonly runtime: "bundle" | "import";
  readonly importExtension: ".js" | ".ts" | "";
  /** Whether modules open producers. */
  readonly producer: boolean;
  readonly unsupported: "error" | "omit";
  readonly overrides: Overrides;
  /** The configuration file as findings name it; null where there is none. */
  readonly configFile: string | null;
  readonly verify: boolean;
  readonly force: boolean;
  readonly prune: boolean;
  readonly dryRun: boolean;
  /** Path of the file that keeps a record of the run; true for the place it has by default, false for none. */
  readonly cache: string | boolean;
}

export interface InspectSettings {
  readonly source: SourceSettings;
  readonly report: ReportSettings;
  /** Names or globs, at least one. */
  readonly tables: readonly string[];
  readonly unsupported: "error" | "omit";
  readonly overrides: Overrides;
}

export interface PullSettings {
  readonly source: SourceSettings;
  readonly report: ReportSettings;
  /** Names or globs; empty means every table. */
  readonly tables: readonly string[];
  /** Path of the snapshot file. */
  readonly snapshot: string;
  readonly dryRun: boolean;
}

/** @throws UsageError where the options do not fit together. */
export function generateSettings(given: Given): GenerateSettings {
  const { args } = given;
  const config = given.config.config ?? {};
  const tables = texts(args, "table") ?? configTables(config);
  const source = sourceSettings(given, tables);
  const out = config.out === undefined ? "generated" : fromConfig(given, config.out);
  return {
    source,
    report: reportSettings(args),
    tables,
    isWhole: source.definitions.kind === "files" || (texts(args, "table") === null && configTables(config).length > 0),
    out: text(args, "out") ?? out,
    runtime: (text(args, "runtime") ?? config.runtime) === "import" ? "import" : "bundle",
    importExtension: importExtension(text(args, "import-extension") ?? config.importExtension ?? "js"),
    producer: typeof args["producer"] === "boolean" ? args["producer"] : config.producer !== false,
    unsupported: unsupported(args, config),
    overrides: config.overrides ?? {},
    configFile: configLabel(given),
    verify: flag(args, "verify") || config.verify === true,
    force: flag(args, "force"),
    prune: flag(args, "prune") || config.prune === true,
    dryRun: flag(args, "dry-run"),
    cache: cacheChoice(given),
  };
}

/** @throws UsageError where the options do not fit together. */
export function inspectSettings(given: Given): InspectSettings {
  const tables = texts(given.args, "table") ?? [];
  const config = given.config.config ?? {};
  return {
    source: sourceSettings(given, tables),
    report: reportSettings(given.args),
    tables,
    unsupported: unsupported(given.args, config),
    overrides: config.overrides ?? {},
  };
}

/** @throws UsageError where the options do not fit together. */
export function pullSettings(given: Given): PullSettings {
  const { args } = given;
  const config = given.config.config ?? {};
  const tables = texts(args, "table") ?? configTables(config);
  const fromFiles = texts(args, "ddl") !== null || texts(args, "from") !== null;
  return {
    source: fromFiles ? sourceSettings(given, tables) : liveSettings(given, tables),
    report: reportSettings(args),
    tables,
    snapshot: text(args, "snapshot") ?? configSnapshot(given, config.from) ?? "gen-producers.snapshot.json",
    dryRun: flag(args, "dry-run"),
  };
}

/** The one schema file that the configuration reads is the snapshot that is to be written. */
function configSnapshot(given: Given, from: Config["from"]): string | null {
  const paths = from === undefined ? [] : typeof from === "string" ? [from] : from;
  const [path, ...others] = paths;
  if (path === undefined || others.length > 0 || !path.endsWith(".json") || /[*{=]/.test(path)) return null;
  return fromConfig(given, path);
}

function configTables({ tables }: Config): readonly string[] {
  if (tables === undefined) return [];
  return typeof tables === "string" ? [tables] : tables;
}

/** How findings are to be shown. @throws UsageError for --quiet with --verbose. */
export function reportSettings(args: Arguments): ReportSettings {
  const quiet = flag(args, "quiet");
  const verbose = flag(args, "verbose");
  if (quiet && verbose) throw new UsageError("--quiet and --verbose exclude each other.");
  const verbosity = quiet ? "quiet" : verbose ? "verbose" : "normal";
  const color = args["color"];
  return { json: flag(args, "json"), verbosity, color: typeof color === "boolean" ? color : null };
}

function cacheChoice(given: Given): string | boolean {
  if (given.args["cache"] === false) return false;
  const configured = given.config.config?.cache ?? true;
  return text(given.args, "cache") ?? (typeof configured === "string" ? fromConfig(given, configured) : configured);
}

function importExtension(given: string): ".js" | ".ts" | "" {
  if (given === "ts") return ".ts";
  return given === "none" ? "" : ".js";
}

function unsupported(args: Arguments, config: Config): "error" | "omit" {
  return (text(args, "unsupported") ?? config.unsupported) === "omit" ? "omit" : "error";
}
