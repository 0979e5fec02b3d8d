import { readDescribeTable } from "../../catalog/json/describe.js";
import { isJsonObject } from "../../catalog/json/json-value.js";
import { readSnapshot } from "../../catalog/json/snapshot.js";
import { readSparkSchema } from "../../catalog/json/spark-table.js";
import { readUnityCatalogTable } from "../../catalog/json/unity-catalog.js";
import { fullName, type Table, type TableName } from "../../catalog/table.js";
import { quote } from "../../ddl/quote.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { readJsonValues } from "./json-values.js";
import { type SchemaValue, schemaValues } from "./schema-values.js";
import { completeName, type GivenNames, namelessDiagnostic, type NameParts, nameOfFile } from "./table-name.js";

/** Tables of one or more files, and what is wrong with them. */
export interface ReadSchemaFiles {
  readonly tables: readonly Table[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How the table of a file is called, as far as anybody but its JSON says. */
export interface FileNames {
  readonly path: string;
  /** Last part of the path; null for the standard input. */
  readonly base: string | null;
  /** What the user puts before the path. */
  readonly written: NameParts | null;
  readonly defaults: GivenNames;
}

/** Tables in the text of a JSON file, whichever kind of schema JSON it holds. Never throws. */
export function readSchemaText(text: string, file: FileNames): ReadSchemaFiles {
  const { values, diagnostics } = readJsonValues(text, file.path);
  const { found, others } = schemaValues(values);
  const nameless = found.filter(({ kind }) => kind === "spark-schema").length;
  const general = others.length > 0 ? [...diagnostics, unrecognised(others, file.path)] : diagnostics;
  if (nameless > 1) return { tables: [], diagnostics: [...general, severalNameless(nameless, file.path)] };
  const read = found.map((value) => readValue(value, file));
  const tables = read.flatMap((each) => each.tables);
  const all = [...general, ...read.flatMap((each) => each.diagnostics)];
  return file.written === null ? { tables, diagnostics: all } : renamed(file.written, tables, { file, all });
}

function readValue({ kind, json }: SchemaValue, file: FileNames): ReadSchemaFiles {
  const place = { file: file.path };
  switch (kind) {
    case "snapshot":
      return readSnapshot(json, place);
    case "unity-catalog-table":
      return listed(readUnityCatalogTable(json, place));
    case "describe":
      return listed(readDescribeTable(json, place));
    case "spark-schema":
      return readNameless(json, file);
  }
}

function readNameless(json: unknown, file: FileNames): ReadSchemaFiles {
  const { name, diagnostics } = nameOf(file);
  if (name === null) return { tables: [], diagnostics };
  const read = listed(readSparkSchema(json, name, { file: file.path }));
  return { tables: read.tables, diagnostics: [...diagnostics, ...read.diagnostics] };
}

/** The name of a table whose definition does not hold it. */
export function nameOf({ written, base, defaults, path }: FileNames): ReturnType<typeof completeName> {
  const parts = written ?? (base === null ? null : nameOfFile(base));
  return parts === null ? { name: null, diagnostics: [namelessDiagnostic(path)] } : completeName(parts, defaults, path);
}

function listed(read: { readonly table: Table | null; readonly diagnostics: readonly Diagnostic[] }): ReadSchemaFiles {
  return { tables: read.table === null ? [] : [read.table], diagnostics: read.diagnostics };
}

/** The name that the user writes counts more than that in the JSON; parts it leaves out stay as they are there. */
function renamed(
  written: NameParts,
  tables: readonly Table[],
  { file, all }: { readonly file: FileNames; readonly all: readonly Diagnostic[] },
): ReadSchemaFiles {
  const [table] = tables;
  if (tables.length > 1)
    return { tables: [], diagnostics: [...all, oneNameForSeveral(written, tables.length, file.path)] };
  if (table === undefined) return { tables, diagnostics: all };
  const { name, diagnostics } = completeName(written, table.name, file.path);
  if (name === null) return { tables: [], diagnostics: [...all, ...diagnostics] };
  return { tables: [{ ...table, name }], diagnostics: all.map((each) => about(each, table.name, name)) };
}

function about(each: Diagnostic, from: TableName, to: TableName): Diagnostic {
  return each.table === fullName(from) ? { ...each, table: fullName(to) } : each;
}

const actions = ["metaData", "protocol", "commitInfo", "add", "remove", "txn", "cdc", "domainMetadata"];

function unrecognised(others: readonly unknown[], file: string): Diagnostic {
  const [first] = others;
  const isLog = isJsonObject(first) && actions.some((action) => Object.hasOwn(first, action));
  const message =
    others.length === 1 ? "The JSON is no table schema." : `${others.length} values in the JSON are no table schemas.`;
  const hint = isLog
    ? "It looks like a commit of a Delta log: give the directory of the table instead."
    : "Known are tables and lists of tables as the Unity Catalog API and the Databricks CLI give them, " +
      "DESCRIBE TABLE EXTENDED … AS JSON, Spark's StructType as JSON, and snapshots of gen-producers.";
  return diagnostic("GP2202", message, { file, hint });
}

function severalNameless(count: number, file: string): Diagnostic {
  return diagnostic("GP2205", `The file holds ${count} schemas that do not say of which table they are.`, {
    file,
    hint: "Put each into a file of its own, called by its table: main.sensors.air_quality.json.",
  });
}

function oneNameForSeveral(written: NameParts, count: number, file: string): Diagnostic {
  return diagnostic("GP2205", `The name ${quote(written.join("."))} is given for a file of ${count} tables.`, {
    file,
    hint: "Leave the name out: the tables in the file have their own.",
  });
}
