import { randomFrom } from "./random.mjs";
import { drawStrikes } from "./strikes.mjs";

/**
 * What a round is, from its seed and from what there is. `can`: `{ kill, proxy, transports, kinds, streams, seconds }`.
 *
 * Kinds: `load` sends from several callers; `stop` ends the producer early and opens another one for what it left; `storm`
 * lets everything fail for a while and counts how often the service is called; `ingest` kills the process of the producer.
 */
export function drawPlan(seed, can) {
  const random = randomFrom(seed);
  const kind = random.weighted(can.kinds);
  const transport = kind === "storm" ? "grpc" : random.weighted(can.transports);
  const streams = random.between(1, can.streams);
  const seconds = can.seconds * (0.5 + random.below(100) / 100);
  const isKilled = can.kill && kind !== "storm" && random.chance(0.35);
  const isProxied = can.proxy && random.chance(0.5);
  return {
    seed,
    kind,
    transport,
    streams,
    seconds,
    isProxied,
    recordType: transport === "rest" ? "json" : random.weighted({ protobuf: 3, json: 1 }),
    partition: random.pick(["key", "none"]),
    onReject: random.weighted({ function: 3, slow: 1, sink: 2, file: 2, throw: 2 }),
    options: drawOptions(random, kind),
    load: drawLoad(random),
    closesUnderFire: kind === "load" && random.chance(0.3),
    /** Which final answer ends a round that stops early; null for the signal of the producer. */
    stopBy: random.chance(0.4) ? null : random.below(5),
    strikes: drawStrikes(random, { kind, transport, seconds, isKilled, isProxied }),
    ingest: {
      rows: 2_000 + random.below(12_000),
      kills: random.between(1, 4),
      keys: random.between(1, 8),
      poison: random.pick([0, 2, 10]),
      pauseEvery: random.pick([5, 20, 50]),
      saveEveryMs: random.pick([0, 20, 300]),
      /** The whole is read again each time, and what was saved is passed over. */
      isIterable: random.chance(0.3),
    },
    emulatorSeed: random.below(1_000_000),
    loadSeed: random.below(2 ** 31),
  };
}

function drawOptions(random, kind) {
  const isQuick = kind !== "storm";
  return {
    batch: {
      maxRecords: random.pick([1, 7, 50, 300, 1_000]),
      maxBytes: random.pick([2_000, 50_000, 4_000_000]),
      lingerMs: random.pick([0, 1, 5, 20]),
    },
    inFlight: {
      maxBytes: random.pick([30_000, 300_000, 8_000_000]),
      maxRecords: random.pick([200, 3_000, 100_000]),
    },
    // A storm is met with what there is by default.
    retry: {
      budgetMs: 120_000,
      failingAfter: random.pick([1, 3, 5]),
      ...(isQuick ? { initialMs: random.pick([10, 30]), maxMs: random.pick([200, 800]) } : {}),
      ...(isQuick ? { openTimeoutMs: random.pick([600, 1_500]), ackTimeoutMs: random.pick([500, 1_200, 3_000]) } : {}),
    },
    ...(random.chance(0.2) ? { quota: { recordsPerSecond: 4_000 + random.below(6_000) } } : {}),
  };
}

function drawLoad(random) {
  return {
    callers: random.between(1, 6),
    keysPerCaller: random.between(1, 3),
    rows: random.pick([2_000, 8_000, 20_000, 60_000]),
    /** Whether they are spread over the round; as fast as may be otherwise. */
    isSpread: random.chance(0.8),
    padding: random.pick([0, 20, 200]),
    /** Sometimes a row is that much larger. */
    largePadding: random.pick([200, 5_000, 40_000]),
    poison: random.pick([0, 0, 3, 15, 40]),
    invalid: random.pick([0, 5, 30]),
    napMs: random.pick([0, 2, 20]),
  };
}
