// An application that uses the generated modules. `npm run demo` generates them, compiles this file and runs it.
import type { ColumnInfo, Issue, TableCodec } from "../generated/runtime/index.js";
import { transactions } from "../generated/main/payments/transactions.js";
import { auditLog } from "../generated/main/platform/audit_log.js";
import { airQuality, validateAirQuality } from "../generated/main/sensors/air_quality.js";
import { orders } from "../generated/main/shop/orders.js";
import { vehicleTelemetry } from "../generated/main/fleet/vehicle_telemetry.js";
import { clickstream } from "../generated/main/web/clickstream.js";
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

/** What `validate` says about a row from outside that has something wrong with everything in it. */
export function checkBadRow(): readonly Issue[] {
  const fromOutside: unknown = JSON.parse(
    '{ "temp": 21.5, "humidity": "55", "observed_at": 1719820800000, "tmep": 21 }',
  );
  const result = validateAirQuality(fromOutside);
  return result.ok ? [] : result.issues;
}
