/** What goes over the wire is what the official client sends for the same rows. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { airQualityRow, orderRow, seededRandom, type Random } from "../../examples/rows.js";
import { airQuality } from "../../generated/main/sensors/air_quality.js";
import { orders } from "../../generated/main/shop/orders.js";
import { startEmulator, type Emulator } from "../../src/emulator/index.js";
import { openProducer, type ProducerCodec, type RecordType } from "../../src/producer/index.js";
import {
  officialClient,
  officialClientNote,
  officialRecordTypes,
  quickRecovery,
  type OfficialStream,
} from "../emulator/support/official-client.js";
import { exampleTables } from "../emulator/support/tables.js";

interface Codec<Row> extends ProducerCodec<Row> {
  readonly encode: (row: Row) => Uint8Array;
}

let emulator: Emulator;

beforeEach(async () => {
  const tables = exampleTables("air_quality.sql", "shop_orders.sql");
  emulator = await startEmulator({ tables, store: { kind: "none" }, record: true });
});

afterEach(() => emulator.close());

/** All requests since the last call, as hexadecimal digits, and the streams they came on. */
function newRequests(): readonly string[] {
  const requests = emulator.requests().slice(seen);
  seen += requests.length;
  expect(new Set(requests.map(({ streamId }) => streamId)).size).toBe(1);
  return requests.map(({ bytes }) => Buffer.from(bytes).toString("hex"));
}

let seen = 0;
beforeEach(() => {
  seen = 0;
});

/** Batches of rows, one after the other, by the producer. */
async function sendOurs<Row>(codec: Codec<Row>, batches: readonly Row[][], recordType: RecordType): Promise<void> {
  const producer = await openProducer(codec, {
    endpoint: emulator.zerobusEndpoint,
    workspaceUrl: emulator.workspaceUrl,
    auth: { clientId: "id", clientSecret: "secret" },
    recordType,
  });
  for (const batch of batches) {
    await producer.sendMany(batch);
    await producer.flush();
  }
  await producer.close();
}

/** The same by the official client, with records that are encoded row by row. */
async function sendOfficially<Row>(
  codec: Codec<Row>,
  batches: readonly Row[][],
  recordType: RecordType,
): Promise<void> {
  const sdk = new officialClient!.ZerobusSdk(emulator.zerobusEndpoint, emulator.workspaceUrl);
  const table = {
    tableName: codec.table.fullName,
    ...(recordType === "json" ? {} : { descriptorProto: codec.descriptor }),
  };
  const options = { ...quickRecovery, recordType: officialRecordTypes[recordType] };
  const stream: OfficialStream = await sdk.createStream(table, "id", "secret", options);
  const encode = (row: Row) => (recordType === "json" ? codec.toJson(row) : Buffer.from(codec.encode(row)));
  for (const batch of batches) {
    await stream.ingestRecordsOffset(batch.map(encode));
    await stream.flush();
  }
  await stream.close();
}

function rowsOf<Row>(make: (random: Random) => Row, count: number): Row[] {
  const random = seededRandom(count);
  return Array.from({ length: count }, () => make(random));
}

describe.skipIf(officialClient === null)(`the requests of a stream${officialClientNote}`, () => {
  const sizes = [1, 2, 130, 1_000, 1, 17];
  it.each<RecordType>(["protobuf", "json"])("are equal byte for byte, %s", async (recordType) => {
    await same(airQuality, (count) => rowsOf(airQualityRow, count), recordType);
    await same(orders, (count) => rowsOf(orderRow, count), recordType);
  });

  async function same<Row>(codec: Codec<Row>, make: (count: number) => Row[], recordType: RecordType): Promise<void> {
    const batches = sizes.map(make);
    await sendOfficially(codec, batches, recordType);
    const official = newRequests();
    await sendOurs(codec, batches, recordType);
    expect(newRequests()).toEqual(official);
    expect(official).toHaveLength(1 + sizes.length);
  }
});
