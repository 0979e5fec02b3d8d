/** Limits, settings and figures of a producer. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Health } from "../../../src/producer/health.js";
import { LatencyHistogram } from "../../../src/producer/latency.js";
import type { ProducerOptions } from "../../../src/producer/options.js";
import { settingsOf } from "../../../src/producer/settings.js";
import { untilAborted } from "../../../src/producer/until-aborted.js";
import { version } from "../../../src/producer/version.js";
import type { Transport } from "../../../src/transport/transport.js";
import { statusError } from "../../../src/zerobus/zerobus-error.js";

const transport: Transport = {
  name: "tin-cans",
  recordTypes: ["json"],
  open: () => Promise.reject(new Error("no")),
  close: () => Promise.resolve(),
};
const required = { endpoint: "https://z.example", workspaceUrl: "https://w.example", auth: { token: "t" } };

it("names the version of the package", () => {
  const facts = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(version).toBe(facts.version);
});

describe("settings", () => {
  it("fill in what is left out, or undefined", () => {
    const settings = settingsOf({ ...required, batch: { maxRecords: undefined as never, lingerMs: 7 } }, transport);
    expect(settings).toMatchObject({
      recordType: "json",
      streams: 1,
      batch: { maxRecords: 1_000, maxBytes: 4_000_000, lingerMs: 7 },
      quota: { recordsPerSecond: 100_000, bytesPerSecond: 100_000_000 },
      sink: null,
    });
    expect(settingsOf({ ...required, quota: false }, transport).quota).toBeNull();
  });

  const wrong: [string, Partial<ProducerOptions<string>>, RegExp][] = [
    ["an endpoint without a scheme", { endpoint: "z.example" }, /^endpoint must be a URL/],
    [
      "an endpoint with a password",
      { endpoint: "https://me:hunter2@z.example" },
      /^endpoint must be a URL(?!.*hunter2)/,
    ],
    ["no workspace", { workspaceUrl: undefined as never }, /^workspaceUrl must be a URL/],
    ["no stream", { streams: 0 }, /^streams must be a whole number from 1 to 256/],
    ["half a stream", { streams: 1.5 }, /^streams/],
    ["batches over the service's limit", { batch: { maxBytes: 10_485_761 } }, /^batch.maxBytes .* from 1 to 10485760/],
    [
      "a misspelt option",
      { batch: { maxRows: 5 } as never },
      /no option maxRows; there are maxRecords, maxBytes, lingerMs/,
    ],
    [
      "a limit that is no number",
      { inFlight: { maxBytes: "64 MB" as never } },
      /^inFlight.maxBytes must be a whole number from 1\.$/,
    ],
    ["too much jitter", { retry: { jitter: 2 } }, /^retry.jitter must be a number from 0 to 1/],
    ["a pause of NaN", { retry: { initialMs: Number.NaN } }, /^retry.initialMs/],
    [
      "a form that the transport does not carry",
      { recordType: "protobuf" },
      /tin-cans carries json records, not protobuf/,
    ],
    ["no credentials", { auth: undefined as never }, /^auth must be/],
    ["credentials without a secret", { auth: { clientId: "me" } as never }, /^auth must be/],
    ["an option of another library", { batchSize: 10 } as never, /^There is no option batchSize; there are endpoint/],
    ["a sink that is a path", { onReject: "rejected.ndjson" as never }, /^onReject must be "throw", a function/],
    ["a quota of nothing", { quota: { recordsPerSecond: 0 } }, /^quota.recordsPerSecond/],
  ];
  it.each(wrong)("refuse %s", (_, options, message) => {
    expect(() => settingsOf({ ...required, ...options }, transport)).toThrow(message);
    expect(() => settingsOf({ ...required, ...options }, transport)).toThrow(TypeError);
  });
});

describe("health", () => {
  const retry = {
    initialMs: 100,
    maxMs: 1_000,
    jitter: 0.5,
    budgetMs: 5_000,
    openTimeoutMs: 1,
    ackTimeoutMs: 1,
    failingAfter: 2,
    maxRefusedInARow: 2,
  };

  it("spreads the pauses by the jitter, and cuts them to the budget", () => {
    const most = new Health(retry, () => 0);
    expect([1, 2, 3, 4, 5, 40].map((attempt) => most.failed(attempt, 0))).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    const least = new Health(retry, () => 1);
    expect([1, 2, 5].map((attempt) => least.failed(attempt, 0))).toEqual([50, 100, 500]);
    expect([most.failed(5, 4_600), most.failed(5, 4_999), most.failed(5, 5_000)]).toEqual([400, 1, null]);
    most.progressed();
    expect(most.failed(1, 9_000)).toBe(100);
  });

  it("counts refused rows between accepted ones", () => {
    const health = new Health(retry, () => 0);
    expect(health.refused()).toBe(true);
    health.progressed();
    expect([health.refused(), health.refused()]).toEqual([true, false]);
  });
});

describe("latencies", () => {
  it("are known to 15 percent", () => {
    const histogram = new LatencyHistogram();
    expect([histogram.quantile(0.5), histogram.max]).toEqual([0, 0]);
    for (let ms = 1; ms <= 1_000; ms++) histogram.add(ms);
    for (const part of [0.1, 0.5, 0.9, 0.99]) {
      const ratio = histogram.quantile(part) / (part * 1_000);
      expect(ratio).toBeGreaterThanOrEqual(1);
      expect(ratio).toBeLessThan(1.16);
    }
    histogram.add(1e12);
    expect(histogram.quantile(1)).toBe(histogram.max);
  });
});

describe("waiting with a signal", () => {
  it("ends with its reason, also where that is no error, and leaves no listener behind", async () => {
    const stop = new AbortController();
    const listened: string[] = [];
    const signal = {
      get aborted(): boolean {
        return stop.signal.aborted;
      },
      get reason(): unknown {
        return stop.signal.reason as unknown;
      },
      addEventListener: (type: "abort", listener: () => void) => {
        listened.push("on");
        stop.signal.addEventListener(type, listener);
      },
      removeEventListener: () => void listened.push("off"),
    };
    const never = new Promise<void>(() => undefined);
    const waiting = untilAborted(never, signal);
    stop.abort("because");
    await expect(waiting).rejects.toMatchObject({ cause: "because" });
    await expect(untilAborted(never, AbortSignal.abort(new Error("before")))).rejects.toThrow("before");
    await untilAborted(Promise.resolve(), { ...signal, aborted: false });
    await Promise.resolve();
    expect(listened).toEqual(["on", "on", "off"]);
  });
});

describe("errors of a status", () => {
  const place = { table: "a.b.c", streamId: "s-1" };
  it("know the code in the text, what to do, and whether it may pass", () => {
    const error = statusError("PERMISSION_DENIED", "code=4024 missing", place);
    expect(error).toMatchObject({
      status: "PERMISSION_DENIED",
      code: 4024,
      retryable: false,
      table: "a.b.c",
      streamId: "s-1",
    });
    expect(error.message).toMatch(/^a\.b\.c: PERMISSION_DENIED: code=4024 missing \(Grant .* on the table itself/);
    expect(statusError("UNAVAILABLE", "took 1234 ms", place)).toMatchObject({ code: null, retryable: true });
  });
});
