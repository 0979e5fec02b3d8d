/** Encoding: rows of a shape to bytes. */
import { codecPeer } from "../peers/codecs.mjs";
import { convert } from "../support/convert.mjs";
import { cppName, openCpp } from "../peers/cpp.mjs";
import { loadTable } from "../support/build.mjs";
import { each } from "../support/race.mjs";
import { rowsOf } from "../support/rows.mjs";
import { appender } from "../support/appender.mjs";
import { assertSameBytes } from "../support/equality.mjs";
import { duel } from "../support/duel.mjs";
import { withNumbers } from "../support/with-numbers.mjs";

/** Rows that the mean size is of. */
const SAMPLE = 1000;

export async function measure(job) {
  const { built, shape } = job;
  const measured = await duel("encode", job);
  if (measured === null) return null;
  const { encode } = await loadTable(built, shape);
  const sizes = rowsOf(shape, SAMPLE).map((row) => encode(convert(row, {})).length);
  return { ...measured, size: Math.round(sizes.reduce((sum, size) => sum + size, 0) / SAMPLE) };
}

export async function contestant({ built, shape, count }, name) {
  const rows = rowsOf(shape, count).map((row) => convert(row, {}));
  const ours = await loadTable(built, shape);
  if (name === "gen-producers") return each(ours.encode, rows);
  if (name === "gen-producers, int64 as number") return each(ours.encode, rows.map(withNumbers(shape)));
  if (name === "gen-producers, batch") return each(appender(ours.codec), rows);
  const bytes = rows.map(ours.encode);
  if (name === cppName) return cpp(await openCpp(built, shape, bytes), ours, bytes);
  const peer = await codecPeer(built, shape, name);
  if (peer === null) return null;
  const messages = rows.map(peer.message);
  const copies = () => messages.map((message) => Uint8Array.from(peer.encode(message)));
  if (peer.text !== true) assertSameBytes(name, ours, bytes, copies());
  return each(peer.encode, messages);
}

function cpp(program, ours, bytes) {
  if (program === null) return null;
  assertSameBytes(cppName, ours, bytes, program.encoded);
  return { ...program.encode, close: program.close };
}
