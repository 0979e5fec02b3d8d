/**
 * What the hidden classes of rows cost: all keys, those of NULLs left out, and left out but spread over an object that has
 * them all. Each has a copy of the modules, so that none learns from another one.
 */
import { copyFileSync } from "node:fs";
import path from "node:path";
import { convert } from "../support/convert.mjs";
import { copyGenerated, load, loadTable, pascal } from "../support/build.mjs";
import { assertSameBytes } from "../support/equality.mjs";
import { each, race } from "../support/race.mjs";
import { rowsOf } from "../support/rows.mjs";

export async function measure({ built, shape, rounds, count }) {
  const tidy = rowsOf(shape, count).map((row) => convert(row, {}));
  const { decode, encode } = await loadTable(built, shape);
  const bytes = tidy.map(encode);
  const allNull = Object.fromEntries(Object.keys(tidy[0]).map((key) => [key, null]));
  const contestants = {};
  for (const [name, rows, prepare] of [
    ["all keys", tidy, (row) => row],
    ["NULL keys left out", tidy.map(withoutNulls), (row) => row],
    ["{ ...allNull, ...row }", tidy.map(withoutNulls), (row) => ({ ...allNull, ...row })],
  ]) {
    const copy = copyGenerated(built, `rows-${Object.keys(contestants).length}`);
    const ours = await loadTable(copy, shape);
    copyFileSync(path.join(built, "peers/protobufjs.cjs"), path.join(copy, "protobufjs.cjs"));
    const theirs = load(copy, "protobufjs.cjs").main_.bench[pascal(shape)];
    const messages = rows.map((row) => convert(row, { long: Number, sparse: true }));
    assertSameBytes(
      name,
      { decode },
      bytes,
      rows.map((row) => ours.encode(prepare(row))),
    );
    contestants[`gen-producers, ${name}`] = each((row) => ours.encode(prepare(row)), rows);
    contestants[`protobuf.js, ${name}`] = each((row) => theirs.encode(prepare(row)).finish(), messages);
  }
  return { times: await race(contestants, rounds) };
}

/** As rows come that were built from partial objects: nearly every one has a hidden class of its own. */
function withoutNulls(row) {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
