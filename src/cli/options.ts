import type { Options } from "yargs";

type OptionTable = Readonly<Record<string, Options>>;

const definitions = "Definitions:";
const workspace = "Workspace:";
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
  from: {
    group: definitions,
    array: true,
    string: true,
    describe: "Schema files: snapshots, JSON of Unity Catalog or Spark, Delta table directories; [name=]path",
  },
  catalog: {
    group: definitions,
    string: true,
    requiresArg: true,
    describe: "Catalog of tables whose name does not say it; of a workspace, all its tables",
  },
  schema: {
    group: definitions,
    string: true,
    requiresArg: true,
    describe: "Schema of tables whose name does not say it; of a workspace, all its tables",
  },
  var: {
    group: definitions,
    array: true,
    string: true,
    nargs: 1,
    describe: "Fill ${name} and {{ name }} in the DDL: name=value; repeatable",
  },
  config: {
    group: definitions,
    string: true,
    requiresArg: true,
    describe: "Configuration file; otherwise gen-producers.config.{ts,js,json} or package.json",
  },
};

/** How a workspace is reached, where the definitions are in no file. */
export const workspaceOptions: OptionTable = {
  host: {
    group: workspace,
    string: true,
    requiresArg: true,
    describe: "Address of the workspace (DATABRICKS_HOST)",
  },
  profile: {
    group: workspace,
    string: true,
    requiresArg: true,
    describe: "Profile of ~/.databrickscfg (DATABRICKS_CONFIG_PROFILE)",
  },
  warehouse: {
    group: workspace,
    string: true,
    requiresArg: true,
    describe: "Read through this SQL warehouse, by id or HTTP path (DATABRICKS_WAREHOUSE_ID)",
  },
  via: {
    group: workspace,
    string: true,
    requiresArg: true,
    choices: ["api", "warehouse"],
    defaultDescription: "warehouse where one is named, else api",
    describe: "The Unity Catalog API, or a SQL warehouse",
  },
  live: {
    group: workspace,
    boolean: true,
    describe: "Read the workspace even where the configuration names files",
  },
  timeout: {
    group: workspace,
    string: true,
    requiresArg: true,
    defaultDescription: "60",
    describe: "Longest wait for one answer, in seconds",
  },
  concurrency: {
    group: workspace,
    string: true,
    requiresArg: true,
    defaultDescription: "8",
    describe: "Requests under way at once",
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
  out: {
    group: output,
    string: true,
    requiresArg: true,
    defaultDescription: "generated",
    describe: "Output directory",
  },
  runtime: {
    group: output,
    string: true,
    requiresArg: true,
    choices: ["bundle", "import"],
    defaultDescription: "bundle",
    describe: "Write the runtime to <out>/runtime.ts, or import it from gen-producers/runtime",
  },
  "import-extension": {
    group: output,
    string: true,
    requiresArg: true,
    choices: ["js", "ts", "none"],
    defaultDescription: "js",
    describe: "Ending of the relative imports",
  },
  producer: {
    group: output,
    boolean: true,
    defaultDescription: "true",
    describe: "Modules open producers, for which they load gen-producers; or --no-producer",
  },
  unsupported: unsupportedOption(output),
  verify: { group: output, boolean: true, describe: "Type-check the output before it is written; takes seconds" },
};

/** How the output directory is changed. */
export const writeOptions: OptionTable = {
  force: { group: output, boolean: true, describe: "Overwrite files that gen-producers did not write" },
  prune: { group: output, boolean: true, describe: "Remove generated files of tables that are gone" },
  "dry-run": { group: output, boolean: true, describe: "Say what would be written, and write nothing" },
  cache: {
    group: output,
    string: true,
    requiresArg: true,
    defaultDescription: "in node_modules/.cache",
    describe: "Remember the run in this file, so that the next one does nothing if nothing changed; or --no-cache",
  },
};

/** Watching, of `generate` only. */
export const watchOptions: OptionTable = {
  watch: { group: output, boolean: true, describe: "Generate again whenever a DDL or schema file changes" },
};

/** Of `pull`: which tables, and the file they are written to. */
export const pullOptions: OptionTable = {
  table: {
    group: output,
    array: true,
    string: true,
    describe: "Tables to read; names or globs: main.shop.orders, main.shop.*",
  },
  snapshot: {
    group: output,
    string: true,
    requiresArg: true,
    defaultDescription: "gen-producers.snapshot.json",
    describe: "File to write",
  },
  "dry-run": { group: output, boolean: true, describe: "Say what would change, and write nothing" },
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
  ...Object.keys({
    ...sourceOptions,
    ...workspaceOptions,
    ...outputOptions,
    ...writeOptions,
    ...watchOptions,
    ...pullOptions,
    ...reportOptions,
  }),
  "no-producer",
  "zerobus-port",
  "workspace-port",
  "bind",
  "token-seconds",
  "fault",
  "seed",
  "data",
  "export",
  "export-to",
  "store",
  "url",
  "endpoint",
  "workspace-url",
  "format",
  "scripts",
  "yes",
  "help",
  "version",
];

function unsupportedOption(group: string): Options {
  return {
    group,
    string: true,
    requiresArg: true,
    choices: ["error", "omit"],
    defaultDescription: "error",
    describe: "Columns of types the service does not take: an error, or left out where nullable",
  };
}
