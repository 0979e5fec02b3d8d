import { ask, attempt } from "./control.js";
import { find, setClass, setText } from "./dom.js";
import { showFaults } from "./faults.js";
import { timeText } from "./numbers.js";
import { offerQuery } from "./query.js";
import { showRejections } from "./rejections.js";
import { showSnippets } from "./snippets.js";
import { showStreams } from "./streams.js";
import { showTables } from "./tables.js";

/** Milliseconds between two looks at the emulator. */
const pause = 1000;

const views = [showSnippets(), showTables(), showStreams(), showRejections(), showFaults(show)];
const offerTables = offerQuery();
let loaded = null;

async function show() {
  const stats = await ask("/stats");
  loaded ??= { since: stats.since, tables: (await ask("/tables")).tables };
  // Another emulator answers here now, perhaps with other tables.
  if (loaded.since !== stats.since) return globalThis.location.reload();
  offerTables(loaded.tables);
  for (const view of views) await view(stats, loaded.tables);
  if (stats.draining) setHealth("Draining: new streams are refused", "warn");
  else setHealth(`Running since ${timeText(stats.since)} UTC`, "good");
}

function setHealth(text, className) {
  setText(find("health"), text);
  setClass(find("health"), className);
}

async function watch() {
  try {
    await show();
  } catch (error) {
    setHealth(`The emulator does not answer: ${error.message}`, "bad");
  }
  setTimeout(watch, pause);
}

find("restart").addEventListener("click", () => attempt(() => ask("/restart", "POST", {})));
await watch();
