/** Ingests the rows 1, 2, 3, … and tells by messages what was loaded and saved. To be killed. */
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { airQuality, type AirQuality } from "../../generated/main/sensors/air_quality.js";
import type { CheckpointStore, Position, SourceItem } from "../../src/producer/checkpoint.js";
import { fileCheckpoint } from "../../src/producer/ingest/file-checkpoint.js";
import { openProducer } from "../../src/producer/open-producer.js";

/** What the program is started with. */
export interface ProgramOptions {
  readonly endpoint: string;
  readonly workspaceUrl: string;
  readonly checkpointPath: string;
  readonly rows: number;
  /** How the source is given. */
  readonly kind: "function" | "iterable";
  readonly streams: number;
  /** The source runs ahead of the saved position by so many rows at most: it is not at its end before the kill. */
  readonly aheadBy: number;
}

export type ProgramMessage =
  | { readonly kind: "loaded" | "saved"; readonly position: number }
  | { readonly kind: "done"; readonly rows: number; readonly position: Position | null };

const options = JSON.parse(process.argv[2] ?? "") as ProgramOptions;
let saved = 0;

function tell(message: ProgramMessage): void {
  process.send?.(message);
}

function told(store: CheckpointStore): CheckpointStore {
  return {
    load: async (table) => {
      const position = await store.load(table);
      saved = Number(position ?? 0);
      tell({ kind: "loaded", position: saved });
      return position;
    },
    save: async (table, position) => {
      await store.save(table, position);
      saved = Number(position);
      tell({ kind: "saved", position: saved });
    },
  };
}

async function* readings(after: Position | null): AsyncGenerator<SourceItem<AirQuality>> {
  for (let row = Number(after ?? 0) + 1; row <= options.rows; row++) {
    while (row > saved + options.aheadBy) await setTimeout(1);
    const observed = new Date(1_700_000_000_000 + row);
    yield { row: { device_name: `station-${row % 7}`, temp: row, observed_at: observed }, position: row };
  }
}

const { endpoint, workspaceUrl, checkpointPath, kind, streams } = options;
const auth = { clientId: "id", clientSecret: "secret" };
const batch = { maxRecords: 50, lingerMs: 1 };
const retry = { initialMs: 100 };
const producer = await openProducer(airQuality, { endpoint, workspaceUrl, auth, batch, retry, streams });
const source = kind === "function" ? readings : readings(null);
const checkpoint = told(fileCheckpoint(checkpointPath));
const result = await producer.ingest(source, { checkpoint, saveEveryMs: 2 });
await producer.close();
tell({ kind: "done", ...result });
process.disconnect();
