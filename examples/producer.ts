// Opens a producer, sends rows and waits until all of them are durable.
import { openAirQualityProducer } from "../generated/main/sensors/air_quality.js";
import { connection } from "./connection.js";

const producer = await openAirQualityProducer(connection);

for (let minute = 0; minute < 60; minute++) {
  // Resolves when there is room for the next row.
  await producer.send({
    device_name: "sensor-1",
    temp: 20 + (minute % 5),
    humidity: 55n,
    observed_at: new Date(Date.now() - minute * 60_000),
  });
}

await producer.flush();
console.log(`${producer.stats().rowsDurable} rows are durable`);
await producer.close();
