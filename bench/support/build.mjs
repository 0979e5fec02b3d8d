/** What the benchmarks run: modules that the generator emits, as JavaScript, in a folder of their own below .tmp/bench. */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { generate } from "../../dist/index.js";

const bench = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Where reports and everything built go. */
export const scratch = path.join(path.dirname(bench), ".tmp", "bench");

/** A new folder that finds the peers' packages. */
export function newFolder(name) {
  const out = path.join(scratch, `${name}-${process.pid}`);
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, "package.json"), '{ "type": "module" }\n');
  symlinkSync(path.join(bench, "node_modules"), path.join(out, "node_modules"));
  return out;
}

export function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}

export function shapesDdl() {
  return readFileSync(path.join(bench, "shapes.sql"), "utf8");
}

/** Generates the tables of `ddl` into a folder; returns the names of the `.proto` files in it. */
export function writeGenerated(out, ddl) {
  const { files, diagnostics } = generate({
    sources: [{ path: "bench.sql", text: ddl }],
    options: { producer: false },
  });
  if (diagnostics.length > 0) throw new Error(diagnostics[0].message);
  for (const { path: name, content } of files) write(path.join(out, name), content);
  return files.map((file) => file.path).filter((name) => name.endsWith(".proto"));
}

/** Tables of `ddl`, as the generator reads them. */
export function tablesOf(ddl) {
  const { tables } = generate({ sources: [{ path: "bench.sql", text: ddl }] });
  return tables.map(({ name, columns }) => ({ table: name.table, columns }));
}

/** Writes a file; a module of TypeScript as the JavaScript that it is without its types. */
export function write(target, content) {
  mkdirSync(path.dirname(target), { recursive: true });
  if (!target.endsWith(".ts")) return writeFileSync(target, content);
  const { code } = transformSync(content, { loader: "ts", target: "es2022" });
  writeFileSync(target.replace(/\.ts$/, ".js"), code);
}

/** A second copy of the modules: what V8 learns in one, the other does not know. */
export function copyGenerated(out, name) {
  for (const part of ["main", "runtime.js"])
    cpSync(path.join(out, part), path.join(out, name, part), { recursive: true });
  return path.join(out, name);
}

/** Module of a built folder. */
export function load(out, file) {
  const target = path.join(out, file);
  return file.endsWith(".cjs") ? createRequire(import.meta.url)(target) : import(pathToFileURL(target).href);
}

/** What a generated module exports for its table, under names that are the same for all. */
export async function loadTable(out, table) {
  const type = pascal(table);
  const module = await load(out, `main/bench/${table}.js`);
  const { [`encode${type}`]: encode, [`decode${type}`]: decode, [`validate${type}`]: validate } = module;
  return { encode, decode, validate, codec: module[camel(table)] };
}

/** `some_name` → `someName`. */
export function camel(name) {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** Name of a table's message and types. */
export function pascal(table) {
  return table.replace(/(^|_)([a-z0-9])/g, (_, start, letter) => letter.toUpperCase());
}
