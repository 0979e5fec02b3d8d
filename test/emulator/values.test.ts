import process from "node:process";
import { expect, it } from "vitest";
import { orders, type Orders } from "../../generated/main/shop/orders.js";
import {
  officialClient,
  officialClientNote,
  officialRecordTypes,
  type OfficialStream,
} from "./support/official-client.js";
import { withEmulator } from "./support/run-emulator.js";
import { exampleTables } from "./support/tables.js";

const tableName = orders.table.fullName;

/** EMULATOR_ROWS=100000 sends as many rows as the service takes of a stream in a second. */
const rowCount = Number(process.env["EMULATOR_ROWS"] ?? 2_000);
const batchSize = 500;

const startMicros = 1_700_000_000_000_000n;

/** An order of which every part depends on the index. */
function order(index: number): Orders {
  const isBare = index % 7 === 0;
  return {
    order_id: BigInt(index) * 90_071_992_547n,
    customer_id: -index,
    status: ["placed", "paid", "abgeschickt ✓"][index % 3]!,
    currency: "EUR",
    net_total: money(index * 101),
    tax_total: money(-index),
    shipping_total: isBare ? null : "4.90",
    shipping_address: isBare ? null : address(index),
    items: Array.from({ length: index % 4 }, (_, line) => item(index, line)),
    attributes: isBare ? null : new Map([[`key ${index}`, "ä"], ["constructor", ""]]), // prettier-ignore
    ordered_at: startMicros + BigInt(index) * 1_000_003n,
    requested_delivery: isBare ? null : index % 20_000,
  };
}

function address(index: number) {
  return { name: `Name ${index}`, street: "Straße", postal_code: index % 2 ? "01234" : null, city: "", country: "DE" };
}

function item(index: number, line: number) {
  const discounts = Array.from({ length: line }, (_, each) => ({ code: `c${each}`, amount: money(each) }));
  return { line_no: line + 1, sku: `sku-${index}`, title: null, quantity: index, unit_price: money(line), discounts };
}

function money(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The order as the emulator tells it: columns in order, 64-bit integers and decimals as text, instants to the microsecond. */
function told(index: number): readonly unknown[] {
  const row = order(index);
  return [
    String(row.order_id),
    String(row.customer_id),
    row.status,
    row.currency,
    row.net_total,
    row.tax_total,
    row.shipping_total,
    row.shipping_address,
    row.items,
    row.attributes instanceof Map ? Object.fromEntries(row.attributes) : {},
    instant(startMicros + BigInt(index) * 1_000_003n),
    typeof row.requested_delivery === "number" ? day(row.requested_delivery) : null,
  ];
}

function instant(micros: bigint): string {
  const seconds = new Date(Number(micros / 1_000_000n) * 1_000).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1_000_000n).padStart(6, "0")}Z`;
}

function day(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

async function send(stream: OfficialStream, encode: (row: Orders) => Buffer | string): Promise<void> {
  for (let from = 0; from < rowCount; from += batchSize) {
    const size = Math.min(batchSize, rowCount - from);
    await stream.ingestRecordsOffset(Array.from({ length: size }, (_, index) => encode(order(from + index))));
  }
  await stream.close();
}

it.skipIf(officialClient === null).each([
  ["protobuf", officialRecordTypes.protobuf, (row: Orders) => Buffer.from(orders.encode(row))],
  ["JSON", officialRecordTypes.json, orders.toJson],
] as const)(
  `stores ${rowCount} nested rows of %s as they were sent${officialClientNote}`,
  async (_, recordType, encode) => {
    await withEmulator({ tables: exampleTables("shop_orders.sql") }, async (emulator) => {
      const sdk = new officialClient!.ZerobusSdk(emulator.zerobusEndpoint, emulator.workspaceUrl);
      const table = { tableName, descriptorProto: orders.descriptor };
      await send(await sdk.createStream(table, "id", "secret", { recordType }), encode);
      const { rows } = await emulator.query(`SELECT * FROM ${tableName} ORDER BY order_id`);
      expect(rows).toHaveLength(rowCount);
      const different = rows.findIndex((row, index) => JSON.stringify(row) !== JSON.stringify(told(index)));
      // One comparison per row is quick; what differs is shown by the one after it.
      expect(rows[different]).toEqual(different === -1 ? undefined : told(different));
    });
  },
);
