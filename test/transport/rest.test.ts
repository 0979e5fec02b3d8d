import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { airQuality } from "../../generated/main/sensors/air_quality.js";
import { type Emulator, startEmulator } from "../../src/emulator/index.js";
import { openTokenSource } from "../../src/producer/auth/token-source.js";
import { rest } from "../../src/transport/rest/rest.js";
import type { BatchRequest, StreamSpec, TransportStream } from "../../src/transport/transport.js";
import type { ZerobusError } from "../../src/zerobus/zerobus-error.js";
import { until, values } from "../emulator/support/run-emulator.js";
import { exampleTables } from "../emulator/support/tables.js";

const table = airQuality.table.fullName;
const never = new AbortController().signal;

function batch(offset: number, rows: readonly string[]): BatchRequest {
  const records = rows.map((row) => Buffer.from(row));
  const size = records.reduce((sum, { length }) => sum + length, 0);
  return {
    offset,
    recordType: "json",
    count: rows.length,
    size,
    envelope: () => new Uint8Array(),
    records: () => records,
  };
}

function row(temp: number): string {
  return airQuality.toJson({ device_name: "stätion", temp, observed_at: new Date(1_700_000_000_000) });
}

/** The events of a stream. */
class Events {
  readonly acks: number[] = [];
  readonly ends: (ZerobusError | null)[] = [];
  readonly ack = (offset: number): void => void this.acks.push(offset);
  readonly end = (error: ZerobusError | null): void => void this.ends.push(error);
  readonly closing = (): void => {
    throw new Error("REST closes no streams");
  };
}

describe("REST", () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({ tables: exampleTables("air_quality.sql"), store: { kind: "memory" } });
  });
  afterEach(() => emulator.close());

  async function specOf(more: Partial<StreamSpec> = {}): Promise<StreamSpec> {
    const { workspaceUrl } = emulator;
    const place = { endpoint: workspaceUrl, workspaceUrl, table, headers: {} };
    const tokens = openTokenSource({ clientId: "a", clientSecret: "b" }, place, { fetch, now: Date.now });
    const authorization = await tokens.authorization(never);
    // The emulator takes inserts at the address of the workspace.
    return {
      ...{ endpoint: workspaceUrl, workspaceUrl, table, descriptor: null, recordType: "json", ca: null },
      headers: { authorization, "x-databricks-zerobus-table-name": table },
      userAgent: "gen-producers/test",
      signal: never,
      ...more,
    };
  }

  async function open(more: Partial<StreamSpec> = {}): Promise<{ stream: TransportStream; events: Events }> {
    const events = new Events();
    return { stream: await rest().open(await specOf(more), events), events };
  }

  it("lands rows in order", async () => {
    const { stream, events } = await open();
    const temps = Array.from({ length: 20 }, (_, offset) => [offset * 2, offset * 2 + 1]);
    for (const [offset, pair] of temps.entries()) stream.send(batch(offset, pair.map(row)));
    await stream.close();
    expect(events.acks).toEqual(temps.map((_, offset) => offset));
    expect(events.ends).toEqual([null]);
    expect(await values(emulator, `SELECT temp FROM ${table}`)).toEqual(temps.flat());
    expect(await values(emulator, `SELECT DISTINCT device_name FROM ${table}`)).toEqual(["stätion"]);
  });

  it("lands rows larger than a packet", async () => {
    const { stream, events } = await open();
    const rows = Array.from({ length: 20_000 }, (_, temp) => row(temp));
    stream.send(batch(0, rows));
    await stream.close();
    expect(events.acks).toEqual([0]);
    expect(await values(emulator, `SELECT count(*) FROM ${table}`)).toEqual(["20000"]);
  });

  it("ends with what the service says where it refuses a row, and lands no row of that batch", async () => {
    const { stream, events } = await open();
    stream.send(batch(0, [row(1)]));
    stream.send(batch(1, [row(2), '{"device_name":"x","temp":"warm","observed_at":0}']));
    stream.send(batch(2, [row(3)]));
    await until(() => events.ends.length > 0);
    expect(events.acks).toEqual([0]);
    expect(events.ends[0]).toMatchObject({ status: "INVALID_ARGUMENT", retryable: false, table });
    expect(events.ends[0]!.message).toMatch(/INVALID_PARAMETER_VALUE: .*Row 1, column temp/);
    expect(await values(emulator, `SELECT temp FROM ${table}`)).toEqual([1]);
  });

  it("ends with UNAUTHENTICATED where the token is expired, and goes on with a new one", async () => {
    const { stream, events } = await open();
    stream.send(batch(0, [row(1)]));
    await until(() => events.acks.length > 0);
    emulator.inject({ kind: "expire_tokens" });
    stream.send(batch(1, [row(2)]));
    await until(() => events.ends.length > 0);
    expect(events.ends[0]).toMatchObject({ status: "UNAUTHENTICATED", retryable: true });
    const next = await open();
    next.stream.send(batch(0, [row(2)]));
    await next.stream.close();
    expect(await values(emulator, `SELECT temp FROM ${table}`)).toEqual([1, 2]);
  });

  it.each([
    ["PERMISSION_DENIED for a table that the token is not for", { table: "main.sensors.device_status" }],
    ["PERMISSION_DENIED for a table whose name has to be encoded", { table: "main.sensors.ä/ b" }],
  ])("ends with %s", async (_name, more) => {
    const { stream, events } = await open(more);
    stream.send(batch(0, ["{}"]));
    await until(() => events.ends.length > 0);
    expect(events.ends[0]).toMatchObject({ status: "PERMISSION_DENIED", code: 4024, retryable: false });
    expect(events.ends[0]!.message).toContain(more.table);
  });

  it("ends where the service is gone", async () => {
    const { stream, events } = await open();
    await emulator.close();
    stream.send(batch(0, [row(1)]));
    await until(() => events.ends.length > 0);
    expect(events.ends[0]).toMatchObject({ status: "UNAVAILABLE", retryable: true });
  });

  it("aborts, and gives no sign afterwards", async () => {
    const { stream, events } = await open();
    stream.send(batch(0, [row(1)]));
    stream.abort();
    await stream.close();
    expect([events.acks, events.ends]).toEqual([[], []]);
  });

  it.each<[string, Partial<StreamSpec>, string]>([
    ["protobuf", { recordType: "protobuf" }, "INVALID_ARGUMENT"],
    ["an endpoint that is none", { endpoint: "s3cret" }, "INVALID_ARGUMENT"],
    ["an endpoint without TLS elsewhere", { endpoint: "http://s3cret.example.com" }, "INVALID_ARGUMENT"],
    ["a header that cannot be sent", { headers: { "x-key": "s3cret\n" } }, "INVALID_ARGUMENT"],
    ["a signal that is aborted", { signal: AbortSignal.abort() }, "CANCELLED"],
  ])("does not open with %s", async (_name, more, status) => {
    const transport = rest();
    const error: unknown = await transport.open(await specOf(more), new Events()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "ZerobusError", status, table });
    expect(String(error)).not.toContain("s3cret");
    await transport.close();
  });

  it.each([
    ["acknowledges", true],
    ["does not even ask", false],
  ])("%s where the certificate of the service is trusted: %s", async (_name, isTrusted) => {
    const read = (name: string): string =>
      readFileSync(new URL(`../support/certificates/localhost.${name}.pem`, import.meta.url), "utf8");
    const server = createServer({ cert: read("cert"), key: read("key") }, (request, response) => {
      request.resume().on("end", () => response.end("{}"));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `https://localhost:${(server.address() as AddressInfo).port}`;
    const { stream, events } = await open({ endpoint, ca: isTrusted ? read("cert") : null });
    stream.send(batch(0, [row(1)]));
    await until(() => events.acks.length + events.ends.length > 0);
    expect(events.acks).toEqual(isTrusted ? [0] : []);
    if (!isTrusted) expect(String(events.ends[0])).toContain("give it to the producer as the option ca");
    server.closeAllConnections();
    server.close();
  });

  it("names its streams, and carries JSON alone", async () => {
    const transport = rest({ timeoutMs: 1_000 });
    expect(transport).toMatchObject({ name: "rest", recordTypes: ["json"] });
    const streams = [await specOf(), await specOf()].map((spec) => transport.open(spec, new Events()));
    expect((await Promise.all(streams)).map(({ id }) => id)).toEqual(["rest-1", "rest-2"]);
  });
});
