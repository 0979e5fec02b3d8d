import type { CustomerFeatures } from "../../generated/main/ml/customer_features.js";
import type { Customers } from "../../generated/main/crm/customers.js";
import type { MeterReadings } from "../../generated/main/energy/meter_readings.js";
import type { VehicleTelemetry } from "../../generated/main/fleet/vehicle_telemetry.js";
import type { Transactions } from "../../generated/main/payments/transactions.js";
import type { AuditLog } from "../../generated/main/platform/audit_log.js";
import type { EventLog } from "../../generated/main/platform/event_log.js";
import { type AirQuality, encodeAirQuality } from "../../generated/main/sensors/air_quality.js";
import type { Orders, OrdersItems } from "../../generated/main/shop/orders.js";
import type { Clickstream } from "../../generated/main/web/clickstream.js";

const now = new Date();

// NOT NULL columns are enough; a nullable one may be absent, undefined or null.
encodeAirQuality({ device_name: "sensor-1", observed_at: now });
encodeAirQuality({ device_name: "sensor-1", observed_at: now, temp: undefined, humidity: null });
// @ts-expect-error a NOT NULL column is missing
encodeAirQuality({ device_name: "sensor-1" });
// @ts-expect-error a NOT NULL column is null
encodeAirQuality({ device_name: null, observed_at: now });
// @ts-expect-error a column the table does not have
encodeAirQuality({ device_name: "sensor-1", observed_at: now, tmp: 21 });
// @ts-expect-error text is not a number
encodeAirQuality({ device_name: "sensor-1", observed_at: now, temp: "21" });

// BIGINT: both kinds of number. INT: only number.
export const big: AirQuality = { device_name: "s", observed_at: now, humidity: 55n };
export const small: AirQuality = { device_name: "s", observed_at: now, humidity: 55 };
// @ts-expect-error INT takes no bigint
export const int: AirQuality = { device_name: "s", observed_at: now, temp: 21n };

// TIMESTAMP: no number, because nobody can tell its unit.
export const micros: AirQuality = { device_name: "s", observed_at: 1_700_000_000_000_000n };
export const instant: AirQuality = { device_name: "s", observed_at: { epochNanoseconds: 1_700_000_000_000_000_000n } };
// @ts-expect-error milliseconds are the classic bug
export const millis: AirQuality = { device_name: "s", observed_at: Date.now() };
// @ts-expect-error an instant has no text form here
export const text: AirQuality = { device_name: "s", observed_at: "2024-07-01T00:00:00Z" };

// TIMESTAMP_NTZ takes local text; DATE takes a Date, text or days.
type Interval = Pick<MeterReadings, "interval_start" | "billing_day">;
export const local: Interval = { interval_start: "2024-07-01T00:15:00", billing_day: "2024-07-01" };
export const dates: Interval = { interval_start: now, billing_day: now };
export const days: Interval = { interval_start: 0n, billing_day: 19_905 };

// DECIMAL: text keeps every digit, numbers are allowed.
export const amounts: readonly Transactions["amount"][] = ["0.000000000000000001", 12.5, 12n];
// @ts-expect-error BINARY is bytes
export const signature: Pick<Transactions, "signature"> = { signature: "c2lnbmF0dXJl" };
export const bytes: Pick<EventLog, "trace_id"> = { trace_id: new Uint8Array(16) };

// Structs and arrays, as deep as the table has them; readonly input is welcome.
const item = { line_no: 1, sku: "A-1", quantity: 2, unit_price: "9.99" } as const satisfies OrdersItems;
export const items: Pick<Orders, "items"> = { items: [item] as const };
// @ts-expect-error a NOT NULL field of a struct in an array is missing
export const lines: Pick<Orders, "items"> = { items: [{ line_no: 1, sku: "A-1", quantity: 2 }] };
export const tyres: Pick<VehicleTelemetry, "tyres"> = { tyres: { front_left: { wear: { depth_mm: 4.2 } } } };
// @ts-expect-error a list has no null elements
export const codes: Pick<Clickstream, "languages"> = { languages: ["de", null] };

// MAP: string keys also as a plain object, every other key type as a Map.
export const asObject: Pick<Clickstream, "metrics"> = { metrics: { lcp_ms: 1800 } };
export const asMap: Pick<Clickstream, "metrics"> = { metrics: new Map([["lcp_ms", 1800]]) };
export const byProduct: Pick<Clickstream, "product_prices"> = { product_prices: new Map([[17n, "9.99"]]) };
// @ts-expect-error a BIGINT key is not a property name
export const byName: Pick<Clickstream, "product_prices"> = { product_prices: { 17: "9.99" } };

// VARIANT: any JSON value, also one with an interface as its type.
interface Document {
  readonly title: string;
  readonly tags: readonly string[];
}
declare const document: Document;
export const variants: Pick<AuditLog, "before" | "after"> = {
  before: document,
  after: [1, "two", null, { three: true }],
};

// A column the service does not fill is not part of the row.
// @ts-expect-error GENERATED ALWAYS AS IDENTITY
export const identity: Pick<Customers, "customer_key"> = {};

// 200 columns are no burden: still a plain interface.
export const wide: Partial<CustomerFeatures> = { order_count_1h: 3, taste_embedding: new Array<number>(64) };
