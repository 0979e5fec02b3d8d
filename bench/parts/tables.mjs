/** Several tables in turn in one process: what they share sees rows of all of them. */
import { convert } from "../support/convert.mjs";
import { writeProtobufJs } from "../peers/protos.mjs";
import { load, loadTable, newFolder, pascal, remove, writeGenerated } from "../support/build.mjs";
import { assertSameBytes } from "../support/equality.mjs";
import { madeRows, madeTable } from "../support/made-tables.mjs";
import { inTurn, race } from "../support/race.mjs";

const ROWS = 4000;

export async function measure({ tables, rounds }) {
  const out = newFolder(`tables-${tables}`);
  try {
    const made = Array.from({ length: tables }, (_, index) => ({
      table: `table_${index}`,
      prefix: `t${index}`,
      columns: 12 + ((14 + index * 7) % 29),
    }));
    const ddl = made.map(({ table, prefix, columns }) => madeTable(table, prefix, columns)).join("");
    writeProtobufJs(out, writeGenerated(out, ddl));
    const ours = [];
    const theirs = [];
    for (const one of made) await prepare(out, one, ROWS / tables, ours, theirs);
    return {
      times: await race({ "gen-producers": inTurn(mixed(ours)), "protobuf.js": inTurn(mixed(theirs)) }, rounds),
    };
  } finally {
    remove(out);
  }
}

async function prepare(out, { table, prefix, columns }, count, ours, theirs) {
  const codec = await loadTable(out, table);
  const type = load(out, "peers/protobufjs.cjs").main_.bench[pascal(table)];
  const encode = (message) => type.encode(message).finish();
  const rows = madeRows(prefix, columns, count);
  const messages = rows.map((row) => convert(row, { long: Number }));
  assertSameBytes(`protobuf.js, ${table}`, codec, rows.map(codec.encode), messages.map(encode));
  ours.push(rows.map((row) => [codec.encode, row]));
  theirs.push(messages.map((message) => [encode, message]));
}

/** One row of each table, then the next of each. */
function mixed(lists) {
  return lists[0].flatMap((_, index) => lists.map((list) => list[index]));
}
