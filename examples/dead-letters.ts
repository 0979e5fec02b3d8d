// Rows that are wrong go to a file, and the others into the table.
import { deadLetterFile } from "gen-producers/producer";
import { openAirQualityProducer } from "../generated/main/sensors/air_quality.js";
import { connection } from "./connection.js";

const path = process.argv[2] ?? "rejected.ndjson";
const producer = await openAirQualityProducer({ ...connection, onReject: deadLetterFile(path) });

producer.on("reject", (rejection) => {
  const reason = rejection.kind === "invalid" ? rejection.issues[0]?.message : rejection.error.message;
  console.log(`${rejection.kind}: ${reason ?? ""}`);
});

await producer.send({ device_name: "sensor-1", battery_percent: 87, observed_at: new Date() });
// A TINYINT takes -128 to 127.
await producer.send({ device_name: "sensor-2", battery_percent: 870, observed_at: new Date() });
await producer.send({ device_name: "sensor-3", battery_percent: 52, observed_at: new Date() });
await producer.close();

const { rowsDurable, rowsInvalid, rowsRefused } = producer.stats();
console.log(`${rowsDurable} rows are durable, ${rowsInvalid + rowsRefused} in ${path}`);
