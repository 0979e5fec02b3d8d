/** Decoding: bytes of a shape to rows. */
import { codecPeer } from "../peers/codecs.mjs";
import { convert } from "../support/convert.mjs";
import { cppName, openCpp } from "../peers/cpp.mjs";
import { loadTable } from "../support/build.mjs";
import { assertSame } from "../support/equality.mjs";
import { duel } from "../support/duel.mjs";
import { each } from "../support/race.mjs";
import { rowsOf } from "../support/rows.mjs";

export function measure(job) {
  return duel("decode", job);
}

export async function contestant({ built, shape, count }, name) {
  const ours = await loadTable(built, shape);
  const rows = rowsOf(shape, count).map((row) => convert(row, {}));
  // As they come from a socket or a file: Buffers, which every peer takes.
  const bytes = rows.map((row) => Buffer.from(ours.encode(row)));
  if (name === "gen-producers") return each(ours.decode, bytes);
  if (name === cppName) {
    const program = await openCpp(built, shape, bytes);
    return program === null ? null : { ...program.decode, close: program.close };
  }
  const { message, encode, decode, text } = (await codecPeer(built, shape, name)) ?? {};
  if (decode === undefined) return null;
  const records = text === true ? rows.map((row) => encode(message(row))) : bytes;
  if (text !== true)
    bytes.forEach((record, index) => assertSame(`${name}, row ${index}`, ours.decode(record), decode(record)));
  return each(decode, records);
}
