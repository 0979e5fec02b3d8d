import { isAbsolute, posix, relative, resolve, sep } from "node:path";
import type { LoadedConfig } from "../config/load-config.js";
import type { GenerateOptions } from "../generate.js";
import { type Arguments, flag, number, text, texts, variables } from "./arguments.js";
import { defaultNames, type DefaultNames, tablePatterns } from "./table-patterns.js";
import { UsageError } from "./usage-error.js";

/** Where definitions come from, and what completes their names. */
export interface SourceSettings {
  readonly definitions: DefinitionSettings;
  readonly catalog: string | null;
  readonly schema: string | null;
  readonly vars: Readonly<Record<string, string>>;
}

export type DefinitionSettings = FileSettings | WorkspaceSettings;

/** DDL and schema files; at least one pattern. */
export interface FileSettings {
  readonly kind: "files";
  readonly ddl: readonly string[];
  readonly from: readonly string[];
}

export interface WorkspaceSettings {
  readonly kind: "workspace";
  readonly host: string | null;
  readonly profile: string | null;
  /** Id or HTTP path; null where the environment or the profile may name one. */
  readonly warehouse: string | null;
  /** Null where a warehouse decides it: `warehouse` with one, else `api`. */
  readonly via: "api" | "warehouse" | null;
  /** Longest wait for one answer, in milliseconds. */
  readonly timeout: number;
  readonly concurrency: number;
  /** Full names or globs of the tables wanted. */
  readonly patterns: readonly string[];
}

/** What a command has to go by: its options, and the configuration file where there is one. */
export interface Given {
  readonly args: Arguments;
  readonly config: LoadedConfig;
  /** Absolute path that relative paths of the command line start from. */
  readonly cwd: string;
}

/** Longest wait for one answer in seconds: a page of a large schema may take half a minute. */
const defaultTimeout = 60;

/** Enough to hide the latency of a workspace, and below the rates at which it starts to refuse. */
const defaultConcurrency = 8;

const workspaceOptions = ["host", "profile", "warehouse", "via", "live"] as const;

/**
 * Files of the command line come first, then a workspace it names, then files of the configuration; what is left is the
 * workspace that the environment knows.
 *
 * @throws UsageError where the options do not fit together.
 */
export function sourceSettings(given: Given, tables: readonly string[]): SourceSettings {
  const { args } = given;
  const config = given.config.config ?? {};
  const names = defaultNames(
    text(args, "catalog") ?? config.catalog ?? null,
    text(args, "schema") ?? config.schema ?? null,
  );
  const definitions = fileSettings(given) ?? workspaceSettings(given, tables, names);
  return { definitions, ...names, vars: { ...config.vars, ...variables(args) } };
}

/** The workspace, whatever files the configuration names. @throws UsageError */
export function liveSettings(given: Given, tables: readonly string[]): SourceSettings {
  return sourceSettings({ ...given, args: { ...given.args, live: true } }, tables);
}

/** The part of the library's options that says how definitions are read. */
export function readingOptions(source: SourceSettings): Pick<GenerateOptions, "catalog" | "schema" | "vars"> {
  return {
    vars: source.vars,
    ...(source.catalog !== null && { catalog: source.catalog }),
    ...(source.schema !== null && { schema: source.schema }),
  };
}

function fileSettings(given: Given): FileSettings | null {
  const { args, config } = given;
  const [ddl, from] = [texts(args, "ddl"), texts(args, "from")];
  const live = workspaceOptions.find((name) => args[name] !== undefined && args[name] !== false);
  if (ddl !== null || from !== null) {
    if (live !== undefined) throw new UsageError(`--${ddl === null ? "from" : "ddl"} and --${live} name two sources.`);
    return { kind: "files", ddl: ddl ?? [], from: from ?? [] };
  }
  if (live !== undefined) return null;
  const configured = { ddl: configPaths(given, config.config?.ddl), from: configPaths(given, config.config?.from) };
  return configured.ddl.length + configured.from.length === 0 ? null : { kind: "files", ...configured };
}

function workspaceSettings({ args, config }: Given, tables: readonly string[], names: DefaultNames): WorkspaceSettings {
  const configured = config.config?.workspace ?? {};
  const via = text(args, "via") ?? configured.via ?? null;
  return {
    kind: "workspace",
    host: text(args, "host") ?? configured.host ?? null,
    profile: text(args, "profile") ?? configured.profile ?? null,
    warehouse: text(args, "warehouse") ?? configured.warehouse ?? null,
    via: via === "api" || via === "warehouse" ? via : null,
    timeout: 1000 * (number(args, "timeout", 1, 3600) ?? configured.timeout ?? defaultTimeout),
    concurrency: Math.trunc(number(args, "concurrency", 1, 64) ?? configured.concurrency ?? defaultConcurrency),
    patterns: workspacePatterns(args, tables, names),
  };
}

function workspacePatterns(args: Arguments, tables: readonly string[], names: DefaultNames): readonly string[] {
  if (tables.length === 0 && names.catalog === null && names.schema === null && !isWorkspaceNamed(args)) {
    throw new UsageError(
      "Say where the table definitions are.",
      "For example: --ddl tables.sql, or --table main.sensors.air_quality for a workspace. A configuration file: gen-producers init",
    );
  }
  return tablePatterns(tables, names);
}

function isWorkspaceNamed(args: Arguments): boolean {
  return workspaceOptions.some((name) => (name === "live" ? flag(args, name) : args[name] !== undefined));
}

function configPaths(given: Given, paths: string | readonly string[] | undefined): readonly string[] {
  const list = paths === undefined ? [] : typeof paths === "string" ? [paths] : paths;
  return list.map((path) => fromConfig(given, path));
}

/** A path of the configuration file as it is from the current directory; the same text where that is the file's own. */
export function fromConfig({ config, cwd }: Given, path: string): string {
  if (config.directory === cwd) return path;
  const [, name = "", rest = path] = /^((?:[^/\\=]+=)?)(.*)$/s.exec(path) ?? [];
  if (isAbsolute(rest)) return path;
  return name + fromHere(cwd, resolve(config.directory, rest));
}

/** The configuration file as it is from the current directory; null where there is none. */
export function configLabel({ config, cwd }: Given): string | null {
  return config.path === null ? null : fromHere(cwd, config.path);
}

function fromHere(cwd: string, absolute: string): string {
  const path = relative(cwd, absolute);
  return sep === "/" ? path : path.split(sep).join(posix.sep);
}
