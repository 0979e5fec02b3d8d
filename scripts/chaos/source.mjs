// A source that is the same whenever it is read: what a process that was killed reads again.
import { setTimeout as wait } from "node:timers/promises";
import { randomFrom } from "./random.mjs";
import { makeRow } from "./rows.mjs";

/** What the row at a place is: `{ key, n, kind }`. */
export function sourceEntry({ ingest, loadSeed }, place) {
  const random = randomFrom(loadSeed + place);
  const kind = random.chance(ingest.poison / ingest.rows) ? "poison" : random.chance(0.001) ? "invalid" : "valid";
  return { key: `k${place % ingest.keys}`, n: Math.floor(place / ingest.keys), kind };
}

/** Rows behind a position, which is a place. Slow enough that a kill finds the reading under way. */
export async function* rowsAfter(plan, after) {
  const random = randomFrom(plan.loadSeed);
  const padding = plan.load.padding;
  for (let place = after === null ? 0 : after + 1; place < plan.ingest.rows; place++) {
    if (place % plan.ingest.pauseEvery === 0) await wait(2);
    yield { row: makeRow(sourceEntry(plan, place), random, padding), position: place };
  }
}
