// A round in which the process of the producer is killed, again and again, and goes on from its checkpoint.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { storedRows } from "./evidence.mjs";
import { withField } from "./field.mjs";
import { Ledger } from "./ledger.mjs";
import { readLetters } from "./letters.mjs";
import { randomFrom } from "./random.mjs";
import { tableName } from "./rows.mjs";
import { sourceEntry } from "./source.mjs";
import { Striker } from "./strikes.mjs";
import { verify } from "./verify.mjs";

const child = fileURLToPath(new URL("ingest-child.mjs", import.meta.url));

/** Milliseconds after which a process whose saved position does not rise counts as hanging. */
const patience = 20_000;

/** As `runRound`, for plans of the kind `ingest`. */
export function runIngestRound(plan, world) {
  return withField(plan, world, (field) => new IngestRound(plan, world, field).run());
}

class IngestRound {
  #plan;
  #world;
  #field;
  #ledger = new Ledger();
  #paths;

  constructor(plan, world, field) {
    const at = (name) => join(world.directory, name);
    this.#plan = plan;
    this.#world = world;
    this.#field = field;
    this.#paths = { checkpointPath: at("progress.json"), letterPath: at("rejected.ndjson") };
    for (let place = 0; place < plan.ingest.rows; place++) this.#addRow(place);
  }

  async run() {
    const { kills } = this.#plan.ingest;
    const striker = new Striker(this.#field);
    const strikes = striker.run(this.#plan.strikes);
    const random = randomFrom(this.#plan.loadSeed + 1);
    let done = 0;
    while (done < kills && (await this.#runAndKill(random.between(300, 2_500)))) done += 1;
    await strikes;
    await striker.end();
    const last = await this.#runToEnd();
    for (const error of striker.errors) this.#ledger.surprise("harness", error.stack);
    return this.#judge(last, { ...striker.counts, "kill producer": done });
  }

  #addRow(place) {
    const { key, kind } = sourceEntry(this.#plan, place);
    const entry = this.#ledger.add({ caller: "source", key, kind });
    entry.outcome = kind === "invalid" ? "invalid" : "accepted";
  }

  #start() {
    const given = { plan: this.#plan, places: this.#field.places, codecPath: this.#world.codecPath, ...this.#paths };
    const running = spawn(process.execPath, [child, JSON.stringify(given)], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    running.stdout.on("data", (text) => (output += text));
    return { running, exit: once(running, "exit").then(([code]) => code), output: () => output };
  }

  /** False where the source was at its end before. */
  async #runAndKill(ms) {
    const { running, exit } = this.#start();
    // Node needs a moment before it reads anything.
    const code = await Promise.race([exit, wait(ms + 500, "kill")]);
    running.kill("SIGKILL");
    await exit;
    if (code !== "kill" && code !== 0) this.#ledger.surprise("child", `the producer's process ended with ${code}`);
    await this.#checkSaved();
    return code === "kill";
  }

  /** Everything up to the saved position has to be in the table, or a dead letter. */
  async #checkSaved() {
    const saved = await this.#saved();
    if (saved === null) return;
    const rows = await storedRows(this.#field.control);
    const there = new Set(rows.map(({ key, n }) => `${key}:${n}`));
    const letters = new Set(readLetters(this.#paths.letterPath).map(({ id }) => id));
    const read = [...this.#ledger.entries.values()].slice(0, saved + 1);
    const lost = read.filter(({ id, kind }) => !(kind === "valid" ? there : letters).has(id)).map(({ id }) => id);
    if (lost.length > 0)
      this.#ledger.surprise(
        "checkpoint_early",
        `saved is ${saved}, and ${lost.length} rows are missing: ${lost.slice(0, 5)}`,
        lost,
      );
  }

  #saved() {
    return this.#world.fileCheckpoint(this.#paths.checkpointPath).load(tableName);
  }

  /** The exit code, however long it takes as long as there is progress. */
  async #endOf(exit) {
    for (let before = null; ;) {
      const code = await Promise.race([exit, wait(patience, "no progress", { ref: false })]);
      const saved = await this.#saved();
      if (code !== "no progress" || saved === before) return code;
      before = saved;
    }
  }

  async #runToEnd() {
    const { running, exit, output } = this.#start();
    const code = await this.#endOf(exit);
    running.kill("SIGKILL");
    if (code !== 0) this.#ledger.surprise("hang", `the last process: ${code}`);
    const saved = await this.#saved();
    const end = this.#plan.ingest.rows - 1;
    if (saved !== end) this.#ledger.surprise("checkpoint_end", `the position at the end is ${saved}, not ${end}`);
    return code === 0 ? JSON.parse(output()) : { stats: {}, peakRss: 0 };
  }

  async #judge({ stats, peakRss }, struck) {
    const { streams, partition } = this.#plan;
    const verdict = verify({
      entries: this.#ledger.entries,
      stored: await storedRows(this.#field.control),
      deadLetters: readLetters(this.#paths.letterPath),
      order: streams === 1 ? "caller" : partition === "key" ? "key" : null,
      deadLettersMayRepeat: true,
    });
    return {
      ...verdict,
      violations: [...verdict.violations, ...this.#ledger.surprises],
      rows: this.#ledger.entries.size,
      struck,
      replays: stats.rowsReplayed,
      reconnects: stats.reconnects,
      peakRss,
    };
  }
}
