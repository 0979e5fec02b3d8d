import { idOf } from "./rows.mjs";

/** Ids told of one violation; the rest is a number. */
const told = 8;

/**
 * Holds what the table and the dead letters have against what was sent. Pure.
 *
 * `entries`: of the ledger; `durableError` is the name of the error that a promise of durability rejected with. `stored`: `{ key, n, kind }` in the order in which rows came into the table. `deadLetters`: `{ id,
 * kind }`. `order`: rows with the same value of this key of an entry came in their order, `key` or `caller`; null where nothing
 * is promised. `deadLettersMayRepeat`, `unacknowledged` (ids): for rounds in which the producer was ended early.
 *
 * Returns `{ violations: [{ rule, message, ids }], duplicates, stored, deadLetters }`.
 */
export function verify(facts) {
  const seen = firstPlaces(facts.stored);
  const letters = countLetters(facts.deadLetters);
  const violations = [
    ...strangers(facts, seen),
    ...losses(facts, seen),
    ...poison(facts, seen, letters),
    ...invalid(facts, seen, letters),
    ...wrongLetters(facts, letters),
    ...promises(facts, seen),
    ...disorder(facts, seen),
  ];
  return {
    violations,
    duplicates: facts.stored.length - seen.size,
    stored: seen.size,
    deadLetters: facts.deadLetters.length,
  };
}

/** Violations of one rule; none where no row breaks it. */
function broken(rule, message, ids) {
  if (ids.length === 0) return [];
  const some = ids.slice(0, told).join(", ");
  return [{ rule, message: `${ids.length} ${message}: ${some}${ids.length > told ? ", …" : ""}`, ids }];
}

function firstPlaces(stored) {
  const places = new Map();
  for (const [place, row] of stored.entries()) {
    const id = idOf(row);
    if (!places.has(id)) places.set(id, place);
  }
  return places;
}

function countLetters(deadLetters) {
  const counts = new Map();
  for (const { id } of deadLetters) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function strangers({ stored, entries }) {
  const ids = (holds) => stored.filter((row) => holds(entries.get(idOf(row)), row)).map(idOf);
  return [
    ...broken(
      "never_sent",
      "rows in the table were never sent",
      ids((entry) => entry === undefined),
    ),
    ...broken(
      "not_taken",
      "rows in the table were not accepted",
      ids((entry) => entry?.outcome === "notTaken"),
    ),
    ...broken(
      "altered",
      "rows in the table are not as sent",
      ids((entry, row) => entry && entry.kind !== row.kind),
    ),
  ];
}

function isDue({ kind, outcome }) {
  return kind === "valid" && outcome === "accepted";
}

function losses({ entries, unacknowledged = new Set() }, seen) {
  const lost = [...entries.values()].filter((entry) => isDue(entry) && !seen.has(entry.id));
  const ids = lost.filter(({ id }) => !unacknowledged.has(id)).map(({ id }) => id);
  const pending = [...entries.values()].filter(({ outcome }) => outcome === "pending").map(({ id }) => id);
  return [
    ...broken("lost", "accepted rows are not in the table", ids),
    ...broken("unanswered", "calls were never answered", pending),
  ];
}

function poison(facts, seen, letters) {
  const rows = [...facts.entries.values()].filter(({ kind }) => kind === "poison");
  const stored = rows.filter(({ id }) => seen.has(id)).map(({ id }) => id);
  const taken = rows.filter(({ outcome }) => outcome === "accepted");
  return [...broken("poison_stored", "refused rows are in the table", stored), ...onceEach(facts, taken, letters)];
}

function invalid(facts, seen, letters) {
  const rows = [...facts.entries.values()].filter(({ kind }) => kind === "invalid");
  const stored = rows.filter(({ id }) => seen.has(id)).map(({ id }) => id);
  const dealt = rows.filter(({ outcome }) => outcome === "invalid" || outcome === "accepted");
  return [...broken("invalid_stored", "invalid rows are in the table", stored), ...onceEach(facts, dealt, letters)];
}

function onceEach({ deadLettersMayRepeat, unacknowledged = new Set() }, rows, letters) {
  const none = rows.filter(({ id }) => !letters.has(id) && !unacknowledged.has(id)).map(({ id }) => id);
  const many = rows.filter(({ id }) => (letters.get(id) ?? 0) > 1).map(({ id }) => id);
  return [
    ...broken("no_letter", `${rows[0]?.kind} rows are not among the dead letters`, none),
    ...(deadLettersMayRepeat ? [] : broken("letter_twice", `${rows[0]?.kind} rows are dead letters again`, many)),
  ];
}

function wrongLetters({ entries, deadLetters }) {
  const kinds = { poison: "refused", invalid: "invalid" };
  const wrong = deadLetters.filter(({ id, kind }) => kinds[entries.get(id)?.kind] !== kind);
  const early = deadLetters.filter(({ id }) => entries.get(id)?.outcome === "notTaken");
  return [
    ...broken(
      "wrong_letter",
      "dead letters are of rows that are not so",
      wrong.map(({ id }) => id),
    ),
    ...broken(
      "letter_not_taken",
      "dead letters are of rows that were not accepted",
      early.map(({ id }) => id),
    ),
  ];
}

function promises({ entries }, seen) {
  const of = (durable, holds) => {
    return [...entries.values()].filter((entry) => entry.durable === durable && holds(entry)).map(({ id }) => id);
  };
  const early = of("resolved", ({ id }) => !seen.has(id));
  const wrong = of("rejected", (entry) => isDue(entry));
  const poison = ({ kind, outcome, durableError }) =>
    kind !== "valid" && outcome === "accepted" && durableError === "ZerobusError";
  return [
    ...broken("durable_lost", "rows are said to be durable and are not in the table", early),
    ...broken("durable_rejected", "good rows are said not to become durable", wrong),
    ...broken("durable_error", "rejected rows have another error than that", of("rejected", poison)),
    ...broken(
      "durable_pending",
      "promises of durability are open",
      of("pending", () => true),
    ),
  ];
}

/** First occurrences, in the order of sending, must come at rising places. */
function disorder({ entries, order }, seen) {
  if (order === null) return [];
  const last = new Map();
  const ids = [];
  const rows = [...entries.values()].filter((entry) => isDue(entry) && seen.has(entry.id));
  for (const entry of rows.sort((a, b) => a.serial - b.serial)) {
    const place = seen.get(entry.id);
    const before = last.get(entry[order]);
    if (before !== undefined && before.place > place) ids.push(`${entry.id} before ${before.id}`);
    else last.set(entry[order], { id: entry.id, place });
  }
  return broken("order", `rows came before others of the same ${order}`, ids);
}
