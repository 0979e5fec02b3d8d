import { openStore } from "../../../../src/emulator/store/open-store.js";
import { column, long, string, table } from "../../../support/tables.js";

/** Streams that append at once, half of them to each table. */
export const streams = 6;
export const rowsPerCall = 5;

const tables = ["one", "two"].map((name) =>
  table(
    [
      column("stream", { kind: "integer" }),
      column("call", long),
      column("row", { kind: "integer" }),
      // So long that the log grows past the size at which DuckDB writes it into the file.
      column("text", string),
    ],
    { name: { catalog: "main", schema: "s", table: name } },
  ),
);

/** Table a stream appends to. */
export function tableOf(stream: number): string {
  return `main.s.${stream % 2 === 0 ? "one" : "two"}`;
}

/** What the text of a row must be. */
export function textOf(stream: number, call: number, row: number): string {
  return `${String(stream)}/${String(call)}/${String(row)} `.repeat(200);
}

/** Tells the parent, by message, of each call that was acknowledged: `[stream, call]`. */
async function ingest(directory: string, firstCall: number): Promise<void> {
  const store = await openStore({ kind: "directory", path: directory });
  for (const each of tables) await store.createTable(each);
  const run = async (stream: number): Promise<never> => {
    for (let call = firstCall; ; call += 1) {
      const rows = Array.from({ length: rowsPerCall }, (_, row) => [
        stream,
        BigInt(call),
        row,
        textOf(stream, call, row),
      ]);
      await store.append(tableOf(stream), rows);
      process.send?.([stream, call]);
    }
  };
  await Promise.all(Array.from({ length: streams }, (_, stream) => run(stream)));
}

if (process.send !== undefined && process.argv[2]?.startsWith("{") === true) {
  const { directory, firstCall } = JSON.parse(process.argv[2]) as { directory: string; firstCall: number };
  await ingest(directory, firstCall);
}
