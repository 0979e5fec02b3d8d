/**
 * Who may import whom. The pipeline runs source → ddl → catalog → mapping → plan → emit → output; a folder sees what comes
 * before it and nothing after it. Everything between source and output is pure: no file system, no process.
 */

/** Folder → the folders of src it may import besides itself. */
const mayImport = {
  files: [],
  diagnostics: [],
  config: ["files", "mapping", "diagnostics"],
  ddl: ["diagnostics"],
  catalog: ["ddl", "diagnostics"],
  async: [],
  drift: ["catalog", "ddl", "mapping", "diagnostics"],
  network: [],
  source: ["files", "ddl", "catalog", "async", "network", "diagnostics"],
  mapping: ["catalog", "diagnostics"],
  plan: ["mapping", "catalog", "diagnostics"],
  emit: ["plan", "mapping", "diagnostics"],
  output: ["files", "emit", "async", "diagnostics"],
  runtime: [],
  zerobus: [],
  transport: ["zerobus", "network", "async"],
  producer: ["files", "transport", "zerobus", "network", "runtime", "async"],
  emulator: ["files", "zerobus", "mapping", "catalog", "async", "diagnostics"],
};

/** Who may touch the world: the shell, and the two files that read what ships with the package. */
const impure =
  "^src/(cli|files|source|output|config|plugin|emulator|network|transport|producer)/|^src/emit/(templates|runtime-module)\\.ts$|^src/async/clock\\.ts$";

const folderRules = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `folders-of-${folder}`,
  comment: `src/${folder} may import ${allowed.length === 0 ? "nothing of src outside itself" : `only ${allowed.join(", ")}`}.`,
  severity: "error",
  from: { path: `^src/${folder}/` },
  to: { path: "^src/", pathNot: `^src/(${[folder, ...allowed].join("|")})/` },
}));

/** npm package → where in src it may be loaded. */
const packageHomes = {
  yargs: "^src/cli/",
  picocolors: "^src/cli/",
  diff: "^src/(cli|output)/",
  tinyglobby: "^src/(cli|source)/",
  "@clack/prompts": "^src/cli/",
  chokidar: "^src/(cli|plugin)/",
  unplugin: "^src/plugin/",
  "@grpc/grpc-js": "^src/(emulator|transport)/grpc/",
  "@duckdb/node-api": "^src/emulator/store/",
  "@databricks/sql": "^src/source/warehouse/",
  hyparquet: "^src/source/delta/",
  "hyparquet-compressors": "^src/source/delta/",
  undici: "^src/network/",
  jiti: "^src/config/",
  valibot: "^src/config/",
  handlebars: "^src/emit/",
  "ts-morph": "^src/emit/",
};

const packageRules = Object.entries(packageHomes).map(([name, home]) => ({
  name: `home-of-${name}`,
  comment: `${name} is loaded in one place only.`,
  severity: "error",
  from: { path: "^src/", pathNot: home },
  to: { path: `^node_modules/(@types/)?${name}/` },
}));

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolved", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "/dist/" } },
    {
      name: "src-stands-alone",
      comment: "The product imports neither its tests nor its tools.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|scripts|bench|examples|generated)/" },
    },
    {
      name: "no-dev-dependencies-in-src",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only", "npm-peer"] },
    },
    {
      name: "runtime-is-self-contained",
      comment: "It is copied into every user's repository: no package, no Node module.",
      severity: "error",
      from: { path: "^(src|generated)/runtime/" },
      to: { pathNot: "^(src|generated)/runtime/" },
    },
    {
      name: "generated-needs-only-its-runtime",
      comment: "And, where a producer is opened, the package's entry point for it.",
      severity: "error",
      from: { path: "^generated/" },
      to: { pathNot: "^generated/|^src/producer/index\\.ts$" },
    },
    {
      name: "runtime-is-text-to-the-generator",
      comment: "Only the entry points and the command line may import the runtime as code.",
      severity: "error",
      from: { path: "^src/(ddl|catalog|source|mapping|plan|emit|output|config|diagnostics)/" },
      to: { path: "^src/runtime/" },
    },
    {
      name: "pure-between-source-and-output",
      severity: "error",
      from: { path: "^src/", pathNot: impure },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?crypto$" },
    },
    ...folderRules,
    ...packageRules,
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|test/golden|test/package/consumer)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node", "default"] },
  },
};
