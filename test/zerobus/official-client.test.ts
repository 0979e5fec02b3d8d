import { describe, expect, it } from "vitest";
import { decodeRequest, encodeRequest, type RecordType, type StreamRequest } from "../../src/zerobus/messages.js";
import { ephemeralStreamPath, metadataKeys } from "../../src/zerobus/names.js";
import { airQuality } from "../../generated/main/sensors/air_quality.js";
import {
  officialClient,
  officialClientNote,
  officialRecordTypes,
  type OfficialStream,
} from "../emulator/support/official-client.js";
import { type RecordedCall, recordingServer } from "./recording-server.js";

const tableName = airQuality.table.fullName;
const descriptor = Uint8Array.from(Buffer.from(airQuality.descriptor, "base64"));

/** What the client sends while it is used so. */
async function recorded(recordType: RecordType, use: (stream: OfficialStream) => Promise<void>): Promise<RecordedCall> {
  const server = await recordingServer(ephemeralStreamPath);
  const sdk = new officialClient!.ZerobusSdk(server.zerobusEndpoint, server.workspaceUrl);
  const table = recordType === "json" ? { tableName } : { tableName, descriptorProto: airQuality.descriptor };
  const options = { recordType: officialRecordTypes[recordType], recovery: false };
  const stream = await sdk.createStream(table, "id", "secret", options);
  await use(stream);
  await stream.flush();
  await stream.close();
  expect(server.calls).toHaveLength(1);
  return server.calls[0]!;
}

function created(recordType: RecordType): StreamRequest {
  return { kind: "create", tableName, descriptor: recordType === "json" ? null : descriptor, recordType };
}

/** One request for each list of records; a batch of one is sent as that record. */
function recordsRequests(recordType: RecordType, lists: readonly (readonly Uint8Array[])[]): readonly StreamRequest[] {
  return lists.map((records, offset) => {
    return { kind: "records", offset: BigInt(offset), recordType, records, isBatch: records.length > 1 };
  });
}

function expectSame(call: RecordedCall, requests: readonly StreamRequest[]): void {
  expect(call.requests.map(decodeRequest)).toEqual(requests);
  expect(call.requests).toEqual(requests.map(encodeRequest));
}

const filled = (size: number) => new Uint8Array(size).fill(size);
const utf8 = (text: string) => new TextEncoder().encode(text);

/** Around the lengths whose varints grow by a byte. */
const records = [0, 1, 47, 48, 127, 128, 600, 16_383, 16_384].map(filled);
const texts = ["{}", '{"device_name":"Gerät 1","temp":22}', `{"device_name":"${"x".repeat(20_000)}"}`];

describe("the official client sends these bytes", () => {
  it.skipIf(officialClient === null)(`single records of protobuf${officialClientNote}`, async () => {
    const call = await recorded("protobuf", async (stream) => {
      for (const record of records) await stream.ingestRecordOffset(Buffer.from(record));
    });
    const lists = records.map((record) => [record]);
    expectSame(call, [created("protobuf"), ...recordsRequests("protobuf", lists)]);
  });

  it.skipIf(officialClient === null)(`200 records, so that offsets need two bytes${officialClientNote}`, async () => {
    const many = Array.from({ length: 200 }, (_, index) => filled(index));
    const call = await recorded("protobuf", async (stream) => {
      for (const record of many) await stream.ingestRecordOffset(Buffer.from(record));
    });
    const lists = many.map((record) => [record]);
    expectSame(call, [created("protobuf"), ...recordsRequests("protobuf", lists)]);
  });

  it.skipIf(officialClient === null)(`batches of protobuf${officialClientNote}`, async () => {
    const lists = [records.slice(0, 1), records, Array.from({ length: 1000 }, () => filled(60))];
    const call = await recorded("protobuf", async (stream) => {
      for (const list of lists) await stream.ingestRecordsOffset(list.map((record) => Buffer.from(record)));
    });
    expectSame(call, [created("protobuf"), ...recordsRequests("protobuf", lists)]);
  });

  it.skipIf(officialClient === null)(`single records of JSON${officialClientNote}`, async () => {
    const call = await recorded("json", async (stream) => {
      for (const text of texts) await stream.ingestRecordOffset(text);
    });
    const lists = texts.map((text) => [utf8(text)]);
    expectSame(call, [created("json"), ...recordsRequests("json", lists)]);
  });

  it.skipIf(officialClient === null)(`batches of JSON${officialClientNote}`, async () => {
    const lists = [texts.slice(0, 1), texts];
    const call = await recorded("json", async (stream) => {
      for (const list of lists) await stream.ingestRecordsOffset(list);
    });
    const requests = recordsRequests(
      "json",
      lists.map((list) => list.map(utf8)),
    );
    expectSame(call, [created("json"), ...requests]);
  });

  it.skipIf(officialClient === null)(`objects as JSON, their keys in order${officialClientNote}`, async () => {
    const call = await recorded("json", async (stream) => {
      await stream.ingestRecordOffset({ temp: 22, device_name: "a\u00e4\n", nested: [null, true, 0.5] });
    });
    const text = '{"temp":22,"device_name":"aä\\n","nested":[null,true,0.5]}';
    expectSame(call, [created("json"), ...recordsRequests("json", [[utf8(text)]])]);
  });

  it.skipIf(officialClient === null)(`nothing for a batch of no records${officialClientNote}`, async () => {
    const call = await recorded("protobuf", async (stream) => {
      expect(await stream.ingestRecordsOffset([])).toBeNull();
    });
    expectSame(call, [created("protobuf")]);
  });

  it.skipIf(officialClient === null)(`the call's path and metadata${officialClientNote}`, async () => {
    const { path, metadata } = await recorded("protobuf", async (stream) => {
      await stream.ingestRecordOffset(Buffer.from(filled(1)));
    });
    expect(path).toBe(ephemeralStreamPath);
    expect(metadata).toMatchObject({
      [metadataKeys.authorization]: "Bearer a-token",
      [metadataKeys.tableName]: tableName,
    });
    expect(metadata[metadataKeys.userAgent]).toMatch(/zerobus/i);
  });
});
