/** One contestant of a job: tells its size, then the time of a round for every line that says how often. See remote.mjs. */
import { createInterface } from "node:readline";

const [part, job, name] = process.argv.slice(2);
const { contestant } = await import(`./parts/${part}.mjs`);
const own = await contestant(JSON.parse(job), name);
console.log(JSON.stringify(own === null ? null : { size: own.size }));
if (own !== null) {
  for await (const line of createInterface({ input: process.stdin })) console.log(String(await own.time(Number(line))));
  own.close?.();
}
