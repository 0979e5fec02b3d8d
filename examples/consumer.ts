// An application that uses the generated modules. `npm run demo` generates them, compiles this file and runs it.
import type { Producer, ProducerOptions } from "gen-producers/producer";
import type { ColumnInfo, Issue, TableCodec } from "../generated/runtime.js";
import { openVehicleTelemetryProducer, vehicleTelemetry } from "../generated/main/fleet/vehicle_telemetry.js";
import { openTransactionsProducer, transactions } from "../generated/main/payments/transactions.js";
import { auditLog, openAuditLogProducer } from "../generated/main/platform/audit_log.js";
import { airQuality, openAirQualityProducer, validateAirQuality } from "../generated/main/sensors/air_quality.js";
import { openOrdersProducer, orders } from "../generated/main/shop/orders.js";
import { clickstream, openClickstreamProducer } from "../generated/main/web/clickstream.js";
import * as make from "./rows.js";

/** Rows of one table, and their bytes as they would go to the service. */
export interface Batch {
  readonly table: string;
  readonly columns: readonly ColumnInfo[];
  /** What a stream of the table is opened with, base64. */
  readonly descriptor: string;
  readonly rows: readonly object[];
  readonly records: readonly Uint8Array[];
  /** Milliseconds that encoding took. */
  readonly elapsed: number;
}

/** Encodes `count` seeded rows of each sample table. `clock` gives milliseconds. */
export function encodeBatches(count: number, clock: () => number): Batch[] {
  return [
    batch(airQuality, make.airQualityRow, count, clock),
    batch(orders, make.orderRow, count, clock),
    batch(transactions, make.transactionRow, count, clock),
    batch(vehicleTelemetry, make.telemetryRow, count, clock),
    batch(clickstream, make.clickRow, count, clock),
    batch(auditLog, make.auditRow, count, clock),
  ];
}

function batch<Row extends object>(
  codec: TableCodec<Row>,
  makeRow: (random: make.Random) => Row,
  count: number,
  clock: () => number,
): Batch {
  const random = make.seededRandom(42);
  const rows = Array.from({ length: count }, () => makeRow(random));
  const started = clock();
  const records = rows.map((row) => codec.encode(row));
  const elapsed = clock() - started;
  return { table: codec.table.fullName, columns: codec.columns, descriptor: codec.descriptor, rows, records, elapsed };
}

/** Rows of one table that a producer has sent. */
export interface Sent {
  readonly table: string;
  /** Rows that are durable. */
  readonly rows: number;
  /** Milliseconds from the first row until all were durable. */
  readonly elapsed: number;
}

/** Where producers send to. */
export type Service = Pick<ProducerOptions<never>, "endpoint" | "workspaceUrl" | "auth">;

/** Sends `count` seeded rows to each sample table, one table after the other. `clock` gives milliseconds. */
export async function* sendRows(count: number, service: Service, clock: () => number): AsyncGenerator<Sent> {
  yield send(openAirQualityProducer(service), make.airQualityRow, count, clock);
  yield send(openOrdersProducer(service), make.orderRow, count, clock);
  yield send(openTransactionsProducer(service), make.transactionRow, count, clock);
  yield send(openVehicleTelemetryProducer(service), make.telemetryRow, count, clock);
  yield send(openClickstreamProducer(service), make.clickRow, count, clock);
  yield send(openAuditLogProducer(service), make.auditRow, count, clock);
}

async function send<Row>(
  opening: Promise<Producer<Row>>,
  makeRow: (random: make.Random) => Row,
  count: number,
  clock: () => number,
): Promise<Sent> {
  const random = make.seededRandom(42);
  const rows = Array.from({ length: count }, () => makeRow(random));
  const producer = await opening;
  const started = clock();
  await producer.sendMany(rows);
  await producer.flush();
  const elapsed = clock() - started;
  await producer.close();
  return { table: producer.table, rows: producer.stats().rowsDurable, elapsed };
}

/** What `validate` says about a row from outside that has something wrong with everything in it. */
export function checkBadRow(): readonly Issue[] {
  const fromOutside: unknown = JSON.parse(
    '{ "temp": 21.5, "humidity": "55", "observed_at": 1719820800000, "tmep": 21 }',
  );
  const result = validateAirQuality(fromOutside);
  return result.ok ? [] : result.issues;
}
