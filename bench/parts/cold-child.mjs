/**
 * Imports a module and encodes rows with it; prints the milliseconds of processor time, of all threads, and those by the
 * clock. Loads nothing else before.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { deserialize } from "node:v8";

const [module, shape, file] = process.argv.slice(2);
const type = shape.replace(/(^|_)([a-z])/g, (_, start, letter) => letter.toUpperCase());
const rows = deserialize(readFileSync(file));
const require = createRequire(import.meta.url);
const started = performance.now();
const start = process.cpuUsage();
const loaded = module.endsWith(".cjs") ? require(module) : await import(module);
let size = 0;
if (loaded.main_ === undefined) {
  const encode = loaded[`encode${type}`];
  for (const row of rows) size += encode(row).length;
} else {
  const message = loaded.main_.bench[type];
  for (const row of rows) size += message.encode(row).finish().length;
}
const { user, system } = process.cpuUsage(start);
const clock = performance.now() - started;
if (size === 0) throw new Error("Nothing was encoded");
console.log((user + system) / 1000, clock);
