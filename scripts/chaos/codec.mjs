import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { laxDdl, tableName } from "./rows.mjs";

/** Generates the module of the lax table and makes one file of it. Returns its path. */
export async function writeCodec(generate, directory) {
  const { files, diagnostics } = generate({ sources: [{ text: laxDdl, path: "events.sql" }] });
  for (const { path, content } of files) write(join(directory, "generated", path), content);
  const entry = files.find(({ table, path }) => table === tableName && path.endsWith(".ts"));
  if (entry === undefined) throw new Error(`no code for ${tableName}: ${JSON.stringify(diagnostics)}`);
  // What opens a producer in the module is not used: the producer under test is handed in.
  const stub = join(directory, "stub.cjs");
  write(stub, "");
  const outfile = join(directory, "codec.mjs");
  await build({
    entryPoints: [join(directory, "generated", entry.path)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    alias: { "gen-producers/producer": stub },
    logLevel: "error",
  });
  return outfile;
}

/** The codec in a file that `writeCodec` made. */
export async function loadCodec(path) {
  const { events } = await import(pathToFileURL(path).href);
  return events;
}

function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
