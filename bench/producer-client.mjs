/** One contestant of bench/producer.mjs, in a process of its own: told to run by messages, it answers with what that took. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { shapes } from "./producer-build.mjs";

const rowsToCycle = 20_000;
const batchSize = 1_000;
const officialPackage = "@databricks/zerobus-ingest-sdk-linux-x64-gnu";
const require = createRequire(import.meta.url);

const { variant, table, directory, target } = JSON.parse(process.argv[2]);
const { codec, rows: makeRows } = await import(pathToFileURL(path.join(directory, `${table}.mjs`)).href);
const rows = makeRows(rowsToCycle);

/**
 * How each contestant is opened: `run` sends rows until it is over, and resolves with their number once all are durable.
 * Each loads what it needs and nothing else.
 */
const contestants = {
  send: () => ours("grpc", sendEach),
  sendMany: () => ours("grpc", sendAll),
  "sdk-transport": () => ours("sdk", sendEach),
  "rest-transport": () => ours("rest", sendEach),
  "official-each": () => official(ingestEach),
  "official-batches": () => official(ingestBatches),
};

const transports = {
  grpc: async () => (await import("../dist/transport/grpc/grpc.js")).grpc(),
  sdk: async () => (await import("../dist/transport/sdk/sdk.js")).sdk(officialSdk()),
  rest: async () => (await import("../dist/transport/rest/rest.js")).rest(),
};

async function ours(transport, run) {
  const { openProducer } = await import("../dist/producer/index.js");
  const producer = await openProducer(codec, {
    // Sink and emulator take inserts by REST where they give out tokens.
    endpoint: transport === "rest" ? target.workspaceUrl : target.zerobusEndpoint,
    workspaceUrl: target.workspaceUrl,
    auth: { clientId: "bench", clientSecret: "bench" },
    transport: await transports[transport](),
    quota: false,
  });
  return { run: (isOver) => run(producer, isOver), close: () => producer.close() };
}

async function sendEach(producer, isOver) {
  for (let sent = 0; ;) {
    for (const row of rows) {
      if (sent % batchSize === 0 && isOver()) {
        await producer.flush();
        return sent;
      }
      await producer.send(row);
      sent++;
    }
  }
}

async function sendAll(producer, isOver) {
  const sent = await producer.sendMany(rowsUntil(isOver));
  await producer.flush();
  return sent;
}

function* rowsUntil(isOver) {
  for (let sent = 0; ;) {
    for (const row of rows) {
      if (sent % batchSize === 0 && isOver()) return;
      yield row;
      sent++;
    }
  }
}

function officialSdk() {
  // It goes through a proxy to loopback too, unless it is told not to.
  process.env.no_proxy = "127.0.0.1,localhost";
  return require(officialPackage).ZerobusSdk;
}

/** The official client as its README shows it, with messages that protobuf.js encodes. */
async function official(run) {
  const Message = messageClass();
  const messages = protobufMessages(Message);
  const client = new (officialSdk())(target.zerobusEndpoint, target.workspaceUrl);
  const properties = { tableName: codec.table.fullName, descriptorProto: codec.descriptor };
  const stream = await client.createStream(properties, "bench", "bench", { recordType: 1, recovery: true });
  const encode = (message) => Message.encode(message).finish();
  return { run: (isOver) => run(stream, { messages, encode }, isOver), close: () => stream.close() };
}

async function ingestEach(stream, { messages, encode }, isOver) {
  let last = -1n;
  for (let sent = 0; ;) {
    for (const message of messages) {
      if (sent % batchSize === 0 && isOver()) {
        await stream.waitForOffset(last);
        return sent;
      }
      last = await stream.ingestRecordOffset(encode(message));
      sent++;
    }
  }
}

async function ingestBatches(stream, { messages, encode }, isOver) {
  let last = -1n;
  for (let sent = 0; ;) {
    for (let from = 0; from < messages.length; from += batchSize) {
      if (sent > 0 && isOver()) {
        await stream.waitForOffset(last);
        return sent;
      }
      const batch = messages.slice(from, from + batchSize);
      last = await stream.ingestRecordsOffset(batch.map(encode));
      sent += batch.length;
    }
  }
}

function messageClass() {
  const namespaces = Object.values(require(path.join(directory, `${table}.cjs`)));
  const found = namespaces
    .map((namespace) => find(namespace, shapes[table].message))
    .find((type) => type !== undefined);
  if (found === undefined) throw new Error(`protobuf.js has no ${shapes[table].message}`);
  return found;
}

function find(namespace, name) {
  if (typeof namespace !== "object" || namespace === null) return undefined;
  if (namespace[name] !== undefined) return namespace[name];
  for (const inner of Object.values(namespace)) {
    const found = find(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same rows; int64 as numbers, which protobuf.js writes quickest. */
function protobufMessages(Message) {
  return rows.map((row, index) => {
    const bytes = codec.encode(row);
    const message = Message.create(asPlain(Message.decode(bytes)));
    if (Buffer.compare(Message.encode(message).finish(), bytes) === 0) return message;
    throw new Error(`${table}: protobuf.js writes row ${index} with other bytes`);
  });
}

function asPlain(value) {
  if (Array.isArray(value)) return value.map(asPlain);
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  if (typeof value.toNumber === "function") return value.toNumber();
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asPlain(item)]));
}

/** Seconds that the main thread could have run and had no core; Linux alone tells. */
function secondsWithoutCore() {
  try {
    return Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[1]) / 1e9;
  } catch {
    return 0;
  }
}

async function measure(contestant, seconds) {
  const waitedBefore = secondsWithoutCore();
  const startedCpu = process.cpuUsage();
  const started = performance.now();
  const sent = await contestant.run(() => performance.now() - started >= seconds * 1000);
  const elapsed = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(startedCpu);
  const waited = secondsWithoutCore() - waitedBefore;
  return {
    rows: sent,
    rate: sent / elapsed,
    freeRate: sent / (elapsed - waited),
    waiting: waited / elapsed,
    cpu: (user + system) / sent,
    memory: process.memoryUsage().rss,
  };
}

const contestant = await contestants[variant]();
process.on("message", async ({ seconds }) => {
  if (seconds !== undefined) {
    process.send(await measure(contestant, seconds));
    return;
  }
  await contestant.close();
  process.disconnect();
});
process.on("disconnect", () => process.exit());
process.send("ready");
