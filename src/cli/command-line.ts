import { readFileSync } from "node:fs";
import yargs, { type Argv } from "yargs";
import { inspectOptions, outputOptions, reportOptions, sourceOptions, writeOptions } from "./options.js";
import {
  type Arguments,
  type GenerateSettings,
  generateSettings,
  type InspectSettings,
  inspectSettings,
} from "./settings.js";
import { UsageError } from "./usage-error.js";
import { commandNames, wordUsageError } from "./usage-wording.js";

/** What a command line asks for. */
export type Invocation =
  /** `--help` and `--version`. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "generate" | "check"; readonly settings: GenerateSettings }
  | { readonly kind: "inspect"; readonly settings: InspectSettings };

/** Wider lines are hard to read, whatever the terminal could show. */
const widest = 110;
const narrowest = 60;
const standardWidth = 80;

const examples: [string, string][] = [
  ["$0 --ddl tables.sql", "Every table of a file"],
  ["$0 --ddl migrations/", "A directory of migrations, in order"],
  ["$0 --ddl d/ --table 'shop.*'", "The tables of one schema"],
  ["$0 --ddl t.sql --var env=prod", "Fill ${env} in the DDL"],
  ["$0 check --ddl tables/", "In CI: is generated/ up to date?"],
  ["$0 inspect orders --ddl t.sql", "How a table is mapped"],
  ["cat t.sql | $0 --ddl -", "Standard input"],
];

const generateUsage = `Usage: $0 --ddl <path..> [--table <name..>] [--out <directory>]

Generates a typed TypeScript producer and a .proto for every table of the DDL.`;

const checkUsage = `Usage: $0 check --ddl <path..> [--table <name..>] [--out <directory>]

Compares what would be generated with what is on disk; writes nothing.`;

const inspectUsage = `Usage: $0 inspect <table..> --ddl <path..> [--json]

Shows how the columns of a table are mapped, and whether the service takes it.`;

const epilogue = `Exit codes:
  0   success; there may be warnings
  1   findings: errors in definitions, output out of date, a file in the way
  2   the command line is wrong
  3   files cannot be read or written
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

/** The parser would make a value out of `--no-out`. */
function refuseNegations(argv: readonly string[]): void {
  const negated = argv.find((word) => word.startsWith("--no-") && word !== "--no-color");
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
  const generate = (args: Arguments): void => {
    choose({ kind: "generate", settings: generateSettings(onlyOptions(args)) });
  };
  return parser
    .usage(generateUsage)
    .command("$0", false, withGenerateOptions, generate)
    .command(
      "generate",
      "Generate producers (the default)",
      (command) => withGenerateOptions(command).usage(generateUsage),
      generate,
    )
    .command(
      "check",
      "Compare the output with what is on disk",
      (command) => withOptions(command, sourceOptions, outputOptions, hidden(writeOptions)).usage(checkUsage),
      (args) => {
        choose({ kind: "check", settings: generateSettings(onlyOptions(args)) });
      },
    )
    .command(
      "inspect <table..>",
      "Show how the columns of a table are mapped",
      (command) => withOptions(command, sourceOptions, inspectOptions).usage(inspectUsage),
      (args) => {
        choose({ kind: "inspect", settings: inspectSettings(onlyOptions(args)) });
      },
    );
}

function withGenerateOptions(command: Argv): Argv {
  return withOptions(command, sourceOptions, outputOptions, writeOptions).example(examples);
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
  const rest = Array.isArray(args["_"]) ? args["_"].map(String).filter((word) => !commandNames.includes(word)) : [];
  if (rest[0] !== undefined) throw new UsageError(`Unexpected argument "${rest[0]}".`);
  const paths: readonly unknown[] = Array.isArray(args["ddl"]) ? args["ddl"] : [];
  const command = commandNames.find((name) => paths.includes(name));
  if (command !== undefined) throw swallowed(command);
  return args;
}

function swallowed(command: string): UsageError {
  return new UsageError(
    `"${command}" stands among the values of --ddl.`,
    `Put the command first: gen-producers ${command} --ddl …; a file of that name is ./${command}.`,
  );
}

function productVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const facts: unknown = JSON.parse(text);
  const version = typeof facts === "object" && facts !== null && "version" in facts ? facts.version : null;
  return String(version);
}
