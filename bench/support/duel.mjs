/** Our main contestant against the other one of a job. */
import { race } from "./race.mjs";
import { remote } from "./remote.mjs";

const ours = "gen-producers";

/** Fresh processes of both, one after the other: what the system gives a process, it has until it ends. */
const PAIRS = 3;

/** Times of both; null where the other one is missing. Each is in a process of its own, and they take turns. */
export async function duel(part, { rounds, ...job }) {
  const times = { [ours]: [], [job.peer]: [] };
  for (let pair = 0; pair < PAIRS; pair++) {
    const found = await racePair(part, job, Math.ceil(rounds / PAIRS));
    if (found === null) return null;
    for (const [name, list] of Object.entries(found)) times[name].push(...list);
  }
  return { times };
}

async function racePair(part, job, rounds) {
  const other = await remote(part, job, job.peer);
  if (other === null) return null;
  const own = await remote(part, job, ours);
  const times = await race({ [ours]: own, [job.peer]: other }, rounds);
  own.close();
  other.close();
  return times;
}
