// Sends a file of JSON lines, and goes on where it stopped when it is run again: node resume.js readings.ndjson
import { open } from "node:fs/promises";
import { fileCheckpoint, type Position, type SourceItem } from "gen-producers/producer";
import { type AirQuality, openAirQualityProducer, validateAirQuality } from "../generated/main/sensors/air_quality.js";
import { connection } from "./connection.js";

const path = process.argv[2] ?? "readings.ndjson";
const stopping = new AbortController();
process.once("SIGTERM", () => {
  stopping.abort();
});

/** The rows behind a position: the offset in the file, in bytes, where the line of the last row ended. */
async function* readings(after: Position | null): AsyncGenerator<SourceItem<AirQuality>> {
  let position = Number(after);
  const file = await open(path);
  try {
    for await (const line of file.readLines({ start: position })) {
      position += Buffer.byteLength(line) + 1;
      yield { row: readingOf(line), position };
    }
  } finally {
    await file.close();
  }
}

function readingOf(line: string): AirQuality {
  const fields = JSON.parse(line) as { observed_at: string };
  const result = validateAirQuality({ ...fields, observed_at: new Date(fields.observed_at) });
  if (result.ok) return result.value;
  throw new Error(`${line}: ${result.issues.map(({ message }) => message).join("; ")}`);
}

const producer = await openAirQualityProducer(connection);
try {
  const checkpoint = fileCheckpoint(`${path}.position.json`);
  const { rows, position } = await producer.ingest(readings, { checkpoint, signal: stopping.signal });
  console.log(`${rows} rows; the next run starts behind byte ${JSON.stringify(position)}`);
} catch (error) {
  // Told to stop: what was read is durable, and its position is saved.
  if (error !== stopping.signal.reason) throw error;
} finally {
  await producer.close();
}
