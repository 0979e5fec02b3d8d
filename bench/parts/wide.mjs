/** Tables of many columns: no function may grow past what V8 optimises. */
import { writeProtobufJs } from "../peers/protos.mjs";
import { convert } from "../support/convert.mjs";
import { load, loadTable, newFolder, pascal, remove, writeGenerated } from "../support/build.mjs";
import { assertSameBytes } from "../support/equality.mjs";
import { madeRows, madeTable } from "../support/made-tables.mjs";
import { each, race } from "../support/race.mjs";
import { appender } from "../support/appender.mjs";

const VALUES = 160_000;

const contestantsFor = {
  encode: ({ ours, theirs, rows, messages }) => ({
    "gen-producers": each(ours.encode, rows),
    "gen-producers, batch": each(appender(ours.codec), rows),
    "protobuf.js": each((message) => theirs.encode(message).finish(), messages),
  }),
  decode: ({ ours, theirs, bytes }) => ({
    "gen-producers": each(ours.decode, bytes),
    "protobuf.js": each((record) => theirs.decode(record), bytes),
  }),
  validate: ({ ours, theirs, rows, messages }) => ({
    "gen-producers": each(ours.validate, rows),
    "protobuf.js": each((message) => theirs.verify(message) ?? "", messages),
  }),
};

export async function measure({ columns, what, rounds }) {
  const out = newFolder(`wide-${columns}`);
  try {
    writeProtobufJs(out, writeGenerated(out, madeTable("wide", "c", columns)));
    const ours = await loadTable(out, "wide");
    const theirs = load(out, "peers/protobufjs.cjs").main_.bench[pascal("wide")];
    const rows = madeRows("c", columns, Math.floor(VALUES / columns));
    const messages = rows.map((row) => convert(row, { long: Number }));
    const bytes = rows.map(ours.encode);
    assertSameBytes(
      "protobuf.js",
      ours,
      bytes,
      messages.map((message) => theirs.encode(message).finish()),
    );
    const times = await race(contestantsFor[what]({ ours, theirs, rows, messages, bytes }), rounds);
    return { times: perColumn(times, columns) };
  } finally {
    remove(out);
  }
}

function perColumn(times, columns) {
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, list.map((time) => time / columns)]));
}
