import { readFileSync } from "node:fs";
import yargs, { type Argv } from "yargs";
import type { Arguments } from "./arguments.js";
import { commandNames } from "./command-names.js";
import { emulatorOptions, queryOptions } from "./emulator/options.js";
import { initOptions } from "./init/settings.js";
import {
  inspectOptions,
  outputOptions,
  pullOptions,
  reportOptions,
  sourceOptions,
  watchOptions,
  workspaceOptions,
  writeOptions,
} from "./options.js";
import { replayOptions } from "./replay/options.js";
import { UsageError } from "./usage-error.js";
import { wordUsageError } from "./usage-wording.js";

/** What a command line asks for. */
export type Invocation =
  /** `--help` and `--version`. */
  { readonly kind: "text"; readonly text: string } | { readonly kind: CommandName; readonly args: Arguments };

export type CommandName = "generate" | "check" | "inspect" | "pull" | "init" | "emulator" | "query" | "replay";

/** Of the emulator, which has only the tables it is given. */
const emulatorTable = { table: pullOptions["table"] ?? {} };

/** Wider lines are hard to read, whatever the terminal could show. */
const widest = 110;
const narrowest = 60;
const standardWidth = 80;

const examples: [string, string][] = [
  ["$0 --table main.shop.orders", "A table of a workspace"],
  ["$0 --schema main.shop", "All tables of a schema"],
  ["$0 --ddl migrations/", "DDL files, applied in order"],
  ["$0 --ddl d/ --table 'shop.*'", "Some of the tables of files"],
  ["$0 --ddl t.sql --var env=prod", "Fill ${env} in the DDL"],
  ["$0 check --ddl tables/", "In CI: is generated/ up to date?"],
  ["$0 pull --schema main.shop", "Write a snapshot to check in"],
  ["$0 inspect orders --ddl t.sql", "How a table is mapped"],
];

const generateUsage = `Usage: $0 [--table <name..> | --ddl <path..> | --from <path..>] [--out <directory>]

Generates a typed TypeScript producer and a .proto for every table: of a workspace, of DDL, or of schema files.
Without options, what the configuration file says.`;

const checkUsage = `Usage: $0 check [--table <name..> | --ddl <path..> | --from <path..>] [--out <directory>]

Compares what would be generated with what is on disk, and explains what changed; writes nothing.`;

const inspectUsage = `Usage: $0 inspect <table..> [--ddl <path..> | --from <path..>] [--json]

Shows how the columns of a table are mapped, and whether the service takes it.`;

const pullUsage = `Usage: $0 pull [--table <name..>] [--schema <name>] [--catalog <name>] [--snapshot <file>]

Writes what a workspace says of its tables to a snapshot file; generate and check then work without the workspace.`;

const initUsage = `Usage: $0 init [--ddl <path..> | --from <path..> | --profile <name>] [--table <name..>] [--yes]

Writes a configuration file: asks on a terminal, and takes options for answers.`;

const emulatorUsage = `Usage: $0 emulator [--ddl <path..> | --from <path..> | --table <name..>] [--data <directory>]

Serves Zerobus Ingest, OAuth and the Unity Catalog API for the tables given, on this machine: checks every record as the
service would, keeps what it acknowledges in DuckDB, and lets things go wrong on demand.`;

const queryUsage = `Usage: $0 emulator query <sql> [--url <address> | --data <directory>] [--json]

Answers a SELECT over the rows that an emulator keeps.`;

const replayUsage = `Usage: $0 replay <file> [--ddl <path..> | --from <path..>] [--endpoint <address>] [--dry-run]

Sends the rows of a dead-letter file again, once they or their table are mended. Run again, it goes on where it stopped.

Credentials: DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET in the environment`;

const epilogue = `Exit codes:
  0   success; there may be warnings
  1   findings: errors in definitions, output out of date, a file in the way
  2   the command line or the configuration is wrong
  3   files or the workspace cannot be read, files not written
  70  a fault in gen-producers itself`;

/**
 * Understands a command line. Runs nothing and prints nothing; `columns` is the width that help is laid out for.
 *
 * @throws UsageError with our own words for whatever is wrong.
 */
export async function parseCommandLine(argv: readonly string[], columns: number | null): Promise<Invocation> {
  refuseNegations(argv);
  const args = argv.flatMap(namedStandardInput);
  const chosen: Invocation[] = [];
  const parser = buildParser(columns, (invocation) => chosen.push(invocation));
  const text = await parse(parser, args);
  return chosen[0] ?? { kind: "text", text };
}

async function parse(parser: Argv, args: readonly string[]): Promise<string> {
  let printed = "";
  try {
    await parser.parseAsync(args, {}, (_error, _args, output) => {
      printed = output;
    });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw wordUsageError(error, args);
  }
  return `${printed}\n`;
}

const negatable = ["--no-cache", "--no-color", "--no-producer", "--no-store"];

/** The parser would make a value out of `--no-out`. */
function refuseNegations(argv: readonly string[]): void {
  const negated = argv.find((word) => word.startsWith("--no-") && !negatable.includes(word));
  if (negated !== undefined) throw wordUsageError(new Error(`Unknown argument: ${negated.slice("--".length)}`), argv);
}

/** The parser takes a lone `-` for a positional argument. */
function namedStandardInput(argument: string, index: number, argv: readonly string[]): string[] {
  if (argument === "--ddl" && argv[index + 1] === "-") return [];
  return [argument === "-" ? "--ddl=-" : argument];
}

function buildParser(columns: number | null, choose: (invocation: Invocation) => unknown): Argv {
  const parser = yargs()
    .scriptName("gen-producers")
    // Help in the language of the machine would be half translated.
    .locale("en")
    .parserConfiguration({
      "camel-case-expansion": false,
      "dot-notation": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "short-option-groups": false,
    })
    .wrap(Math.min(widest, Math.max(narrowest, columns ?? standardWidth)))
    .exitProcess(false)
    .fail(false)
    .strict()
    .help()
    .alias("help", "h")
    .describe("help", "Show this help")
    .version(productVersion())
    .describe("version", "Show the version")
    .epilogue(epilogue);
  return addCommands(parser, choose);
}

function addCommands(parser: Argv, choose: (invocation: Invocation) => unknown): Argv {
  const chosen =
    (kind: CommandName) =>
    (args: Arguments): void => {
      choose({ kind, args: onlyOptions(args) });
    };
  const commands = parser
    .usage(generateUsage)
    .command("$0", false, withGenerateOptions, chosen("generate"))
    .command(
      "generate",
      "Generate producers (the default)",
      (command) => withGenerateOptions(command).usage(generateUsage),
      chosen("generate"),
    )
    .command(
      "check",
      "Compare the output with what is on disk, and explain what changed",
      (command) =>
        withOptions(command, sourceOptions, workspaceOptions, outputOptions, hidden(writeOptions)).usage(checkUsage),
      chosen("check"),
    )
    .command(
      "inspect <table..>",
      "Show how the columns of a table are mapped",
      (command) => withOptions(command, sourceOptions, workspaceOptions, inspectOptions).usage(inspectUsage),
      chosen("inspect"),
    )
    .command(
      "pull",
      "Write the tables of a workspace to a snapshot file",
      (command) => withOptions(command, sourceOptions, workspaceOptions, pullOptions).usage(pullUsage),
      chosen("pull"),
    )
    .command(
      "init",
      "Write a configuration file",
      (command) => withOptions(command, initOptions).usage(initUsage),
      chosen("init"),
    );
  return addReplay(addEmulator(commands, chosen), chosen);
}

function addReplay(parser: Argv, chosen: (kind: CommandName) => (args: Arguments) => void): Argv {
  return parser.command(
    "replay <file>",
    "Send rows that were rejected again",
    (command) => withOptions(command, sourceOptions, workspaceOptions, replayOptions).usage(replayUsage),
    chosen("replay"),
  );
}

function addEmulator(parser: Argv, chosen: (kind: CommandName) => (args: Arguments) => void): Argv {
  return parser.command(
    "emulator",
    "Run a local Zerobus that checks every record",
    (command) =>
      withOptions(command, sourceOptions, workspaceOptions, emulatorTable, emulatorOptions)
        .usage(emulatorUsage)
        .command(
          "query <sql>",
          "Query the rows an emulator keeps",
          (query) => withOptions(query, queryOptions).usage(queryUsage),
          chosen("query"),
        ),
    chosen("emulator"),
  );
}

function withGenerateOptions(command: Argv): Argv {
  return withOptions(command, sourceOptions, workspaceOptions, outputOptions, writeOptions, watchOptions).example(
    examples,
  );
}

function withOptions(command: Argv, ...tables: readonly (typeof sourceOptions)[]): Argv {
  return [...tables, reportOptions]
    .reduce((built, table) => built.options(table), command)
    .group(["help", "version"], "Other:");
}

/** `check` takes the whole command line of `generate`, so that a script can put one for the other. */
function hidden(table: typeof sourceOptions): typeof sourceOptions {
  return Object.fromEntries(Object.entries(table).map(([name, option]) => [name, { ...option, hidden: true }]));
}

/** Refuses what stands after `--`, and a command that a list option swallowed. */
function onlyOptions(args: Arguments): Arguments {
  const words = Array.isArray(args["_"]) ? args["_"].map(String) : [];
  const rest = words.filter(
    (word, at) => !commandNames.includes(word) && !(word === "query" && words[at - 1] === "emulator"),
  );
  if (rest[0] !== undefined) throw new UsageError(`Unexpected argument "${rest[0]}".`);
  for (const option of ["ddl", "from", "table"]) refuseSwallowed(args, option);
  return args;
}

function refuseSwallowed(args: Arguments, option: string): void {
  const values: readonly unknown[] = Array.isArray(args[option]) ? args[option] : [];
  const command = commandNames.find((name) => values.includes(name));
  // The tables of inspect are words of their own: one may be called check.
  if (command === undefined || (option === "table" && isInspect(args))) return;
  throw new UsageError(
    `"${command}" stands among the values of --${option}.`,
    `Put the command first: gen-producers ${command} --${option} …` +
      (option === "table" ? "" : `; a file of that name is ./${command}.`),
  );
}

function isInspect(args: Arguments): boolean {
  return Array.isArray(args["_"]) && args["_"].includes("inspect");
}

function productVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const facts: unknown = JSON.parse(text);
  const version = typeof facts === "object" && facts !== null && "version" in facts ? facts.version : null;
  return String(version);
}
