import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { airQuality, type AirQuality } from "../../generated/main/sensors/air_quality.js";
import { startEmulator, type Emulator, type EmulatorOptions, type Fault } from "../../src/emulator/index.js";
import {
  officialClient,
  officialClientNote,
  officialRecordTypes,
  quickRecovery,
  type OfficialOptions,
  type OfficialSdk,
  type OfficialStream,
} from "./support/official-client.js";
import { until, values } from "./support/run-emulator.js";
import { ddlTables, exampleTables } from "./support/tables.js";

const tableName = airQuality.table.fullName;
const tables = [
  ...exampleTables("air_quality.sql"),
  ...ddlTables("CREATE TABLE main.lake.files (id INT) USING PARQUET; CREATE TABLE main.lake.narrow (id INT NOT NULL)"),
];

function reading(temp: number): AirQuality {
  return { device_name: "station", temp, observed_at: new Date(1_700_000_000_000) };
}

function bytes(temp: number): Buffer {
  return Buffer.from(airQuality.encode(reading(temp)));
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

describe.skipIf(officialClient === null)(`the official client${officialClientNote}`, () => {
  let emulator: Emulator;
  let sdk: OfficialSdk;

  async function start(options: Partial<EmulatorOptions> = {}): Promise<void> {
    emulator = await startEmulator({ tables, ...options });
    sdk = new officialClient!.ZerobusSdk(emulator.zerobusEndpoint, emulator.workspaceUrl);
  }

  /** Another emulator in the place of the one there is. */
  async function restart(options: Partial<EmulatorOptions>): Promise<void> {
    await emulator.close();
    await start(options);
  }

  function open(options: OfficialOptions = {}, name = tableName): Promise<OfficialStream> {
    const table = { tableName: name, descriptorProto: airQuality.descriptor };
    return sdk.createStream(table, "id", "secret", { ...quickRecovery, ...options });
  }

  /** How often each `temp` is in the table. */
  async function stored(): Promise<ReadonlyMap<number, number>> {
    const { rows } = await emulator.query(`SELECT temp, count(*)::INT FROM ${tableName} GROUP BY temp ORDER BY temp`);
    return new Map(rows.map(([temp, count]) => [Number(temp), Number(count)]));
  }

  beforeEach(() => start());
  afterEach(() => emulator.close());

  it("writes single records and batches of protobuf", async () => {
    const stream = await open();
    const offsets: bigint[] = [];
    for (const temp of range(0, 100)) offsets.push(await stream.ingestRecordOffset(bytes(temp)));
    await stream.waitForOffset(offsets.at(-1)!);
    expect(await values(emulator, `SELECT temp FROM ${tableName}`)).toEqual(range(0, 100));
    await stream.ingestRecordsOffset(range(100, 1_100).map(bytes));
    await stream.flush();
    expect(await values(emulator, `SELECT temp FROM ${tableName}`)).toEqual(range(0, 1_100));
    await stream.close();
    await until(() => emulator.stats().streams[0]?.state === "ended");
    expect(emulator.stats().streams).toMatchObject([{ table: tableName, status: "OK", rows: 1_100, ackedOffset: 100 }]);
  });

  it("writes single records and batches of JSON", async () => {
    const stream = await open({ recordType: officialRecordTypes.json });
    for (const temp of range(0, 10)) await stream.ingestRecordOffset(airQuality.toJson(reading(temp)));
    await stream.ingestRecordsOffset(range(10, 500).map((temp) => airQuality.toJson(reading(temp))));
    await stream.close();
    expect(await values(emulator, `SELECT temp FROM ${tableName}`)).toEqual(range(0, 500));
    expect(await values(emulator, `SELECT DISTINCT observed_at FROM ${tableName}`)).toEqual([
      "2023-11-14T22:13:20.000000Z",
    ]);
  });

  describe("recovers, and loses no acknowledged row,", () => {
    const one = { times: 1 } as const;
    /** Fault, and whether a replay stores rows again. */
    const faults: readonly [name: string, fault: Fault, repeats: boolean][] = [
      ["after a status before storing", { kind: "end_stream", afterRecords: 25, status: "UNAVAILABLE", ...one }, false],
      [
        "after a status after storing",
        { kind: "end_stream", afterRecords: 25, status: "INTERNAL", stored: true, ...one },
        true,
      ],
      ["after a dropped connection", { kind: "drop_connection", afterRecords: 25, ...one }, true],
      [
        "after a connection dropped when stored",
        { kind: "drop_connection", afterRecords: 25, stored: true, ...one },
        true,
      ],
      ["after a close signal at once", { kind: "close_signal", afterRecords: 25, seconds: 0, ...one }, true],
      ["after a close signal with grace", { kind: "close_signal", afterRecords: 25, seconds: 1, ...one }, true],
      ["when acknowledgements are late", { kind: "delay_acks", ms: 100 }, false],
      ["when it is read slowly", { kind: "slow_reads", bytesPerSecond: 8_000 }, false],
      ["when it is throttled", { kind: "throttle", over: "delay", recordsPerSecond: 100 }, false],
      ["when some streams fail", { kind: "end_stream", afterRecords: 10, status: "ABORTED", probability: 0.7 }, false],
    ];
    it.each(faults)("%s", async (_name, fault, mayRepeat) => {
      emulator.inject(fault);
      const stream = await open();
      for (const from of range(0, 10)) await stream.ingestRecordsOffset(range(from * 10, from * 10 + 10).map(bytes));
      await stream.flush();
      const rows = await stored();
      expect([...rows.keys()]).toEqual(range(0, 100));
      // One that was to strike once is gone when it has.
      expect(emulator.stats().faults[0]?.hits ?? 1).toBeGreaterThan(0);
      if (!mayRepeat) expect(Math.max(...rows.values())).toBe(1);
      await stream.close();
    });

    it("after a restart", async () => {
      const stream = await open();
      await stream.ingestRecordsOffset(range(0, 50).map(bytes));
      const back = emulator.restart(50);
      await stream.ingestRecordsOffset(range(50, 100).map(bytes));
      await back;
      await stream.flush();
      expect([...(await stored()).keys()]).toEqual(range(0, 100));
      await stream.close();
    });

    it("when streams cannot be created for a while", async () => {
      const stream = await open();
      await stream.ingestRecordsOffset(range(0, 10).map(bytes));
      await stream.flush();
      emulator.inject({ kind: "fail_create", status: "UNAVAILABLE", times: 2 });
      emulator.inject({ kind: "end_stream", afterRecords: 10, status: "UNAVAILABLE", times: 1 });
      await stream.ingestRecordsOffset(range(10, 20).map(bytes));
      await stream.flush();
      expect([...(await stored()).keys()]).toEqual(range(0, 20));
      await stream.close();
    });
  });

  it("stores exactly the request again that was stored and not acknowledged", async () => {
    const stream = await open();
    await stream.ingestRecordsOffset(range(0, 10).map(bytes));
    await stream.flush();
    emulator.inject({ kind: "end_stream", afterRecords: 10, status: "UNAVAILABLE", stored: true, times: 1 });
    await stream.ingestRecordsOffset(range(10, 20).map(bytes));
    await stream.flush();
    await stream.close();
    const expected = range(0, 20).map((temp) => [temp, temp < 10 ? 1 : 2] as const);
    expect([...(await stored())]).toEqual(expected);
  });

  it("waits for acknowledgements that are withheld, and gets them when the fault is removed", async () => {
    const remove = emulator.inject({ kind: "withhold_acks" });
    const stream = await open();
    await stream.ingestRecordsOffset(range(0, 10).map(bytes));
    let isFlushed = false;
    const flushed = stream.flush().then(() => {
      isFlushed = true;
    });
    await until(() => emulator.stats().tables[0]?.rows === 10);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([isFlushed, emulator.stats().tables[0]?.acks]).toEqual([false, 0]);
    remove();
    await flushed;
    await stream.close();
  });

  describe("is refused", () => {
    it("a table that is not there", async () => {
      await expect(open({}, "main.sensors.nowhere")).rejects.toThrow(/The table main\.sensors\.nowhere does not exist/);
    });

    it("a table the service does not write to", async () => {
      await expect(open({ recovery: false }, "main.lake.files")).rejects.toThrow(/stored as parquet/);
    });

    it("a table whose privileges were not granted", async () => {
      await restart({ deniedTables: [tableName] });
      await expect(open()).rejects.toThrow(/Error 4024: .* lacks SELECT, MODIFY/);
    });

    it("a descriptor of another table, with every reason", async () => {
      await expect(open({}, "main.lake.narrow")).rejects.toThrow(/Error 8001: .*device_name.*observed_at/);
    });

    it("a client that is not known", async () => {
      await restart({ clients: [{ id: "id", secret: "another" }] });
      await expect(open()).rejects.toThrow(/invalid_client/);
    });

    it("a token by a fault", async () => {
      emulator.inject({ kind: "refuse_token", status: 403, error: "access_denied", times: 1 });
      await expect(open()).rejects.toThrow(/access_denied/);
      await (await open()).close();
    });

    it("a stream by a fault", async () => {
      emulator.inject({ kind: "fail_create", status: "INVALID_ARGUMENT", message: "Not today.", times: 1 });
      await expect(open()).rejects.toThrow(/Not today\./);
      await (await open()).close();
    });

    it("a bad record, and can tell the records that were not acknowledged", async () => {
      const stream = await open({ recovery: false });
      await stream.ingestRecordOffset(bytes(1));
      await stream.flush();
      await stream.ingestRecordOffset(Buffer.from([56, 200, 1]));
      await expect(stream.flush()).rejects.toThrow(/Record 0 of offset 1.* breaks the rule/);
      expect(await stream.getUnackedRecords()).toHaveLength(1);
      await stream.close().catch(() => undefined);
      expect([...(await stored())]).toEqual([[1, 1]]);
    });
  });
});
