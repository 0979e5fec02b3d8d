/** One line about a round. */
export function roundLine({ seed, seconds, plan, result }) {
  const { rows = 0, duplicates = 0, replays = 0, reconnects = 0, peakRss = 0, deadLetters = 0, struck = {} } = result;
  const mark = result.violations.length === 0 ? "ok  " : "FAIL";
  const what = plan === null ? "" : planText(plan);
  const strikes = Object.entries(struck).map(([name, count]) => `${name} ${count}`);
  const counts = `${rows} rows, ${deadLetters} dead letters, ${duplicates} duplicates, ${replays} replays, ${reconnects} reconnects`;
  const calls = result.callsPerSecond == null ? "" : `, at most ${result.callsPerSecond} calls a second`;
  const memory = `${Math.round(peakRss / 2 ** 20)} MiB`;
  return `${mark} seed ${seed}: ${what}; ${strikes.join(", ")}; ${counts}${calls}, ${memory}, ${seconds.toFixed(1)} s`;
}

function planText({ kind, transport, recordType, streams, partition, onReject, isProxied }) {
  const order = streams > 1 && partition === "key" ? " by key" : "";
  const way = isProxied ? " through proxies" : "";
  return `${kind} over ${transport}${way}, ${recordType}, ${streams} streams${order}, onReject ${onReject}`;
}

/** A violation, below the line of its round. */
export function violationText({ rule, message }) {
  return `       ${rule}: ${message}`;
}

/** The last line. */
export function summary(rounds) {
  const total = (name) => rounds.reduce((sum, { result }) => sum + (result[name] ?? 0), 0);
  const bad = rounds.filter(({ result }) => result.violations.length > 0).map(({ seed }) => seed);
  const peak = Math.max(...rounds.map(({ result }) => result.peakRss ?? 0));
  const facts = `${total("rows")} rows, ${total("deadLetters")} dead letters, ${total("duplicates")} duplicates`;
  const verdict = bad.length === 0 ? "no row was lost" : `violations in the rounds ${bad.join(", ")}`;
  return `${rounds.length} rounds, ${facts}, at most ${Math.round(peak / 2 ** 20)} MiB: ${verdict}`;
}
