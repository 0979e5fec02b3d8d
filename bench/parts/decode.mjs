/** Decoding: bytes of a shape to rows, next to every peer. */
import { codecPeers } from "../peers/codecs.mjs";
import { convert } from "../support/convert.mjs";
import { openCpp } from "../peers/cpp.mjs";
import { loadTable } from "../support/build.mjs";
import { assertSame } from "../support/equality.mjs";
import { each, race } from "../support/race.mjs";
import { rowsOf } from "../support/rows.mjs";

export async function measure({ built, shape, rounds, count }) {
  const ours = await loadTable(built, shape);
  const rows = rowsOf(shape, count).map((row) => convert(row, {}));
  // As they come from a socket or a file: Buffers, which every peer takes.
  const bytes = rows.map((row) => Buffer.from(ours.encode(row)));
  const contestants = { "gen-producers": each(ours.decode, bytes) };
  for (const [name, peer] of Object.entries(await codecPeers(built, shape))) {
    if (peer.decode === undefined) continue;
    const records = peer.text === true ? rows.map((row) => peer.encode(peer.message(row))) : bytes;
    if (peer.text !== true)
      bytes.forEach((record, index) => assertSame(`${name}, row ${index}`, ours.decode(record), peer.decode(record)));
    contestants[name] = each(peer.decode, records);
  }
  const cpp = await openCpp(built, shape, bytes);
  if (cpp !== null) contestants["C++ protobuf"] = cpp.decode;
  const times = await race(contestants, rounds);
  cpp?.close();
  return { times };
}
