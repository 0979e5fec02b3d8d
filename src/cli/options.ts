import type { Options } from "yargs";

type OptionTable = Readonly<Record<string, Options>>;

const definitions = "Definitions:";
const output = "Output:";
const report = "Report:";

/** Where the definitions come from; every command has them. */
export const sourceOptions: OptionTable = {
  ddl: {
    group: definitions,
    array: true,
    string: true,
    describe: "DDL files, directories (every .sql, .ddl, .hql below) or globs; - reads standard input",
  },
  catalog: {
    group: definitions,
    string: true,
    requiresArg: true,
    describe: "Catalog of tables whose name does not say it",
  },
  schema: {
    group: definitions,
    string: true,
    requiresArg: true,
    describe: "Schema of tables whose name does not say it",
  },
  var: {
    group: definitions,
    array: true,
    string: true,
    nargs: 1,
    describe: "Fill ${name} and {{ name }} in the DDL: name=value; repeatable",
  },
};

/** What to generate, and how. */
export const outputOptions: OptionTable = {
  table: {
    group: output,
    array: true,
    string: true,
    describe: "Only these tables; names or globs: orders, shop.orders, main.shop.*",
  },
  out: { group: output, string: true, requiresArg: true, default: "generated", describe: "Output directory" },
  runtime: {
    group: output,
    string: true,
    requiresArg: true,
    choices: ["bundle", "import"],
    default: "bundle",
    describe: "Write the runtime to <out>/runtime, or import it from gen-producers/runtime",
  },
  "import-extension": {
    group: output,
    string: true,
    requiresArg: true,
    choices: ["js", "ts", "none"],
    default: "js",
    describe: "Ending of the relative imports",
  },
  unsupported: unsupportedOption(output),
  verify: { group: output, boolean: true, describe: "Type-check the output before it is written; takes seconds" },
};

/** How the output directory is changed. */
export const writeOptions: OptionTable = {
  force: { group: output, boolean: true, describe: "Overwrite files that gen-producers did not write" },
  prune: { group: output, boolean: true, describe: "Remove generated files of tables that are gone" },
  "dry-run": { group: output, boolean: true, describe: "Say what would be written, and write nothing" },
};

/** Of `inspect`, which generates nothing and still says what `generate` would make of a column. */
export const inspectOptions: OptionTable = { unsupported: unsupportedOption(definitions) };

/** How findings are shown; every command has them. */
export const reportOptions: OptionTable = {
  json: { group: report, boolean: true, describe: "A JSON report on stdout, and nothing else" },
  quiet: { group: report, boolean: true, describe: "Print errors only" },
  verbose: { group: report, boolean: true, describe: "List every file, and every warning" },
  color: {
    group: report,
    boolean: true,
    describe: "Colours, or --no-color; otherwise on a terminal only (NO_COLOR, FORCE_COLOR)",
  },
};

/** Names of the options of any command, for suggestions. */
export const optionNames: readonly string[] = [
  ...Object.keys({ ...sourceOptions, ...outputOptions, ...writeOptions, ...reportOptions }),
  "help",
  "version",
];

function unsupportedOption(group: string): Options {
  return {
    group,
    string: true,
    requiresArg: true,
    choices: ["error", "omit"],
    default: "error",
    describe: "Columns of types the service does not take: an error, or left out where nullable",
  };
}
