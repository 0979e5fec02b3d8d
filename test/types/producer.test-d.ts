import { expectTypeOf } from "vitest";
import { type AirQuality, airQuality, openAirQualityProducer } from "../../generated/main/sensors/air_quality.js";
import { type Orders, openOrdersProducer } from "../../generated/main/shop/orders.js";
import { openProducer, type Producer, type ProducerOptions, type Rejection } from "../../src/producer/index.js";
import type * as standIn from "../support/producer-types.js";

declare const orders: Orders;

const place = { endpoint: "https://1.zerobus.example.com", workspaceUrl: "https://example.com" };
const auth = { clientId: "id", clientSecret: "secret" };
const now = new Date();

expectTypeOf(openAirQualityProducer).toEqualTypeOf<
  (options: ProducerOptions<AirQuality>) => Promise<Producer<AirQuality>>
>();

// Endpoint, workspace and auth are enough; what rows decide is typed by them.
const producer = await openAirQualityProducer({ ...place, auth });
await openAirQualityProducer({
  ...place,
  auth: { token: () => Promise.resolve("t") },
  partitionBy: (row) => {
    expectTypeOf(row).toEqualTypeOf<AirQuality>();
    return row.device_name;
  },
  onReject: (rejection) => {
    expectTypeOf(rejection).toEqualTypeOf<Rejection>();
  },
});
// @ts-expect-error nobody can guess the endpoint
await openAirQualityProducer({ workspaceUrl: place.workspaceUrl, auth });
// @ts-expect-error no credentials
await openAirQualityProducer(place);
// @ts-expect-error rows of another table
await openAirQualityProducer({ ...place, auth, partitionBy: (row: Orders) => row.order_id });
// @ts-expect-error an option that does not exist
await openAirQualityProducer({ ...place, auth, maxRecords: 1 });

// Rows: as for encode.
await producer.send({ device_name: "sensor-1", observed_at: now, humidity: 55n });
await producer.sendMany([{ device_name: "sensor-1", observed_at: now }]);
await producer.post({ device_name: "sensor-1", observed_at: now, temp: null }).durable;
// @ts-expect-error a NOT NULL column is missing
await producer.send({ device_name: "sensor-1" });
// @ts-expect-error text is not a number
await producer.send({ device_name: "sensor-1", observed_at: now, temp: "21" });
// @ts-expect-error milliseconds
producer.post({ device_name: "sensor-1", observed_at: Date.now() });
// @ts-expect-error a row of another table
await producer.send(orders);
// @ts-expect-error one of the rows is none
await producer.sendMany([{ device_name: "sensor-1", observed_at: now }, { temp: 21 }]);
// @ts-expect-error a producer of another table
export const other: Producer<AirQuality> = await openOrdersProducer({ ...place, auth });

// The same by the table as a value, with either copy of the runtime.
expectTypeOf(await openProducer(airQuality, { ...place, auth })).toEqualTypeOf<Producer<AirQuality>>();

// What stands in for the package where modules are compiled without Node is what it has.
expectTypeOf<typeof standIn.openProducer>().toEqualTypeOf<typeof openProducer>();
