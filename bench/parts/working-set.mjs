/** Few and many distinct rows: beyond the processor's caches everyone waits for memory. */
import { codecPeer } from "../peers/codecs.mjs";
import { convert } from "../support/convert.mjs";
import { loadTable } from "../support/build.mjs";
import { each, race } from "../support/race.mjs";
import { rowsOf } from "../support/rows.mjs";
import { appender } from "../support/appender.mjs";

export async function measure({ built, shape, rounds, count }) {
  const rows = rowsOf(shape, count).map((row) => convert(row, {}));
  const ours = await loadTable(built, shape);
  const theirs = await codecPeer(built, shape, "protobuf.js");
  const contestants = {
    "gen-producers": each(ours.encode, rows),
    "gen-producers, batch": each(appender(ours.codec), rows),
    "protobuf.js": each(theirs.encode, rows.map(theirs.message)),
  };
  return { times: await race(contestants, rounds) };
}
