/** Encoding: rows of a shape to bytes, next to every peer. */
import { codecPeers } from "../peers/codecs.mjs";
import { convert } from "../support/convert.mjs";
import { openCpp } from "../peers/cpp.mjs";
import { loadTable } from "../support/build.mjs";
import { each, race } from "../support/race.mjs";
import { rowsOf } from "../support/rows.mjs";
import { appender } from "../support/appender.mjs";
import { assertSameBytes } from "../support/equality.mjs";

export async function measure({ built, shape, rounds, count }) {
  const rows = rowsOf(shape, count).map((row) => convert(row, {}));
  const ours = await loadTable(built, shape);
  const bytes = rows.map(ours.encode);
  const contestants = {
    "gen-producers": each(ours.encode, rows),
    "gen-producers, batch": each(appender(ours.codec), rows),
  };
  for (const [name, peer] of Object.entries(await codecPeers(built, shape))) {
    const messages = rows.map(peer.message);
    if (peer.text !== true)
      assertSameBytes(
        name,
        ours,
        bytes,
        messages.map((message) => Uint8Array.from(peer.encode(message))),
      );
    contestants[name] = each(peer.encode, messages);
  }
  const cpp = await openCpp(built, shape, bytes);
  if (cpp !== null) {
    assertSameBytes("C++ protobuf", ours, bytes, cpp.encoded);
    contestants["C++ protobuf"] = cpp.encode;
  }
  const times = await race(contestants, rounds);
  cpp?.close();
  return { size: Math.round(bytes.reduce((sum, row) => sum + row.length, 0) / bytes.length), times };
}
