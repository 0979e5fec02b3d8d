import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../src/emulator/index.js";
import type { Auth } from "../../src/producer/auth/auth.js";
import { openTokenSource, openWorkspaceTokenSource, type TokenPlace } from "../../src/producer/auth/token-source.js";
import { exampleTables } from "../emulator/support/tables.js";
import { failureOf, never } from "../unit/producer/auth/token-endpoint.js";

const table = "main.sensors.air_quality";
const principal = { clientId: "station:1", clientSecret: "s+cr%t / é" };

describe("tokens of the emulator", () => {
  let emulator: Emulator;
  let time: number;

  beforeAll(async () => {
    emulator = await startEmulator({
      tables: exampleTables("air_quality.sql"),
      store: { kind: "none" },
      clients: [{ id: principal.clientId, secret: principal.clientSecret }],
      tokenSeconds: 60,
    });
  });
  beforeEach(() => {
    time = Date.now();
  });
  afterAll(() => emulator.close());

  function open(more: Partial<TokenPlace> = {}, auth: Auth = principal) {
    const place = { endpoint: emulator.zerobusEndpoint, workspaceUrl: emulator.workspaceUrl, table, headers: {} };
    return openTokenSource(auth, { ...place, ...more }, { fetch, now: () => time });
  }

  /** HTTP status of an insert of no rows. */
  async function insert(authorization: string): Promise<number> {
    const url = `${emulator.workspaceUrl}/zerobus/v1/tables/${table}/insert`;
    const answer = await fetch(url, { method: "POST", headers: { authorization }, body: "[]" });
    await answer.text();
    return answer.status;
  }

  it("are good for writing to the table, and cached", async () => {
    const source = open();
    const authorization = await source.authorization(never);
    expect(await insert(authorization)).toBe(200);
    expect(await source.authorization(never)).toBe(authorization);
  });

  it("are for this table alone", async () => {
    expect(await insert(await open({ table: "main.sensors.device_status" }).authorization(never))).toBe(403);
  });

  it("are renewed before they expire, and replaced where the service refuses them", async () => {
    const source = open();
    const first = await source.authorization(never);
    time += 50_000;
    const second = await source.authorization(never);
    expect(second).not.toBe(first);
    emulator.inject({ kind: "expire_tokens" });
    expect(await insert(second)).toBe(401);
    source.discard();
    expect(await insert(await source.authorization(never))).toBe(200);
  });

  it("of the workspace read its tables, and do not write to them", async () => {
    const place = { workspaceUrl: emulator.workspaceUrl, headers: {} };
    const source = openWorkspaceTokenSource(principal, place, { fetch, now: () => time });
    const authorization = await source.authorization(never);
    const url = `${emulator.workspaceUrl}/api/2.1/unity-catalog/tables/${table}`;
    const answer = await fetch(url, { headers: { authorization } });
    expect(await answer.json()).toMatchObject({ full_name: table });
    expect(await insert(authorization)).toBe(403);
  });

  it("are not to be had with another secret, and what to check is said", async () => {
    const error = await failureOf(open({}, { ...principal, clientSecret: "other" }).authorization(never));
    expect(error).toMatchObject({ status: "UNAUTHENTICATED", retryable: false, table });
    expect(error.message).toMatch(/invalid_client.* Check clientId and clientSecret/);
  });

  it.each([
    [503, "UNAVAILABLE", true],
    [429, "UNAVAILABLE", true],
    [400, "UNAUTHENTICATED", false],
  ])("are refused with HTTP %d, then issued", async (status, name, retryable) => {
    const source = open();
    emulator.inject({ kind: "refuse_token", status, times: 1 });
    expect(await failureOf(source.authorization(never))).toMatchObject({ status: name, retryable });
    expect(await insert(await source.authorization(never))).toBe(200);
  });

  it("stay in use while no new ones are issued", async () => {
    const source = open();
    const first = await source.authorization(never);
    const stop = emulator.inject({ kind: "refuse_token", status: 500 });
    time += 50_000;
    expect(await source.authorization(never)).toBe(first);
    time += 10_000;
    expect((await failureOf(source.authorization(never))).status).toBe("UNAVAILABLE");
    stop();
    expect(await source.authorization(never)).not.toBe(first);
  });
});
