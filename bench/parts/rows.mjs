/**
 * What the hidden classes of rows cost: all keys, those of NULLs left out, left out but spread over an object that has
 * them all, and a literal of all keys that is filled from an object with other names, as programs make their rows. Each has
 * a copy of the modules, so that none learns from another one.
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
  const sparse = tidy.map(withoutNulls);
  for (const { name, rows, prepare, message } of [
    { name: "all keys", rows: tidy, prepare: (row) => row, message: sparseMessage },
    { name: "NULL keys left out", rows: sparse, prepare: (row) => row, message: sparseMessage },
    {
      name: "{ ...allNull, ...row }",
      rows: sparse,
      prepare: (row) => ({ ...allNull, ...row }),
      message: sparseMessage,
    },
    {
      name: "{ key: its.value ?? null, … }",
      rows: tidy.map(domainObject),
      prepare: rowMaker(Object.keys(tidy[0])),
      message: (row) => convert(row, { long: Number, none: undefined }),
    },
  ]) {
    const copy = copyGenerated(built, `rows-${Object.keys(contestants).length}`);
    const ours = await loadTable(copy, shape);
    copyFileSync(path.join(built, "peers/protobufjs.cjs"), path.join(copy, "protobufjs.cjs"));
    const theirs = load(copy, "protobufjs.cjs").main_.bench[pascal(shape)];
    const messages = rows.map(message);
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

/** An object of the program with names of its own, undefined where the row is NULL. */
function domainObject(row) {
  return convert(row, { name: (key) => `its_${key}`, none: undefined });
}

/** What a program has to make rows of such objects. */
function rowMaker(keys) {
  return new Function("its", `return { ${keys.map((key) => `${key}: its.its_${key} ?? null`).join(", ")} };`);
}

/** The row for protobuf.js, with as many hidden classes as the rows have. */
function sparseMessage(row) {
  return convert(row, { long: Number, sparse: true });
}

/** As rows come that were built from partial objects: nearly every one has a hidden class of its own. */
function withoutNulls(row) {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
