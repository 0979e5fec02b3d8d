import { type ChildProcess } from "node:child_process";
import { expect, test } from "vitest";
import { openForQuery } from "../../../../src/emulator/store/open-store.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";
import { bundle, kill, start } from "./child.js";
import { rowsPerCall, streams, tableOf, textOf } from "./ingesting.js";

const rounds = 3;
/** Calls of later rounds are told from earlier ones by their numbers. */
const callsPerRound = 1_000_000;

/** Collects acknowledged calls until so many came, then kills the program at once. */
function collect(child: ChildProcess, enough: number): Promise<(readonly [stream: number, call: number])[]> {
  const acknowledged: (readonly [number, number])[] = [];
  return new Promise((resolve, reject) => {
    child.on("message", (message) => {
      acknowledged.push(message as [number, number]);
      if (acknowledged.length !== enough) return;
      void kill(child).then(() => {
        resolve(acknowledged);
      }, reject);
    });
    child.on("error", reject);
  });
}

test("every acknowledged row survives kill -9, and every call is there whole or not at all", async () => {
  const directory = temporaryDirectory();
  const program = await bundle(new URL("./ingesting.ts", import.meta.url));
  const acknowledged: (readonly [stream: number, call: number])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const child = start(program, JSON.stringify({ directory, firstCall: round * callsPerRound }));
    acknowledged.push(...(await collect(child, 1 + Math.floor(Math.random() * 150))));
    const reader = await openForQuery(directory);
    const calls = await reader.query(
      `from (select 'main.s.one' as name, * from main.s.one union all select 'main.s.two', * from main.s.two)
       select name, stream, call, list(row order by row), list(text order by row) group by all`,
    );
    await reader.close();
    const stored = new Map(
      calls.rows.map(([name, stream, call, ...lists]) => [`${String(stream)}/${String(call)}`, { name, lists }]),
    );
    const lost = acknowledged.filter(([stream, call]) => !stored.has(`${stream}/${call}`));
    expect(lost).toEqual([]);
    for (const [key, { name, lists }] of stored) {
      const [stream = 0, call = 0] = key.split("/").map(Number);
      const rows = Array.from({ length: rowsPerCall }, (_, row) => row);
      const wanted = { name: tableOf(stream), lists: [rows, rows.map((row) => textOf(stream, call, row))] };
      expect({ name, lists }).toEqual(wanted);
    }
  }
  expect(new Set(acknowledged.map(([stream]) => stream)).size).toBeLessThanOrEqual(streams);
});
