/** Producers of generated modules, end to end: rows in the table, over every transport. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { airQuality, type AirQuality, openAirQualityProducer } from "../../generated/main/sensors/air_quality.js";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/index.js";
import {
  grpc,
  openProducer,
  rest,
  type Producer,
  type ProducerOptions,
  type Rejection,
} from "../../src/producer/index.js";
import { values } from "../emulator/support/run-emulator.js";
import { ddlTables, exampleTables } from "../emulator/support/tables.js";

const tableName = airQuality.table.fullName;
/** Refuses names of more than eight characters, which the generated code of the sample catalog takes. */
const narrow = ddlTables(`CREATE TABLE ${tableName} (
  device_name VARCHAR(8) NOT NULL, temp INT, humidity BIGINT, pm2_5 FLOAT, pm10 FLOAT, co2_ppm INT,
  battery_percent TINYINT, observed_at TIMESTAMP NOT NULL)`);

let emulator: Emulator;

beforeEach(() => start());

afterEach(() => emulator.close());

async function start(options: Partial<EmulatorOptions> = {}): Promise<void> {
  emulator = await startEmulator({ tables: exampleTables("air_quality.sql"), ...options });
}

async function restart(options: Partial<EmulatorOptions>): Promise<void> {
  await emulator.close();
  await start(options);
}

const quick = { initialMs: 10, maxMs: 100 };

function options(more: Partial<ProducerOptions<AirQuality>> = {}): ProducerOptions<AirQuality> {
  const { zerobusEndpoint: endpoint, workspaceUrl } = emulator;
  return { endpoint, workspaceUrl, auth: { clientId: "id", clientSecret: "s3cret" }, retry: quick, ...more };
}

function reading(temp: number, device_name = "station"): AirQuality {
  return { device_name, temp, observed_at: new Date(1_700_000_000_000) };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

async function temps(): Promise<readonly unknown[]> {
  return values(emulator, `select distinct temp from ${tableName} order by temp`);
}

describe("a generated producer", () => {
  it("sends rows that are in the table once they are flushed, and is disposed of", async () => {
    let producer: Producer<AirQuality>;
    {
      await using opened = await openAirQualityProducer(options());
      producer = opened;
      await producer.send(reading(0));
      await producer.sendMany(range(2_500).map((temp) => reading(temp + 1)));
      await producer.flush();
      expect(await temps()).toEqual(range(2_501));
      await producer.send(reading(9_999));
    }
    expect((await temps()).at(-1)).toBe(9_999);
    expect(producer.stats()).toMatchObject({ state: "closed", rowsDurable: 2_502, rowsReplayed: 0 });
  });

  const transports: [string, () => Partial<ProducerOptions<AirQuality>>][] = [
    ["gRPC, protobuf", () => ({ transport: grpc() })],
    ["gRPC, JSON", () => ({ transport: grpc(), recordType: "json" })],
    // Of the emulator, REST is on the workspace's port.
    ["REST", () => ({ transport: rest(), endpoint: emulator.workspaceUrl })],
  ];
  it.each(transports)("isolates refused rows and rejects invalid ones over %s", async (_, transport) => {
    await restart({ tables: narrow });
    const rejections: Rejection[] = [];
    const producer = await openAirQualityProducer(
      options({ ...transport(), onReject: (rejection) => void rejections.push(rejection) }),
    );
    const rows = range(300).map((temp) => reading(temp, [77, 78, 299].includes(temp) ? "far too long" : "short"));
    await producer.sendMany(rows.slice(0, 200));
    await producer.send({ ...reading(1), battery_percent: 1_000 });
    await producer.sendMany(rows.slice(200));
    await producer.close();
    const valid = range(300).filter((temp) => ![77, 78, 299].includes(temp));
    expect(await temps()).toEqual(valid);
    expect(rejections.map(({ kind }) => kind).sort()).toEqual(["invalid", "refused", "refused", "refused"]);
    const refused = rejections.flatMap((each) => (each.kind === "refused" ? [each] : []));
    for (const { error, record } of refused) {
      expect(error).toMatchObject({ name: "ZerobusError", status: "INVALID_ARGUMENT", table: tableName });
      expect(Buffer.from(record).toString()).toContain("far too long");
    }
  });

  it("comes through whatever happens to its streams", async () => {
    const producer = await openAirQualityProducer(options({ batch: { maxRecords: 20 }, streams: 2 }));
    emulator.inject({ kind: "drop_connection", afterRecords: 100, times: 2 });
    emulator.inject({ kind: "end_stream", afterRecords: 50, status: "UNAVAILABLE", times: 2, stored: true });
    emulator.inject({ kind: "close_signal", afterRecords: 60, seconds: 1, times: 2 });
    emulator.inject({ kind: "fail_create", status: "INTERNAL", times: 2 });
    for (const from of [0, 500, 1_000]) {
      await producer.sendMany(range(500).map((temp) => reading(from + temp)));
      if (from === 500) emulator.inject({ kind: "expire_tokens" });
      await producer.flush();
    }
    await emulator.restart(50);
    await producer.sendMany(range(500).map((temp) => reading(1_500 + temp)));
    await producer.close();
    expect(await temps()).toEqual(range(2_000));
  });
});

describe("opening", () => {
  const failures: [string, () => Promise<Partial<ProducerOptions<AirQuality>>>, object][] = [
    [
      "a client that is not known",
      async () => {
        await restart({ clients: [{ id: "someone", secret: "else" }] });
        return {};
      },
      { status: "UNAUTHENTICATED", retryable: false },
    ],
    [
      "grants that are missing",
      async () => {
        await restart({ deniedTables: [tableName] });
        return {};
      },
      { status: "PERMISSION_DENIED", code: 4024, retryable: false },
    ],
    [
      "a table that is not there",
      async () => {
        await restart({ tables: ddlTables("CREATE TABLE main.a.b (c INT)") });
        return {};
      },
      { status: "NOT_FOUND", retryable: false },
    ],
    [
      "a table that has changed",
      async () => {
        await restart({
          tables: ddlTables(`CREATE TABLE ${tableName} (device_name INT NOT NULL, observed_at TIMESTAMP)`),
        });
        return {};
      },
      { status: "INVALID_ARGUMENT", retryable: false },
    ],
    [
      "nobody there",
      () => Promise.resolve({ endpoint: "http://127.0.0.1:9", retry: { ...quick, openTimeoutMs: 300 } }),
      { status: "UNAVAILABLE", retryable: true },
    ],
  ];
  it.each(failures)("tells of %s", async (_, prepare, want) => {
    const more = await prepare();
    const opening = openAirQualityProducer(options(more));
    await expect(opening).rejects.toMatchObject({ name: "ZerobusError", table: tableName, ...want });
    const error = await opening.catch((thrown: unknown) => thrown);
    expect(`${String(error)}${(error as Error).stack ?? ""}${JSON.stringify(error)}`).not.toContain("s3cret");
  });

  it("is ended by a signal", async () => {
    const signal = AbortSignal.abort(new Error("not now"));
    await expect(openProducer(airQuality, options({ signal }))).rejects.toMatchObject({ status: "CANCELLED" });
    const later = new AbortController();
    const producer = await openProducer(airQuality, options({ signal: later.signal }));
    emulator.inject({ kind: "withhold_acks" });
    await producer.send(reading(1));
    const flushed = producer.flush();
    later.abort();
    await expect(flushed).rejects.toMatchObject({ status: "CANCELLED" });
    expect(producer.unacknowledged()).toMatchObject([{ row: { temp: 1, device_name: "station" } }]);
    await producer.close().catch(() => undefined);
  });
});

describe("memory", () => {
  it("is bounded by what may be in flight, whatever callers do", async () => {
    const limit = 1_000_000;
    const producer = await openAirQualityProducer(options({ inFlight: { maxBytes: limit } }));
    const letGo = emulator.inject({ kind: "withhold_acks" });
    const outcomes = { accepted: 0, refused: 0 };
    const sent = range(100_000).map((temp) =>
      producer.send(reading(temp)).then(
        () => outcomes.accepted++,
        () => outcomes.refused++,
      ),
    );
    expect(producer.stats().bytesInFlight).toBeLessThan(limit + 100);
    letGo();
    await Promise.all(sent);
    await producer.close();
    expect(outcomes.refused).toBeGreaterThan(50_000);
    expect(await temps()).toEqual(range(outcomes.accepted));
  });
});
