import { describe, expect, it } from "vitest";
import {
  checkEnd,
  checkEvents,
  checkStats,
  checkTold,
  verify,
  type Entry,
  type Facts,
  type Letter,
} from "../../../scripts/chaos/harness.mjs";
import type { ProducerStats } from "../../../src/producer/producer.js";

/** Six rows of two keys, in the order of sending: four good ones, one for the service to refuse, one that is invalid. */
const sent: readonly Entry[] = [
  entry("a", 0, 0),
  entry("b", 0, 1),
  entry("a", 1, 2),
  { ...entry("a", 2, 3), kind: "poison" },
  { ...entry("b", 1, 4), kind: "invalid", outcome: "invalid" },
  { ...entry("b", 2, 5), durable: "resolved" },
];

const good: Facts = {
  entries: ledger(sent),
  stored: [row("a", 0), row("b", 0), row("a", 1), row("b", 2)],
  deadLetters: [
    { id: "a:2", kind: "refused" },
    { id: "b:1", kind: "invalid" },
  ],
  order: "caller",
};

function entry(key: string, n: number, serial: number): Entry {
  const facts = { kind: "valid", caller: "c", outcome: "accepted", durable: "none" } as const;
  return { id: `${key}:${n}`, key, n, serial, ...facts };
}

function row(key: string, n: number, kind = "valid"): Facts["stored"][number] {
  return { key, n, kind };
}

function ledger(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map((each) => [each.id, each]));
}

/** The same rows, one of them with other facts. */
function changed(id: string, facts: Partial<Entry>): ReadonlyMap<string, Entry> {
  return ledger(sent.map((each) => (each.id === id ? { ...each, ...facts } : each)));
}

function rules(facts: Partial<Facts>): readonly string[] {
  return verify({ ...good, ...facts }).violations.map(({ rule }) => rule);
}

describe("the verifier", () => {
  it("passes a round in which nothing went wrong, and counts", () => {
    expect(verify(good)).toEqual({ violations: [], duplicates: 0, stored: 4, deadLetters: 2 });
  });

  it("allows rows to come again", () => {
    const stored = [...good.stored, row("a", 0), row("a", 0)];
    expect(verify({ ...good, stored })).toMatchObject({ violations: [], duplicates: 2, stored: 4 });
  });

  const [first, second, third, last] = good.stored as [row: Facts["stored"][0], ...more: Facts["stored"]];
  const fabricated: readonly (readonly [what: string, rule: string, facts: Partial<Facts>])[] = [
    ["a lost row", "lost", { stored: good.stored.slice(1) }],
    ["a durable row that is lost", "durable_lost", { stored: good.stored.slice(0, 3) }],
    ["a row that was never sent", "never_sent", { stored: [...good.stored, row("a", 9)] }],
    ["a row that was not accepted", "not_taken", { entries: changed("a:1", { outcome: "notTaken" }) }],
    ["a row as it became after it was sent", "altered", { stored: [row("a", 0, "changed"), second!, third!, last!] }],
    ["a call without an answer", "unanswered", { entries: changed("a:1", { outcome: "pending" }) }],
    ["a refused row in the table", "poison_stored", { stored: [...good.stored, row("a", 2, "poison")] }],
    ["an invalid row in the table", "invalid_stored", { stored: [...good.stored, row("b", 1, "invalid")] }],
    ["a dead letter that is missing", "no_letter", { deadLetters: good.deadLetters.slice(1) }],
    ["an invalid row without a dead letter", "no_letter", { deadLetters: good.deadLetters.slice(0, 1) }],
    ["a dead letter twice", "letter_twice", { deadLetters: [...good.deadLetters, good.deadLetters[0]!] }],
    ["a good row as a dead letter", "wrong_letter", { deadLetters: [...good.deadLetters, letter("a:0", "refused")] }],
    ["a strange dead letter", "wrong_letter", { deadLetters: [...good.deadLetters, letter("z:0", "invalid")] }],
    [
      "a dead letter of the wrong kind",
      "wrong_letter",
      { deadLetters: [letter("a:2", "invalid"), letter("b:1", "invalid")] },
    ],
    [
      "a good row that is said to be rejected",
      "durable_rejected",
      { entries: changed("a:0", { durable: "rejected" }) },
    ],
    [
      "a refused row with another error",
      "durable_error",
      { entries: changed("a:2", { durable: "rejected", durableError: "ZerobusError" }) },
    ],
    ["an open promise", "durable_pending", { entries: changed("a:0", { durable: "pending" }) }],
    ["rows of a caller in another order", "order", { stored: [second!, first, third!, last!] }],
    ["rows of a key in another order", "order", { order: "key", stored: [third!, first, second!, last!] }],
  ];

  it.each(fabricated)("finds %s", (_, rule, facts) => {
    expect(rules(facts)).toContain(rule);
  });

  it("lets rows of different keys pass each other, and any where no order is promised", () => {
    expect(rules({ order: "key", stored: [second!, last!, first, third!] })).toEqual([]);
    expect(rules({ order: null, stored: [last!, third!, second!, first] })).toEqual([]);
  });

  it("lets dead letters come again where the producer was ended early", () => {
    const deadLetters = [...good.deadLetters, ...good.deadLetters];
    expect(rules({ deadLettersMayRepeat: true, deadLetters })).toEqual([]);
  });

  it("does not ask for rows whose fate nobody told", () => {
    expect(rules({ entries: changed("a:0", { outcome: "unknown" }), stored: good.stored.slice(1) })).toEqual([]);
  });
});

function letter(id: string, kind: Letter["kind"]): Letter {
  return { id, kind };
}

const stats: ProducerStats = {
  state: "open",
  rowsSent: 5,
  rowsDurable: 4,
  rowsRefused: 1,
  rowsInFlight: 0,
  rowsInvalid: 1,
  rowsReplayed: 0,
  bytesInFlight: 0,
  bytesSent: 100,
  batchesSent: 1,
  reconnects: 0,
  ackLatencyMs: { p50: 0, p99: 0, max: 0 },
  streams: [],
};

describe("the numbers of a producer", () => {
  const limits = { maxBytes: 100, maxRecords: 5, maxRow: 20 };

  it("add up", () => {
    expect(checkStats(stats, limits)).toEqual([]);
    expect(checkEnd(good.entries, stats, good.deadLetters)).toEqual([]);
  });

  it.each([
    ["stats_sum", { rowsDurable: 3 }],
    ["in_flight_bytes", { bytesInFlight: 121 }],
    ["in_flight_rows", { rowsInFlight: 7, rowsSent: 12 }],
    ["stats_negative", { bytesInFlight: -1 }],
    ["stats_negative", { rowsDurable: Number.NaN }],
  ])("are found to break %s", (rule, wrong) => {
    expect(checkStats({ ...stats, ...wrong }, limits).map((each) => each.rule)).toContain(rule);
  });

  it.each(["rowsSent", "rowsDurable", "rowsRefused", "rowsInFlight", "rowsInvalid", "bytesInFlight"] as const)(
    "are found to be wrong at the end: %s",
    (name) => {
      const found = checkEnd(good.entries, { ...stats, [name]: stats[name] + 1 }, good.deadLetters);
      expect(found.map(({ message }) => message)).toEqual([`${name} is ${stats[name] + 1}, not ${stats[name]}`]);
    },
  );
});

describe("what a producer tells", () => {
  const told = { ackedRows: 4, failing: 1, recovered: 1, close: [null] };
  const closed: ProducerStats = { ...stats, state: "closed" };

  it("agrees with its numbers", () => {
    expect(checkTold(told, closed)).toEqual([]);
  });

  it.each([
    [{ ackedRows: 3 }, closed],
    [{ recovered: 0 }, closed],
    [{ close: [] }, closed],
    [{ close: [null, null] }, closed],
    [{ close: [new Error("it failed")] }, closed],
    [{}, stats],
  ])("is found not to: %o", (wrong, numbers) => {
    expect(checkTold({ ...told, ...wrong }, numbers)).toHaveLength(1);
  });
});

describe("the events of a producer", () => {
  const letters = good.deadLetters;
  const loud = { onReject: "throw", kind: "load" };

  it("tell every rejection once", () => {
    expect(checkEvents(letters, letters, [], { onReject: "sink", kind: "load" })).toEqual([]);
    expect(checkEvents(letters, letters, letters.slice(0, 1), loud)).toEqual([]);
  });

  it.each([
    ["event", letters.slice(1), []],
    ["event_twice", [...letters, ...letters], letters],
    ["not_thrown", letters, []],
  ])("are found to break %s", (rule, events, thrown) => {
    expect(checkEvents(events, letters, thrown, loud).map((each) => each.rule)).toContain(rule);
  });
});
