import type { GenerateOptions } from "../generate.js";
import { UsageError } from "./usage-error.js";

/** What the parser makes of a command line; every value is checked before it is used. */
export type Arguments = Readonly<Record<string, unknown>>;

export interface SourceSettings {
  /** Patterns, at least one. */
  readonly ddl: readonly string[];
  readonly catalog: string | null;
  readonly schema: string | null;
  readonly vars: Readonly<Record<string, string>>;
}

export interface ReportSettings {
  readonly json: boolean;
  readonly verbosity: Verbosity;
  /** Null where the terminal and the environment decide. */
  readonly color: boolean | null;
}

export type Verbosity = "quiet" | "normal" | "verbose";

export interface GenerateSettings {
  readonly source: SourceSettings;
  readonly report: ReportSettings;
  /** Names or globs; empty means every table. */
  readonly tables: readonly string[];
  readonly out: string;
  readonly runtime: "bundle" | "import";
  readonly importExtension: ".js" | ".ts" | "";
  readonly unsupported: "error" | "omit";
  readonly verify: boolean;
  readonly force: boolean;
  readonly prune: boolean;
  readonly dryRun: boolean;
}

export interface InspectSettings {
  readonly source: SourceSettings;
  readonly report: ReportSettings;
  /** Names or globs, at least one. */
  readonly tables: readonly string[];
  readonly unsupported: "error" | "omit";
}

/** @throws UsageError where the arguments do not fit together. */
export function generateSettings(args: Arguments): GenerateSettings {
  return {
    source: sourceSettings(args, "gen-producers --ddl tables.sql"),
    report: reportSettings(args),
    tables: texts(args, "table") ?? [],
    out: text(args, "out") ?? "generated",
    runtime: text(args, "runtime") === "import" ? "import" : "bundle",
    importExtension: importExtension(text(args, "import-extension")),
    unsupported: unsupported(args),
    verify: flag(args, "verify"),
    force: flag(args, "force"),
    prune: flag(args, "prune"),
    dryRun: flag(args, "dry-run"),
  };
}

/** @throws UsageError where the arguments do not fit together. */
export function inspectSettings(args: Arguments): InspectSettings {
  return {
    source: sourceSettings(args, "gen-producers inspect <table> --ddl tables.sql"),
    report: reportSettings(args),
    tables: texts(args, "table") ?? [],
    unsupported: unsupported(args),
  };
}

/** The part of the library's options that says how definitions are read. */
export function readingOptions(source: SourceSettings): Pick<GenerateOptions, "catalog" | "schema" | "vars"> {
  return {
    vars: source.vars,
    ...(source.catalog !== null && { catalog: source.catalog }),
    ...(source.schema !== null && { schema: source.schema }),
  };
}

function sourceSettings(args: Arguments, example: string): SourceSettings {
  const ddl = texts(args, "ddl");
  if (ddl === null) throw withoutDefinitions(args, example);
  return { ddl, catalog: text(args, "catalog"), schema: text(args, "schema"), vars: variables(args) };
}

function withoutDefinitions(args: Arguments, example: string): UsageError {
  const names = texts(args, "table");
  if (names === null) {
    return new UsageError(
      "Say where the table definitions are, with --ddl.",
      `For example: ${example}. Everything else: gen-producers --help`,
    );
  }
  return new UsageError(
    "Reading tables from a workspace is not available yet: say where their DDL is, with --ddl.",
    `Save what SHOW CREATE TABLE prints to a file, and name it: ${example.replace("<table>", names.join(" "))}`,
  );
}

function variables(args: Arguments): Readonly<Record<string, string>> {
  const entries = (texts(args, "var") ?? []).map((given): [string, string] => {
    const at = given.indexOf("=");
    if (at < 1) throw new UsageError(`--var takes name=value, not "${given}".`, "For example: --var catalog=main");
    return [given.slice(0, at), given.slice(at + 1)];
  });
  return Object.fromEntries(entries);
}

/** How findings are to be shown. @throws UsageError for --quiet with --verbose. */
function reportSettings(args: Arguments): ReportSettings {
  const quiet = flag(args, "quiet");
  const verbose = flag(args, "verbose");
  if (quiet && verbose) throw new UsageError("--quiet and --verbose exclude each other.");
  const verbosity = quiet ? "quiet" : verbose ? "verbose" : "normal";
  const color = args["color"];
  return { json: flag(args, "json"), verbosity, color: typeof color === "boolean" ? color : null };
}

function importExtension(given: string | null): ".js" | ".ts" | "" {
  if (given === "ts") return ".ts";
  return given === "none" ? "" : ".js";
}

function unsupported(args: Arguments): "error" | "omit" {
  return text(args, "unsupported") === "omit" ? "omit" : "error";
}

function flag(args: Arguments, name: string): boolean {
  return args[name] === true;
}

/** Value of an option that is given once; null where it is not given. */
function text(args: Arguments, name: string): string | null {
  const value = args[name];
  if (value === undefined) return null;
  if (Array.isArray(value)) throw new UsageError(`--${name} was given more than once.`);
  if (typeof value !== "string" || value === "") throw new UsageError(`--${name} needs a value.`);
  return value;
}

/** Values of an option that may be given several times; null where it is not given. */
function texts(args: Arguments, name: string): readonly string[] | null {
  const value = args[name];
  if (value === undefined) return null;
  const values = Array.isArray(value) ? value.map(String) : [];
  if (values.length === 0 || values.includes("")) throw new UsageError(`--${name} needs a value.`);
  return values;
}
