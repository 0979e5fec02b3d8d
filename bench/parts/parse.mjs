/** The reader of DDL: statements of different shapes, and one shape in ever longer texts. */
import { readDdl } from "../../dist/index.js";
import { statements } from "../support/statements.mjs";

export async function measure({ statement, megabytes, rounds }) {
  const texts = [];
  for (let size = 0; size < megabytes * 1e6; size += texts.at(-1).length)
    texts.push(statements[statement](texts.length));
  const text = texts.join("");
  const seconds = [];
  for (let round = 0; round <= rounds; round++) {
    const start = process.cpuUsage();
    const { diagnostics } = readDdl(text);
    const { user, system } = process.cpuUsage(start);
    if (diagnostics.length > 0) throw new Error(`${statement}: ${diagnostics[0].message}`);
    seconds.push((user + system) / 1e6);
  }
  const [first, ...later] = seconds;
  return { count: texts.length, bytes: text.length, first, seconds: later };
}
