import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { airQuality } from "../../generated/main/sensors/air_quality.js";
import { startEmulator, type Emulator, type Fault } from "../../src/emulator/index.js";
import { temporaryDirectory } from "../support/temporary-directory.js";
import { ingestToken, RawClient } from "./support/raw-client.js";
import { until, values, withEmulator } from "./support/run-emulator.js";
import { exampleTables } from "./support/tables.js";

const tables = exampleTables("air_quality.sql");
const tableName = airQuality.table.fullName;

function record(temp: number): string {
  return airQuality.toJson({ device_name: "station", temp, observed_at: new Date(1_700_000_000_000) });
}

async function insert(emulator: Emulator, records: readonly string[]): Promise<Response> {
  const token = await ingestToken(emulator.workspaceUrl, tableName);
  return fetch(`${emulator.workspaceUrl}/zerobus/v1/tables/${tableName}/insert`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: `[${records.join(",")}]`,
  });
}

describe("an emulator", () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({ tables });
  });
  afterEach(() => emulator.close());

  it("takes rows by REST, and none of a request with a bad one", async () => {
    expect((await insert(emulator, [record(1), record(2)])).status).toBe(200);
    const refused = await insert(emulator, [record(3), '{"device_name":5}', "{}"]);
    expect([refused.status, await values(emulator, `SELECT temp FROM ${tableName}`)]).toEqual([400, [1, 2]]);
    expect(emulator.rejections()).toMatchObject([
      { kind: "insert", table: tableName, status: null, index: 1, streamId: null },
      { kind: "insert", table: tableName, status: null, index: 2, rule: "required" },
    ]);
    expect(emulator.stats().tables[0]).toMatchObject({ rows: 2, batches: 1, rejects: 2 });
  });

  it("has statistics that are plain JSON", async () => {
    emulator.inject({ kind: "refuse_token", status: 500, probability: 0 });
    await insert(emulator, [record(1)]);
    const stats = emulator.stats();
    expect(JSON.parse(JSON.stringify(stats))).toEqual(stats);
    expect(stats).toMatchObject({ workspaceUrl: emulator.workspaceUrl, draining: false, tokensIssued: 1, streams: [] });
    expect(stats.faults).toMatchObject([{ fault: { kind: "refuse_token" }, hits: 0 }]);
    emulator.clearFaults();
    expect(emulator.stats().faults).toEqual([]);
  });

  it("tells rates of the last second", async () => {
    await insert(emulator, [record(1), record(2)]);
    await until(() => emulator.stats().tables[0]?.rowsPerSecond === 2);
  });

  it("warns once of a TIMESTAMP in milliseconds", async () => {
    const client = new RawClient(emulator.zerobusEndpoint);
    const stream = client.open({ token: await ingestToken(emulator.workspaceUrl, tableName), tableName });
    stream.send({ kind: "create", tableName, descriptor: null, recordType: "json" });
    const millis = Buffer.from('{"device_name":"station","observed_at":1700000000000}');
    stream.send({ kind: "records", offset: 0n, recordType: "json", records: [millis, millis], isBatch: true });
    await stream.acked(0n);
    expect(emulator.stats().tables[0]?.warnings).toEqual([expect.stringContaining("observed_at")]);
    client.close();
  });

  it("refuses what is not a fault", () => {
    const fault = { kind: "end_stream", afterRecords: -1, status: "UNAVAILABLE" } as Fault;
    expect(() => emulator.inject(fault)).toThrow(new TypeError("afterRecords of end_stream is a whole number from 0."));
  });

  it("closes while it restarts, and then stays closed", async () => {
    const restarted = emulator.restart(50);
    await emulator.close();
    await restarted;
    await startEmulator({ tables, zerobusPort: Number(new URL(emulator.zerobusEndpoint).port) }).then((other) =>
      other.close(),
    );
  });
});

it("does not start where a port is taken, and leaves nothing behind", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  const { port } = taken.address() as { readonly port: number };
  const path = temporaryDirectory();
  const store = { kind: "directory", path } as const;
  for (const ports of [{ zerobusPort: port }, { workspacePort: port }]) {
    await expect(startEmulator({ tables, store, ...ports })).rejects.toThrow("EADDRINUSE");
  }
  taken.close();
  await withEmulator({ tables, store }, async (emulator) => {
    expect((await insert(emulator, [record(1)])).status).toBe(200);
  });
});

it("keeps the rows of a directory for the next emulator", async () => {
  const store = { kind: "directory", path: temporaryDirectory() } as const;
  for (const temp of [1, 2]) {
    await withEmulator({ tables, store }, async (emulator) => {
      await insert(emulator, [record(temp)]);
    });
  }
  await withEmulator({ tables, store }, async (emulator) => {
    expect(await values(emulator, `SELECT temp FROM ${tableName} ORDER BY 1`)).toEqual([1, 2]);
  });
});
