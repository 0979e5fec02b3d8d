import type { Options } from "yargs";
import { type Arguments, flag, text, texts } from "../arguments.js";
import { outputOptions, sourceOptions, workspaceOptions } from "../options.js";
import { type ReportSettings, reportSettings } from "../settings.js";
import { type ConfigFormat, configFormats } from "./config-text.js";

/** What the command line says; what it leaves out is asked for, or found by looking around. */
export interface InitSettings {
  readonly report: ReportSettings;
  readonly ddl: readonly string[];
  readonly from: readonly string[];
  readonly host: string | null;
  readonly profile: string | null;
  readonly warehouse: string | null;
  readonly catalog: string | null;
  readonly schema: string | null;
  readonly tables: readonly string[];
  readonly out: string | null;
  readonly format: ConfigFormat | null;
  /** Whether to add scripts to package.json; null where nothing is said. */
  readonly scripts: boolean | null;
  /** Ask nothing. */
  readonly yes: boolean;
  /** Replace a configuration that is there. */
  readonly force: boolean;
}

const group = "Configuration:";

/** Options that a configuration may hold, as other commands have them, and those of `init` alone. */
export const initOptions: Readonly<Record<string, Options>> = {
  ...pick(sourceOptions, ["ddl", "from", "catalog", "schema"]),
  ...pick(workspaceOptions, ["host", "profile", "warehouse"]),
  ...pick(outputOptions, ["table", "out"]),
  format: {
    group,
    string: true,
    requiresArg: true,
    choices: configFormats,
    defaultDescription: "ts in a TypeScript project",
    describe: "Kind of the configuration file",
  },
  scripts: { group, boolean: true, describe: "Add generate:producers and check:producers to package.json" },
  yes: { group, boolean: true, describe: "Ask nothing: take what the options say and what is found" },
  force: { group, boolean: true, describe: "Replace a configuration that is there" },
};

/** @throws UsageError where a value is missing. */
export function initSettings(args: Arguments): InitSettings {
  const format = text(args, "format");
  return {
    report: reportSettings(args),
    ddl: texts(args, "ddl") ?? [],
    from: texts(args, "from") ?? [],
    host: text(args, "host"),
    profile: text(args, "profile"),
    warehouse: text(args, "warehouse"),
    catalog: text(args, "catalog"),
    schema: text(args, "schema"),
    tables: texts(args, "table") ?? [],
    out: text(args, "out"),
    format: configFormats.find((each) => each === format) ?? null,
    scripts: args["scripts"] === undefined ? null : flag(args, "scripts"),
    yes: flag(args, "yes"),
    force: flag(args, "force"),
  };
}

function pick(table: Readonly<Record<string, Options>>, names: readonly string[]): Readonly<Record<string, Options>> {
  return Object.fromEntries(Object.entries(table).filter(([name]) => names.includes(name)));
}
