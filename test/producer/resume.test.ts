import type { ChildProcess } from "node:child_process";
import { on, once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { airQuality } from "../../generated/main/sensors/air_quality.js";
import type { Emulator, Fault } from "../../src/emulator/index.js";
import { fileCheckpoint } from "../../src/producer/ingest/file-checkpoint.js";
import { until, values, withEmulator } from "../emulator/support/run-emulator.js";
import { exampleTables } from "../emulator/support/tables.js";
import { temporaryDirectory } from "../support/temporary-directory.js";
import { bundle, kill, start } from "../unit/emulator/store/child.js";
import type { ProgramMessage, ProgramOptions } from "./resume-program.js";

const tables = exampleTables("air_quality.sql");
const table = airQuality.table.fullName;
const rows = 4_000;
const aheadBy = 250;

/** Streams end with requests that were sent and are not stored: a position that is saved too early loses their rows. */
const faults: readonly Fault[] = [{ kind: "end_stream", afterRecords: 230, status: "UNAVAILABLE", stored: false }];

/** The saves after which the process is killed, each time it runs. */
const kills = [0, 3, 1, 4];

/** The positions a program tells of until it is killed, which is when so many were saved. */
async function killedAfter(child: ChildProcess, saves: number): Promise<readonly number[]> {
  const positions: number[] = [];
  for await (const [message] of on(child, "message") as AsyncIterable<[ProgramMessage]>) {
    if (message.kind === "done") throw new Error("it was done before it was killed");
    positions.push(message.position);
    if (positions.length > saves) break;
  }
  await kill(child);
  return positions;
}

/** What a program says last when it runs to its end. */
async function lastMessage(child: ChildProcess): Promise<ProgramMessage | undefined> {
  const messages: ProgramMessage[] = [];
  child.on("message", (message: ProgramMessage) => messages.push(message));
  await once(child, "exit");
  return messages.at(-1);
}

/** How often each row is stored, by its number, once everything that was sent is. */
async function stored(emulator: Emulator): Promise<readonly number[]> {
  await until(() => emulator.stats().streams.every(({ state }) => state === "ended"));
  const counts = Array.from({ length: rows + 1 }, () => 0);
  for (const row of await values(emulator, `SELECT temp FROM ${table}`)) counts[Number(row)]!++;
  return counts;
}

function rowsWhere(holds: (row: number) => boolean): readonly number[] {
  return Array.from({ length: rows }, (_, index) => index + 1).filter(holds);
}

/** Rows that a process has stored twice, or although they lie before the position it started behind. */
function repeated(before: readonly number[], after: readonly number[], position: number): readonly number[] {
  return rowsWhere((row) => after[row]! - before[row]! > (row > position ? 1 : 0));
}

describe("ingest", () => {
  it.each([1, 3])(
    "goes on after every kill with what may be missing, and repeats nothing else: %i streams",
    async (streams) => {
      const program = await bundle(new URL("resume-program.ts", import.meta.url));
      const checkpointPath = join(temporaryDirectory(), "progress.json");
      const checkpoint = fileCheckpoint(checkpointPath);
      await withEmulator({ tables, faults, ackDelayMs: 2 }, async (emulator) => {
        const { zerobusEndpoint: endpoint, workspaceUrl } = emulator;
        const run = (kind: ProgramOptions["kind"]): ChildProcess =>
          start(program, JSON.stringify({ endpoint, workspaceUrl, checkpointPath, rows, kind, streams, aheadBy }));
        let position = 0;
        let counts = await stored(emulator);
        for (const [round, saves] of kills.entries()) {
          const positions = await killedAfter(run(round % 2 === 0 ? "function" : "iterable"), saves);
          const saved = Number((await checkpoint.load(table)) ?? 0);
          const now = await stored(emulator);
          expect(positions[0]).toBe(position);
          expect([...positions, saved]).toEqual([...positions, saved].sort((a, b) => a - b));
          expect(rowsWhere((row) => row <= saved && now[row] === 0)).toEqual([]);
          expect(rowsWhere((row) => row > saved + aheadBy && now[row]! > counts[row]!)).toEqual([]);
          expect(repeated(counts, now, position)).toEqual([]);
          position = saved;
          counts = now;
        }
        const done = await lastMessage(run("function"));
        const atEnd = await stored(emulator);
        expect(done).toEqual({ kind: "done", rows: rows - position, position: rows });
        expect(rowsWhere((row) => atEnd[row] === 0)).toEqual([]);
        expect(repeated(counts, atEnd, position)).toEqual([]);
      });
    },
  );
});
