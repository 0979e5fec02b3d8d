import { status } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { airQuality } from "../../generated/main/sensors/air_quality.js";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/index.js";
import type { StreamRequest } from "../../src/zerobus/messages.js";
import { ingestToken, RawClient, requestToken, type RawStream } from "./support/raw-client.js";
import { until, values } from "./support/run-emulator.js";
import { ddlTables, exampleTables } from "./support/tables.js";

const tableName = airQuality.table.fullName;
const descriptor = Buffer.from(airQuality.descriptor, "base64");
const tables = [
  ...exampleTables("air_quality.sql"),
  ...ddlTables("CREATE TABLE main.lake.files (id INT) USING PARQUET; CREATE TABLE main.lake.narrow (id INT NOT NULL)"),
];

const create: StreamRequest = { kind: "create", tableName, descriptor, recordType: "protobuf" };

function row(temp: number): Uint8Array {
  return airQuality.encode({ device_name: "station", temp, observed_at: new Date(1_700_000_000_000) });
}

function batch(offset: number, ...temps: readonly number[]): StreamRequest {
  const records = temps.map(row);
  return { kind: "records", offset: BigInt(offset), recordType: "protobuf", records, isBatch: true };
}

describe("streams of a client by grpc-js alone", () => {
  let emulator: Emulator;
  let client: RawClient;

  async function start(options: Partial<EmulatorOptions> = {}): Promise<void> {
    emulator = await startEmulator({ tables, store: { kind: "memory" }, ...options });
    client = new RawClient(emulator.zerobusEndpoint);
  }

  async function stop(): Promise<void> {
    client.close();
    await emulator.close();
  }

  /** Another emulator in the place of the one there is. */
  async function restart(options: Partial<EmulatorOptions>): Promise<void> {
    await stop();
    await start(options);
  }

  /** A stream that is created. */
  async function open(): Promise<RawStream> {
    const stream = client.open({ token: await ingestToken(emulator.workspaceUrl, tableName), tableName });
    stream.send(create);
    expect(await stream.next()).toMatchObject({ kind: "created" });
    return stream;
  }

  beforeEach(() => start());
  afterEach(stop);

  it("stores what it acknowledges, in order, and ends OK after the last acknowledgement", async () => {
    const stream = await open();
    for (let offset = 0; offset < 50; offset++) stream.send(batch(offset, offset, offset + 1_000));
    await stream.acked(0n);
    stream.send(batch(50, 50));
    stream.halfClose();
    expect(await stream.acked(50n)).toBe(50n);
    expect(await stream.ended).toEqual({ code: status.OK, details: "OK" });
    const temps = await values(emulator, `SELECT temp FROM ${tableName}`);
    expect(temps).toEqual([...Array.from({ length: 50 }, (_, offset) => [offset, offset + 1_000]).flat(), 50]);
    expect(emulator.stats().tables[0]).toMatchObject({ name: tableName, rows: 101, batches: 51, rejects: 0 });
  });

  it("has a row in the store by the time its acknowledgement is there", async () => {
    const stream = await open();
    for (let offset = 0; offset < 20; offset++) {
      stream.send(batch(offset, offset));
      await stream.acked(BigInt(offset));
      expect(await values(emulator, `SELECT count(*) FROM ${tableName}`)).toEqual([String(offset + 1)]);
    }
  });

  it("takes JSON, and a stream without a record type but with a descriptor as protobuf", async () => {
    const json = client.open({ token: await ingestToken(emulator.workspaceUrl, tableName), tableName });
    json.send({ kind: "create", tableName, descriptor: null, recordType: "json" });
    await json.next();
    const text = airQuality.toJson({ device_name: "json", observed_at: new Date(0) });
    json.send({ kind: "records", offset: 0n, recordType: "json", records: [Buffer.from(text)], isBatch: false });
    await json.acked(0n);
    const stream = client.open({ token: await ingestToken(emulator.workspaceUrl, tableName), tableName });
    stream.send({ ...create, recordType: null });
    await stream.next();
    stream.send(batch(0, 1));
    await stream.acked(0n);
    expect(await values(emulator, `SELECT device_name FROM ${tableName}`)).toEqual(["json", "station"]);
  });

  it("stores none of a batch with one bad record, and says which record, column and rule", async () => {
    const stream = await open();
    stream.send(batch(0, 1));
    const bad = Buffer.concat([row(2), Buffer.from([56, 200, 1])]);
    const records = [row(3), row(4), bad];
    stream.send({ kind: "records", offset: 1n, recordType: "protobuf", records, isBatch: true });
    expect(await stream.acked(0n)).toBe(0n);
    const { code, details } = await stream.ended;
    expect(code).toBe(status.INVALID_ARGUMENT);
    expect(details).toMatch(/^Error 4044: Record 2 of offset 1, column battery_percent breaks the rule range: /);
    expect(await values(emulator, `SELECT temp FROM ${tableName}`)).toEqual([1]);
    expect(emulator.rejections()).toMatchObject([
      { kind: "record", table: tableName, status: "INVALID_ARGUMENT", rule: "range", offset: 1, index: 2 },
    ]);
    expect(emulator.rejections()[0]?.record).toBe(bad.toString("base64"));
  });

  const wrong = { kind: "records", recordType: "protobuf", isBatch: false } as const;
  it.each<[name: string, requests: readonly StreamRequest[], details: RegExp]>([
    ["an offset that is skipped", [create, batch(0, 1), batch(2, 1)], /^Error 4002: Offset 2 does not follow: 1 was/],
    ["a first offset that is not 0", [create, batch(1, 1)], /^Error 4002: Offset 1 does not follow: 0 was expected/],
    ["an offset again", [create, batch(0, 1), batch(0, 1)], /^Error 4002: Offset 0 /],
    ["records before create_stream", [batch(0, 1)], /first message of a stream must be create_stream/],
    ["create_stream twice", [create, create], /created already/],
    ["JSON on a protobuf stream", [create, { ...wrong, offset: 0n, recordType: "json", records: [row(1)] }], /is json/],
    [
      "bytes that are no record",
      [create, { ...wrong, offset: 0n, records: [Buffer.of(255)] }],
      /^Error 4044: Record 0/,
    ],
    [
      "another table than the metadata",
      [{ ...create, tableName: "main.lake.narrow" }],
      /is main.sensors.air_quality, the stream is for main.lake.narrow/,
    ],
    ["no record type and no descriptor", [{ ...create, recordType: null, descriptor: null }], /neither a record type/],
    [
      "a descriptor of nothing",
      [{ ...create, descriptor: Buffer.of(255, 255) }],
      /^Error 4033: The schema does not fit/,
    ],
  ])("refuses %s with INVALID_ARGUMENT", async (_name, requests, details) => {
    const stream = client.open({ token: await ingestToken(emulator.workspaceUrl, tableName), tableName });
    for (const request of requests) stream.send(request);
    const end = await stream.ended;
    expect(end.details).toMatch(details);
    expect(end.code).toBe(status.INVALID_ARGUMENT);
  });

  it("refuses bytes that are no message", async () => {
    const stream = client.open({ token: await ingestToken(emulator.workspaceUrl, tableName), tableName });
    stream.sendBytes(Buffer.of(255, 255, 255));
    expect(await stream.ended).toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  it("names every refusal of a descriptor", async () => {
    const name = "main.lake.narrow";
    const stream = client.open({ token: await ingestToken(emulator.workspaceUrl, name), tableName: name });
    stream.send({ ...create, tableName: name });
    const { code, details } = await stream.ended;
    expect(code).toBe(status.INVALID_ARGUMENT);
    for (const column of ["device_name", "temp", "humidity", "observed_at", "id"]) expect(details).toContain(column);
    expect(emulator.rejections().length).toBeGreaterThan(4);
  });

  it("asks for a token of the token endpoint, for writes, with grants on the table itself", async () => {
    const url = emulator.workspaceUrl;
    const end = async (token: string | null) => {
      const stream = client.open({ token, tableName });
      stream.send(create);
      return stream.ended;
    };
    expect(await end(null)).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(await end("made-up")).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(await end(await requestToken(url))).toMatchObject({ code: status.PERMISSION_DENIED });
    const lacking = await end(await ingestToken(url, tableName, ["ALL PRIVILEGES", "SELECT"]));
    expect(lacking).toMatchObject({ code: status.PERMISSION_DENIED });
    expect(lacking.details).toMatch(/^Error 4024: .* lacks MODIFY for the table main\.sensors\.air_quality\. /);
    const elsewhere = await end(await ingestToken(url, "main.sensors.device_status"));
    expect(elsewhere.details).toContain("lacks SELECT, MODIFY");
    emulator.inject({ kind: "expire_tokens" });
    const token = await ingestToken(url, tableName);
    emulator.inject({ kind: "expire_tokens" });
    expect(await end(token)).toMatchObject({ code: status.UNAUTHENTICATED, details: "The token has expired." });
    expect(JSON.stringify([emulator.rejections(), emulator.stats()])).not.toContain(token);
  });

  it("denies tables by an option, and takes any token by another", async () => {
    await restart({ deniedTables: [tableName.toUpperCase()], tokens: "any" });
    const denied = client.open({ token: "any", tableName });
    denied.send(create);
    expect((await denied.ended).details).toMatch(/^Error 4024: /);
    await restart({ tokens: "any" });
    const taken = client.open({ token: "any", tableName });
    taken.send(create);
    expect(await taken.next()).toMatchObject({ kind: "created" });
  });

  it.each([
    ["NOT_FOUND for a table that is not there", "main.lake.nowhere", status.NOT_FOUND],
    ["FAILED_PRECONDITION for a table the service does not write to", "main.lake.files", status.FAILED_PRECONDITION],
  ])("answers %s", async (_name, name, code) => {
    const stream = client.open({ token: await ingestToken(emulator.workspaceUrl, name), tableName: name });
    stream.send({ ...create, tableName: name });
    expect(await stream.ended).toMatchObject({ code });
  });

  it("answers UNIMPLEMENTED for other methods", async () => {
    const stream = client.open({ token: "any", tableName }, "/databricks.zerobus.Zerobus/PersistentStream");
    expect(await stream.ended).toMatchObject({ code: status.UNIMPLEMENTED });
  });

  it("holds a stream to the quotas where they are asked for", async () => {
    await restart({ quotas: true, store: { kind: "none" } });
    const stream = await open();
    const thousand = Array.from({ length: 1_000 }, () => row(1));
    for (let offset = 0n; offset < 300n; offset++) {
      stream.send({ kind: "records", offset, recordType: "protobuf", records: thousand, isBatch: true });
    }
    expect(await stream.ended).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
  });

  it("keeps requests as they came where it is asked to", async () => {
    await restart({ record: true });
    const stream = await open();
    stream.send(batch(0, 7));
    await stream.acked(0n);
    const requests = emulator.requests();
    expect(requests).toHaveLength(2);
    expect(Buffer.from(requests[1]!.bytes).includes(Buffer.from(row(7)))).toBe(true);
  });

  it("drains: announces the end, refuses new streams, and ends the others when their time is over", async () => {
    const leaving = await open();
    const staying = await open();
    staying.send(batch(0, 1));
    const drained = emulator.drain(0.2);
    expect(await leaving.next()).toEqual({ kind: "close", seconds: 0.2 });
    leaving.halfClose();
    expect(await leaving.ended).toMatchObject({ code: status.OK });
    const late = client.open({ token: await ingestToken(emulator.workspaceUrl, tableName), tableName });
    late.send(create);
    expect(await late.ended).toMatchObject({ code: status.UNAVAILABLE });
    await drained;
    expect(await staying.ended).toMatchObject({ code: status.OK });
    expect(await values(emulator, `SELECT count(*) FROM ${tableName}`)).toEqual(["1"]);
  });

  it("is back on the same port with the same rows after a restart, and ends when it is closed", async () => {
    const before = await open();
    before.send(batch(0, 1));
    await before.acked(0n);
    const { zerobusEndpoint } = emulator;
    await emulator.restart(20);
    expect(await before.ended).toMatchObject({ code: status.UNAVAILABLE });
    expect(emulator.zerobusEndpoint).toBe(zerobusEndpoint);
    const after = await open();
    after.send(batch(0, 2));
    await after.acked(0n);
    expect(await values(emulator, `SELECT temp FROM ${tableName}`)).toEqual([1, 2]);
    await Promise.all([emulator.close(), emulator.close()]);
    expect(await after.ended).toMatchObject({ code: status.UNAVAILABLE });
  });

  it("forgets a stream whose client goes away, and still stores what came", async () => {
    const stream = await open();
    stream.send(batch(0, 1));
    await stream.acked(0n);
    stream.cancel();
    await until(() => emulator.stats().streams[0]?.state === "ended");
    expect(emulator.stats().streams[0]).toMatchObject({ status: "CANCELLED", rows: 1, ackedOffset: 0 });
  });
});
