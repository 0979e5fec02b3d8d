import { RowRejectedError } from "gen-producers/producer";
import type { Producer, ProducerOptions } from "gen-producers/producer";
import { type AirQuality, openAirQualityProducer } from "./generated/main/sensors/air_quality.js";
import { openOrdersProducer } from "./imported/main/shop/orders.js";

type Place = Pick<ProducerOptions<AirQuality>, "endpoint" | "workspaceUrl" | "auth">;

/** How many rows became durable, and what is wrong with a row of another table. */
export async function produce(place: Place, rows: readonly AirQuality[]): Promise<{ durable: number; wrong: string }> {
  const producer: Producer<AirQuality> = await openAirQualityProducer({
    ...place,
    streams: 2,
    partitionBy: (row) => row.device_name,
  });
  try {
    for (const row of rows) await producer.send(row);
    const wrong = await sendWrong(producer);
    await producer.flush();
    return { durable: producer.stats().rowsDurable, wrong };
  } finally {
    await producer.close();
  }
}

async function sendWrong(producer: Producer<AirQuality>): Promise<string> {
  try {
    // @ts-expect-error a row of another table
    await producer.send({ order_id: 1n });
    return "accepted";
  } catch (error) {
    return error instanceof RowRejectedError ? error.issues.map(({ code }) => code).join() : "another error";
  }
}

/** Modules that import the runtime from the package open producers too. */
export async function refuseToOpen(): Promise<void> {
  // @ts-expect-error nothing that a producer needs
  await openOrdersProducer({});
}
