// Rows as an application would build them, from a seed so that every run has the same ones.
import { rawJson } from "../generated/runtime.js";
import type { Transactions } from "../generated/main/payments/transactions.js";
import type { AuditLog } from "../generated/main/platform/audit_log.js";
import type { AirQuality } from "../generated/main/sensors/air_quality.js";
import type { Orders } from "../generated/main/shop/orders.js";
import type { VehicleTelemetry } from "../generated/main/fleet/vehicle_telemetry.js";
import type { Clickstream } from "../generated/main/web/clickstream.js";

/** Numbers in [0, 1). */
export type Random = () => number;

const firstMoment = Date.UTC(2024, 6, 1);

/** The mulberry32 generator: small, quick, and the same on every machine. */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function airQualityRow(random: Random): AirQuality {
  return {
    device_name: `sensor-${between(random, 1, 500)}`,
    temp: between(random, -20, 40),
    humidity: random() < 0.9 ? between(random, 0, 100) : null,
    pm2_5: random() * 80,
    battery_percent: between(random, 0, 100),
    observed_at: moment(random),
  };
}

export function orderRow(random: Random): Orders {
  const lines = between(random, 1, 5);
  return {
    order_id: BigInt(between(random, 1, 1_000_000)),
    customer_id: between(random, 1, 50_000),
    status: pick(random, ["placed", "paid", "shipped", "delivered"]),
    currency: pick(random, ["EUR", "GBP", "CHF"]),
    net_total: cents(random, 500_000),
    tax_total: cents(random, 90_000),
    shipping_address: { name: "Zoë Müller", street: "Rue de l'Été 7", city: "Genève", country: "CH" },
    items: Array.from({ length: lines }, (_, index) => ({
      line_no: index + 1,
      sku: `SKU-${between(random, 1000, 9999)}`,
      quantity: between(random, 1, 9),
      unit_price: cents(random, 20_000),
      discounts: random() < 0.3 ? [{ code: "SUMMER", amount: "-1.50" }] : null,
    })),
    attributes: { channel: "web", campaign: pick(random, ["none", "🌞 summer", "newsletter"]) },
    ordered_at: moment(random),
    requested_delivery: "2024-07-15",
  };
}

export function transactionRow(random: Random): Transactions {
  return {
    transaction_id: `01J${between(random, 100_000, 999_999)}`,
    merchant_id: "MERCHANT0042",
    amount: `${between(random, 1, 999_999_999)}.000000000000000001`,
    currency: "EUR",
    kind: pick(random, ["charge", "refund"]),
    card: random() < 0.7 ? { brand: "visa", last4: "0042", expiry: new Date(Date.UTC(2028, 4, 1)) } : null,
    risk_score: random(),
    risk_signals: random() < 0.1 ? ["velocity", "geo"] : [],
    signature: Uint8Array.from({ length: 64 }, () => between(random, 0, 255)),
    authorised_at: moment(random),
  };
}

export function telemetryRow(random: Random): VehicleTelemetry {
  const cells = Array.from({ length: 8 }, (_, id) => ({ id, millivolts: between(random, 3000, 4200) }));
  const tyre = { pressure_kpa: between(random, 180, 320), wear: { depth_mm: 5.5, checked_on: "2024-06-01" } };
  return {
    vin: "WVWZZZ1JZXW000042",
    sequence: BigInt(between(random, 0, 1_000_000)) << 24n,
    position: { fix: { latitude: random() * 180 - 90, longitude: random() * 360 - 180, accuracy_m: 3 } },
    powertrain: { speed_kmh: random() * 120, battery: { state_of_charge: random() * 100, cells } },
    tyres: { front_left: tyre, front_right: tyre },
    can_signals: new Map([
      [291, random()],
      [1042, random()],
    ]),
    trips: [{ trip_id: "T-1", stops: [{ depot: "Nord", parcels: [1n, 2n, 3n] }], driver: { badge: "4711" } }],
    recorded_at: moment(random),
  };
}

export function clickRow(random: Random): Clickstream {
  return {
    hit_id: between(random, 0, 2 ** 30).toString(16),
    anonymous_id: `a-${between(random, 1, 9999)}`,
    event_name: pick(random, ["page_view", "add_to_cart", "search"]),
    page_url: "https://shop.example/süß?q=éclair",
    properties: { title: "Süßes", empty: "" },
    metrics: { lcp_ms: random() * 4000, cls: 0 },
    product_prices: new Map([[BigInt(between(random, 1, 99)), cents(random, 10_000)]]),
    viewport: { width: 1280, height: 720 },
    languages: ["de-CH", "fr"],
    is_bot: false,
    client_time: "2024-07-01T09:30:00.25",
    received_at: moment(random),
  };
}

export function auditRow(random: Random): AuditLog {
  return {
    entry_id: `e-${between(random, 1, 1_000_000)}`,
    actor: { kind: "user", id: "u-17", ip_address: "192.0.2.17" },
    action: "role.grant",
    resource: "workspace/4",
    before: null,
    after: { role: pick(random, ["reader", "owner"]), expires: null, quotas: [1, 2.5, -3] },
    request: rawJson('{"role":"owner"}'),
    allowed: random() < 0.95,
    at: moment(random),
  };
}

function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[between(random, 0, items.length - 1)] ?? items[0];
}

/** A decimal with two fraction digits, from an amount in hundredths. */
function cents(random: Random, limit: number): string {
  return (between(random, 0, limit) / 100).toFixed(2);
}

function moment(random: Random): Date {
  return new Date(firstMoment + between(random, 0, 86_400_000));
}
