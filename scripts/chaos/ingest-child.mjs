// A producer that reads a source and keeps its place in a file, in a process that may be killed at any moment.
//   node ingest-child.mjs '<json>'
import { deadLetterFile, fileCheckpoint, openProducer } from "../../dist/producer/index.js";
import { loadCodec } from "./codec.mjs";
import { openPatiently } from "./open-patiently.mjs";
import { rowsAfter } from "./source.mjs";
import { openTransports } from "./transports.mjs";

const given = JSON.parse(process.argv[2]);
const { plan, places, codecPath, checkpointPath, letterPath } = given;
const transports = await openTransports();
const codec = await loadCodec(codecPath);
const options = () => ({
  ...places,
  auth: { clientId: "chaos", clientSecret: "secret" },
  transport: transports[plan.transport](),
  recordType: plan.recordType,
  streams: plan.streams,
  ...(plan.partition === "key" ? { partitionBy: ({ key }) => key } : {}),
  ...plan.options,
  onReject: deadLetterFile(letterPath),
});
const producer = await openPatiently(() => openProducer(codec, options()));
const source = plan.ingest.isIterable ? rowsAfter(plan, null) : (after) => rowsAfter(plan, after);
const checkpoint = fileCheckpoint(checkpointPath);
const result = await producer.ingest(source, { checkpoint, saveEveryMs: plan.ingest.saveEveryMs });
await producer.close();
console.log(JSON.stringify({ result, stats: producer.stats(), peakRss: process.resourceUsage().maxRSS * 1_024 }));
