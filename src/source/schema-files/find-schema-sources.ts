import { basename, dirname, resolve } from "node:path";
import { quote } from "../../ddl/quote.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { isDeltaTable, logDirectoryName } from "../delta/read-delta-log.js";
import { expandPattern, type FileKind, type FoundFile } from "../find-files.js";
import { isRemote, parseSchemaPattern, type SchemaPattern, withoutSecrets } from "./schema-pattern.js";
import type { NameParts } from "./table-name.js";

/** A file or the directory of a Delta table, with the name the user gives the table in it. */
export interface SchemaSource {
  readonly file: FoundFile;
  readonly name: NameParts | null;
}

export interface SchemaSources {
  readonly sources: readonly SchemaSource[];
  readonly diagnostics: readonly Diagnostic[];
}

const schemaFile: FileKind = {
  isDefinition: (name) => /\.json$/i.test(name),
  isWhole: isDeltaTable,
  described: ".json file and no Delta table",
};

/** Sources behind the patterns, in the order of the patterns, each once under each name. */
export async function findSchemaSources(patterns: readonly string[], cwd: string): Promise<SchemaSources> {
  const sources = new Map<string, SchemaSource>();
  const diagnostics: Diagnostic[] = [];
  for (const pattern of patterns) {
    const found = await expand(await parseSchemaPattern(pattern, cwd), cwd);
    diagnostics.push(...found.diagnostics);
    for (const source of found.sources) {
      const key = JSON.stringify([source.name, source.file.absolute]);
      if (!sources.has(key)) sources.set(key, source);
    }
  }
  return { sources: [...sources.values()], diagnostics };
}

async function expand({ path, name }: SchemaPattern, cwd: string): Promise<SchemaSources> {
  if (isRemote(path)) return { sources: [], diagnostics: [remote(path)] };
  const { files, diagnostics } = await expandPattern(await tableOfLog(path, cwd), cwd, schemaFile);
  if (name !== null && files.length > 1) return { sources: [], diagnostics: [tooManyFiles(name, path, files.length)] };
  return { sources: files.map((file) => ({ file, name })), diagnostics };
}

/** The directory of a Delta log stands for its table. */
async function tableOfLog(path: string, cwd: string): Promise<string> {
  const absolute = resolve(cwd, path);
  const isLog = basename(absolute) === logDirectoryName && (await isDeltaTable(dirname(absolute)));
  return isLog && basename(path) === logDirectoryName ? dirname(path) : path;
}

function remote(path: string): Diagnostic {
  return diagnostic("GP5001", `"${withoutSecrets(path)}" is not a path of this machine.`, {
    hint: "Copy the _delta_log directory of the table here and name the directory it is in, or read the table with --table.",
  });
}

function tooManyFiles(name: NameParts, path: string, count: number): Diagnostic {
  return diagnostic("GP2205", `The name ${quote(name.join("."))} is given for ${count} files: "${path}".`, {
    hint: "Give each file its own name.",
  });
}
