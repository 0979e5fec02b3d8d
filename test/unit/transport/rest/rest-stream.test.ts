import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { BatchRequest, StreamSpec } from "../../../../src/transport/transport.js";
import { RestStream } from "../../../../src/transport/rest/rest-stream.js";
import type { ZerobusError } from "../../../../src/zerobus/zerobus-error.js";

interface Insert {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
  readonly redirect: string | undefined;
  readonly signal: AbortSignal;
  readonly answer: (response: Response) => void;
  readonly fail: (error: unknown) => void;
}

/** Requests that wait until the test answers them. */
class Service {
  readonly inserts: Insert[] = [];

  readonly fetch: typeof fetch = (input, init = {}) =>
    new Promise((answer, fail) => {
      const url = input instanceof Request ? input.url : String(input);
      const body = init.body instanceof Uint8Array ? Buffer.from(init.body).toString() : "";
      const signal = init.signal!;
      signal.addEventListener("abort", () => {
        fail(signal.reason as Error);
      });
      this.inserts.push({
        url,
        headers: new Headers(init.headers),
        body,
        redirect: init.redirect,
        signal,
        answer,
        fail,
      });
    });
}

const spec: StreamSpec = {
  endpoint: "https://1.zerobus.example.com",
  workspaceUrl: "https://dbc-1.cloud.databricks.com",
  table: "main.s p.a/é",
  descriptor: null,
  recordType: "json",
  headers: { authorization: "Bearer t0kenToken", "x-databricks-zerobus-table-name": "main.s p.a/é", "x-team": "a" },
  userAgent: "gen-producers/1",
  ca: null,
  signal: new AbortController().signal,
};

function batch(offset: number, ...rows: readonly string[]): BatchRequest {
  const records = rows.map((row) => Buffer.from(row));
  const size = records.reduce((sum, { length }) => sum + length, 0);
  const envelope = (): Uint8Array => {
    throw new Error("REST has no envelopes");
  };
  return { offset, recordType: "json", count: rows.length, size, envelope, records: () => records };
}

function open(timeoutMs = 30_000) {
  const service = new Service();
  const events: (number | ZerobusError | null)[] = [];
  const stream = new RestStream(
    { id: "rest-1", origin: "https://1.zerobus.example.com", spec, send: service.fetch, timeoutMs },
    {
      ack: (offset) => events.push(offset),
      closing: () => {
        throw new Error("REST closes no streams");
      },
      end: (error) => events.push(error),
    },
  );
  return { service, events, stream };
}

/** What is ready is done when this resolves. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

async function answer(insert: Insert | undefined, response = Response.json({})): Promise<void> {
  insert!.answer(response);
  await settle();
}

describe("a stream by REST", () => {
  it("inserts rows as a list in JSON, byte by byte as they are", async () => {
    const { service, events, stream } = open();
    stream.send(batch(0, '{"id":9007199254740993}', '{"name":"é\\n"}'));
    const [insert] = service.inserts;
    expect(insert!.url).toBe("https://1.zerobus.example.com/zerobus/v1/tables/main.s%20p.a%2F%C3%A9/insert");
    expect(insert!.body).toBe('[{"id":9007199254740993},{"name":"é\\n"}]');
    expect(insert!.redirect).toBe("manual");
    expect(Object.fromEntries(insert!.headers)).toMatchObject({
      authorization: "Bearer t0kenToken",
      "content-type": "application/json",
      "user-agent": "gen-producers/1",
      "x-team": "a",
    });
    await answer(insert);
    expect(events).toEqual([0]);
  });

  it("has one request under way at a time, in order, and acknowledges each", async () => {
    const { service, events, stream } = open();
    for (const offset of [0, 1, 2]) stream.send(batch(offset, `${offset}`));
    for (const offset of [0, 1, 2]) {
      await settle();
      expect(service.inserts.map(({ body }) => body)).toEqual(["[0]", "[1]", "[2]"].slice(0, offset + 1));
      await answer(service.inserts[offset]);
    }
    expect(events).toEqual([0, 1, 2]);
    stream.send(batch(3, "3"));
    await answer(service.inserts[3]);
    expect(events).toEqual([0, 1, 2, 3]);
  });

  it("is over after the first failure, and sends nothing more", async () => {
    const { service, events, stream } = open();
    for (const offset of [0, 1, 2]) stream.send(batch(offset, "1"));
    await answer(service.inserts[0]);
    await answer(service.inserts[1], Response.json({ error_code: "X", message: "y" }, { status: 400 }));
    stream.send(batch(3, "1"));
    await stream.close();
    expect(service.inserts).toHaveLength(2);
    expect(events).toHaveLength(2);
    expect(events[1]).toMatchObject({
      status: "INVALID_ARGUMENT",
      retryable: false,
      table: spec.table,
      streamId: "rest-1",
    });
  });

  it("closes once all it was given is acknowledged", async () => {
    const { service, events, stream } = open();
    for (const offset of [0, 1]) stream.send(batch(offset, "1"));
    const closed = stream.close().then(() => events.push(-1));
    stream.send(batch(2, "1"));
    await answer(service.inserts[0]);
    expect(events).toEqual([0]);
    await answer(service.inserts[1]);
    await closed;
    expect(events).toEqual([0, 1, null, -1]);
    expect(service.inserts).toHaveLength(2);
  });

  it("closes at once where nothing was sent", async () => {
    const { events, stream } = open();
    await stream.close();
    await stream.close();
    expect(events).toEqual([null]);
  });

  it("aborts the request under way, and says nothing of it", async () => {
    const { service, events, stream } = open();
    for (const offset of [0, 1]) stream.send(batch(offset, "1"));
    stream.abort();
    await settle();
    expect(service.inserts).toHaveLength(1);
    expect(service.inserts[0]!.signal.aborted).toBe(true);
    await stream.close();
    stream.abort();
    expect(events).toEqual([]);
  });

  it("does not take an answer for an acknowledgement that comes after abort", async () => {
    const { service, events, stream } = open();
    stream.send(batch(0, "1"));
    service.inserts[0]!.answer(Response.json({}));
    stream.abort();
    await settle();
    expect(events).toEqual([]);
  });

  it("ends where no answer comes in time", async () => {
    const { events, stream } = open(5);
    stream.send(batch(0, "1"));
    while (events.length === 0) await settle();
    expect(events[0]).toMatchObject({ status: "UNAVAILABLE", retryable: true });
    expect(String(events[0])).toContain("https://1.zerobus.example.com does not answer in time.");
  });

  it("ends where the connection breaks, without what the error says", async () => {
    const { service, events, stream } = open();
    stream.send(batch(0, "1"));
    const cause = Object.assign(new Error("http://me:s3cret@proxy"), { code: "ECONNRESET" });
    service.inserts[0]!.fail(new TypeError("fetch failed", { cause }));
    await settle();
    expect(events[0]).toMatchObject({ status: "UNAVAILABLE", retryable: true });
    expect(String(events[0])).toContain("the connection breaks off");
    expect(inspect(events[0], { depth: 10 })).not.toContain("s3cret");
  });
});
