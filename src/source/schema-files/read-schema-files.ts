import { basename } from "node:path";
import { mapConcurrently } from "../../async/map-concurrently.js";
import { readDeltaMetadata } from "../../catalog/json/delta.js";
import { fullName } from "../../catalog/table.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { LogDirectory } from "../delta/actions.js";
import { isDeltaTable, readDeltaLog } from "../delta/read-delta-log.js";
import { readSource, type SourceWorld } from "../read-sources.js";
import { findSchemaSources, type SchemaSource } from "./find-schema-sources.js";
import { type FileNames, nameOf, type ReadSchemaFiles, readSchemaText } from "./read-schema-text.js";
import type { GivenNames } from "./table-name.js";

export type { GivenNames, ReadSchemaFiles };

/** Files under way at once: enough to read while another is waited for, few enough to hold in memory. */
const concurrency = 4;

/**
 * Tables of the schema files and Delta tables behind the patterns, in their order. A pattern is a file, a directory, a
 * glob, or `-` for the standard input; it may have the name of its table before it: `main.sensors.air_quality=aq.json`.
 * A directory with `_delta_log` in it is a Delta table, any other stands for every `.json` file and every Delta table
 * below it. Never throws: what cannot be read is an error in the diagnostics, and the others are read all the same.
 *
 * @param names catalog and schema of names that leave them out.
 */
export async function readSchemaFiles(
  patterns: readonly string[],
  names: GivenNames,
  world: SourceWorld,
): Promise<ReadSchemaFiles> {
  const { sources, diagnostics } = await findSchemaSources(patterns, world.cwd);
  const once = readingInputOnce(world);
  const read = await mapConcurrently(sources, concurrency, (source) => readSchemaSource(source, names, once));
  return {
    tables: read.flatMap(({ tables }) => tables),
    diagnostics: [...diagnostics, ...read.flatMap((each) => each.diagnostics)],
  };
}

/** The standard input may stand for two tables, under two names. */
function readingInputOnce(world: SourceWorld): SourceWorld {
  let input: Promise<Uint8Array> | null = null;
  return { ...world, readStandardInput: () => (input ??= world.readStandardInput()) };
}

async function readSchemaSource(
  { file, name }: SchemaSource,
  defaults: GivenNames,
  world: SourceWorld,
): Promise<ReadSchemaFiles> {
  const base = file.absolute === null ? null : basename(file.absolute);
  const names: FileNames = { path: file.path, base, written: name, defaults };
  if (base !== null && /\.(?:sql|ddl|hql)$/i.test(base)) return { tables: [], diagnostics: [notJson(file.path)] };
  if (file.absolute !== null && (await isDeltaTable(file.absolute))) {
    return readDeltaTable({ path: file.path, absolute: file.absolute }, names);
  }
  const source = await readSource(file, world);
  return "text" in source ? readSchemaText(source.text, names) : { tables: [], diagnostics: [source] };
}

async function readDeltaTable(directory: LogDirectory, names: FileNames): Promise<ReadSchemaFiles> {
  const { name, diagnostics } = nameOf(names);
  const actions = await readDeltaLog(directory);
  if ("code" in actions) {
    const problem = name === null ? actions : { ...actions, table: fullName(name) };
    return { tables: [], diagnostics: [...diagnostics, problem] };
  }
  if (name === null) return { tables: [], diagnostics };
  const read = readDeltaMetadata(actions.metaData, actions.protocol, name, { file: directory.path });
  return { tables: read.table === null ? [] : [read.table], diagnostics: [...diagnostics, ...read.diagnostics] };
}

function notJson(file: string): Diagnostic {
  return diagnostic("GP2202", "The file is SQL by its name, not schema JSON.", { file, hint: "Pass it with --ddl." });
}
