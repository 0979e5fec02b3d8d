import { fullName, type Table } from "./catalog/table.js";
import { codeFrame } from "./diagnostics/code-frame.js";
import { hasErrors, tablesWithErrors, type Diagnostic } from "./diagnostics/diagnostic.js";
import { printModule } from "./emit/print-module.js";
import { printProto } from "./emit/print-proto.js";
import { runtimeModule } from "./emit/runtime-module.js";
import { checkPaths, pathToOutput, tablePaths } from "./mapping/file-paths.js";
import { mapTable } from "./mapping/map-table.js";
import type { MessageDescriptor } from "./mapping/message.js";
import { problem, subject } from "./mapping/problem.js";
import { schemaHash } from "./mapping/schema-hash.js";
import { selectOverrides, type OverrideSelection } from "./mapping/select-overrides.js";
import { selectTables } from "./mapping/select-tables.js";
import type { TableOverride } from "./mapping/table-override.js";
import { planModule } from "./plan/plan-module.js";
import { planProto } from "./plan/proto-file.js";
import { readDdlSources, type DdlSource } from "./read-ddl.js";

/** Choices of the caller; every one has a default. */
export interface GenerateOptions {
  /** Names or globs on `catalog.schema.table`, in any case; shorter ones match the last parts. Default: all tables. */
  readonly tables?: readonly string[];
  /** `bundle`: the runtime is written beside the modules. `import`: they import `gen-producers/runtime`. */
  readonly runtime?: "bundle" | "import";
  /** Extension of relative imports. Default `.js`. */
  readonly importExtension?: ".js" | ".ts" | "";
  /** Whether modules open producers, which they load from `gen-producers/producer`. Default: they do. */
  readonly producer?: boolean;
  /** `omit`: nullable columns that cannot be mapped are left out with a warning. Default `error`. */
  readonly unsupported?: "error" | "omit";
  /** Choices for single tables, by names or globs as in `tables`; where several match, later ones win. */
  readonly overrides?: Readonly<Record<string, TableOverride>>;
  /** For sources: the catalog and schema of names that have none, and values of template holes. */
  readonly catalog?: string;
  readonly schema?: string;
  readonly vars?: Readonly<Record<string, string>>;
}

/** Tables, or texts to read them from, or both. */
export interface GenerateInput {
  readonly tables?: readonly Table[];
  readonly sources?: readonly DdlSource[];
  readonly options?: GenerateOptions;
}

export interface GeneratedFile {
  /** Relative to the output directory, with "/". */
  readonly path: string;
  readonly content: string;
  /** Full name of the table; null for files of the runtime. */
  readonly table: string | null;
}

export interface GenerateResult {
  /** Files of tables by code unit of their full names, then the runtime. */
  readonly files: readonly GeneratedFile[];
  /** All tables read, before the filter by name. */
  readonly tables: readonly Table[];
  /** Full names of the tables whose definitions have errors, before the filter by name. */
  readonly unread: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A generation whose files are made one after the other, as they are asked for, so that nobody has to hold them all. */
export interface Generation extends Pick<GenerateResult, "tables" | "unread"> {
  /** The files of a `GenerateResult`; to be gone through once. */
  readonly files: Iterable<GeneratedFile>;
  /** Complete once the files were gone through. */
  readonly diagnostics: () => readonly Diagnostic[];
}

/**
 * Generates a module and a `.proto` for every table without an error. Pure but for the templates and the runtime, which
 * are read from the package once. Bad input ends in diagnostics.
 */
export function generate(input: GenerateInput): GenerateResult {
  const { files, tables, unread, diagnostics } = startGeneration(input);
  return { files: [...files], tables, unread, diagnostics: diagnostics() };
}

/** The same as `generate`, table by table. */
export function startGeneration({ tables: given = [], sources = [], options = {} }: GenerateInput): Generation {
  const read = readDdlSources(sources, readOptions(options));
  const tables = [...given, ...read.tables].sort(byFullName);
  const named = [...read.diagnostics.flatMap(({ table }) => table ?? []), ...tables.map(nameOf)];
  const names = [...new Set(named)].sort();
  const selection = selectTables(names, options.tables);
  const overrides = selectOverrides(names, options.overrides);
  const unread = tablesWithErrors(read.diagnostics);
  const relevant = read.diagnostics.filter(({ table }) => table === undefined || selection.includes(table));
  const found: Diagnostic[] = [];
  const isDue = (name: string) => selection.includes(name) && !unread.has(name);
  const due = tables.filter((table) => isDue(nameOf(table)));
  return {
    files: generateFiles(due, overrides, options, (each) => found.push(withFrame(each, sources))),
    tables,
    unread: [...unread],
    diagnostics: () => [...relevant, ...selection.diagnostics, ...overrides.diagnostics, ...found],
  };
}

function readOptions({ catalog, schema, vars }: GenerateOptions) {
  return {
    ...(catalog === undefined ? {} : { catalog }),
    ...(schema === undefined ? {} : { schema }),
    ...(vars === undefined ? {} : { vars }),
  };
}

/** Adds the source lines of a diagnostic that has a place in one of the texts. */
function withFrame(diagnostic: Diagnostic, sources: readonly DdlSource[]): Diagnostic {
  const { span, file } = diagnostic;
  const [source, ...others] = sources.filter(({ path }) => path === file);
  if (span === undefined || source === undefined || others.length > 0) return diagnostic;
  return { ...diagnostic, frame: codeFrame(source.text, span) };
}

function nameOf(table: Table): string {
  return fullName(table.name);
}

function byFullName(a: Table, b: Table): number {
  const [first, second] = [nameOf(a), nameOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function* generateFiles(
  tables: readonly Table[],
  overrides: OverrideSelection,
  options: GenerateOptions,
  report: (found: Diagnostic) => void,
): Generator<GeneratedFile> {
  const owners = pathOwners(tables, options);
  let isEmpty = true;
  for (const table of tables) {
    const override = overrides.of(nameOf(table));
    const mapped = mapTable(table, { unsupported: options.unsupported ?? "error", override });
    const diagnostics = [...checkPaths(table), ...checkClash(table, owners), ...mapped.diagnostics];
    diagnostics.forEach(report);
    if (hasErrors(diagnostics)) continue;
    yield* filesOf(table, mapped.row, options);
    isEmpty = false;
  }
  if (!isEmpty) yield* bundledRuntime(options);
}

function filesOf(table: Table, message: MessageDescriptor, options: GenerateOptions): readonly GeneratedFile[] {
  const paths = tablePaths(table.name);
  const hash = schemaHash(table.name, message);
  const proto = printProto(planProto(table, message, hash));
  const { producer = true } = options;
  const module = printModule(planModule(table, message, hash, { runtime: runtimeSpecifier(options), producer }));
  return [
    { path: paths.proto, content: proto, table: nameOf(table) },
    { path: paths.module, content: module, table: nameOf(table) },
  ];
}

function runtimeSpecifier({ runtime = "bundle", importExtension = ".js" }: GenerateOptions): string {
  return runtime === "import" ? "gen-producers/runtime" : `${pathToOutput}runtime${importExtension}`;
}

function bundledRuntime({ runtime = "bundle" }: GenerateOptions): readonly GeneratedFile[] {
  return runtime === "import" ? [] : [{ path: "runtime.ts", content: runtimeModule(), table: null }];
}

/** Paths in lower case, as file systems that ignore case see them, with the names of the tables that want them. */
function pathOwners(tables: readonly Table[], options: GenerateOptions): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>();
  const add = (path: string, owner: string) => {
    const known = owners.get(path.toLowerCase());
    if (known === undefined) owners.set(path.toLowerCase(), [owner]);
    else known.push(owner);
  };
  for (const table of tables) add(tablePaths(table.name).module, nameOf(table));
  for (const { path } of bundledRuntime(options)) add(path, "the runtime");
  return owners;
}

function checkClash(table: Table, owners: ReadonlyMap<string, readonly string[]>): readonly Diagnostic[] {
  const wanted = owners.get(tablePaths(table.name).module.toLowerCase()) ?? [];
  if (wanted.length < 2) return [];
  const place = { table, column: null, origin: table.origin };
  if (wanted.includes("the runtime")) {
    const message = `${subject(place)} has the path of a file of the runtime.`;
    return [
      problem(
        "GP4103",
        place,
        message,
        "Import the runtime from the package instead of writing it beside the modules.",
      ),
    ];
  }
  const message = `${subject(place)} is defined ${wanted.length} times; names of tables ignore case.`;
  return [problem("GP4101", place, message, "Give one definition of each table.")];
}
