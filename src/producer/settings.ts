import type { Transport } from "../transport/transport.js";
import type { RecordType } from "../zerobus/messages.js";
import { maxRecordBytes } from "../zerobus/names.js";
import type { BatchOptions, InFlightOptions, Logger, ProducerOptions, QuotaOptions, RetryOptions } from "./options.js";
import type { DeadLetterSink } from "./rejection.js";

/** Options with nothing left out. */
export interface Settings {
  readonly recordType: RecordType;
  readonly streams: number;
  /** Whether rows with keys that are no columns are rejected. */
  readonly checksKeys: boolean;
  readonly batch: Required<BatchOptions>;
  readonly inFlight: Required<InFlightOptions>;
  readonly retry: Required<RetryOptions>;
  /** Null for no limit. */
  readonly quota: Required<QuotaOptions> | null;
  /** Null where rejected rows are thrown. */
  readonly sink: DeadLetterSink | null;
  readonly logger: Logger;
}

const batchDefaults: Required<BatchOptions> = { maxRecords: 1_000, maxBytes: 4_000_000, lingerMs: 5 };
const inFlightDefaults: Required<InFlightOptions> = { maxBytes: 64 * 1024 * 1024, maxRecords: 1_000_000 };
const retryDefaults: Required<RetryOptions> = {
  initialMs: 200,
  maxMs: 30_000,
  jitter: 0.5,
  budgetMs: 300_000,
  openTimeoutMs: 30_000,
  ackTimeoutMs: 60_000,
  failingAfter: 5,
  maxRefusedInARow: 1_000,
};
/** The quotas of one stream, as the service has them. */
const quotaDefaults: Required<QuotaOptions> = { recordsPerSecond: 100_000, bytesPerSecond: 100_000_000 };

/** More streams than that to one table are a mistake, not a wish. */
const maxStreams = 256;
/** The longest a timer of Node can wait, in milliseconds. */
const maxMs = 2_147_483_647;

const silent: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // Nobody listens.
}

/**
 * Fills in what is left out, or given as undefined.
 *
 * @throws {TypeError} that names the option which cannot be.
 */
export function settingsOf<Row>(options: ProducerOptions<Row>, transport: Transport): Settings {
  checkNames(options);
  const batch = filledIn(batchDefaults, options.batch);
  const inFlight = filledIn(inFlightDefaults, options.inFlight);
  const retry = filledIn(retryDefaults, options.retry);
  const quota = options.quota === false ? null : filledIn(quotaDefaults, options.quota);
  const streams = options.streams ?? 1;
  checkAuth(options.auth);
  checkUrl("endpoint", options.endpoint);
  checkUrl("workspaceUrl", options.workspaceUrl);
  checkWhole("streams", streams, 1, maxStreams);
  checkWhole("batch.maxRecords", batch.maxRecords, 1, Number.MAX_SAFE_INTEGER);
  checkWhole("batch.maxBytes", batch.maxBytes, 1, maxRecordBytes);
  checkNumber("batch.lingerMs", batch.lingerMs, 0, maxMs);
  checkWhole("inFlight.maxBytes", inFlight.maxBytes, 1, Number.MAX_SAFE_INTEGER);
  checkWhole("inFlight.maxRecords", inFlight.maxRecords, 1, Number.MAX_SAFE_INTEGER);
  checkRetry(retry);
  if (quota !== null) {
    checkNumber("quota.recordsPerSecond", quota.recordsPerSecond, 1, Number.MAX_VALUE);
    checkNumber("quota.bytesPerSecond", quota.bytesPerSecond, 1, Number.MAX_VALUE);
  }
  const recordType = recordTypeOf(options.recordType, transport);
  const logger = options.logger ?? silent;
  const checksKeys = options.unknownKeys === "reject";
  return { recordType, streams, checksKeys, batch, inFlight, retry, quota, sink: sinkOf(options.onReject), logger };
}

const names: ReadonlySet<string> = new Set<keyof ProducerOptions<never>>([
  "endpoint",
  "workspaceUrl",
  "auth",
  "transport",
  "recordType",
  "streams",
  "partitionBy",
  "batch",
  "inFlight",
  "retry",
  "quota",
  "onReject",
  "unknownKeys",
  "headers",
  "ca",
  "signal",
  "logger",
]);

function checkNames(options: object | undefined): void {
  const unknown = Object.keys(options ?? {}).find((name) => !names.has(name));
  if (unknown !== undefined) throw new TypeError(`There is no option ${unknown}; there are ${[...names].join(", ")}.`);
}

function checkAuth(auth: unknown): void {
  const given: object = typeof auth === "object" && auth !== null ? auth : {};
  if ("token" in given || ("clientId" in given && "clientSecret" in given)) return;
  throw new TypeError("auth must be { clientId, clientSecret } or { token }.");
}

function filledIn<Options extends object>(defaults: Required<Options>, given: Options | undefined): Required<Options> {
  const set = Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined));
  const unknown = Object.keys(set).find((key) => !Object.hasOwn(defaults, key));
  if (unknown !== undefined) {
    throw new TypeError(`There is no option ${unknown}; there are ${Object.keys(defaults).join(", ")}.`);
  }
  return { ...defaults, ...set };
}

function checkRetry(retry: Required<RetryOptions>): void {
  for (const name of ["initialMs", "maxMs", "budgetMs", "openTimeoutMs", "ackTimeoutMs"] as const) {
    checkNumber(`retry.${name}`, retry[name], 1, maxMs);
  }
  checkNumber("retry.jitter", retry.jitter, 0, 1);
  checkWhole("retry.failingAfter", retry.failingAfter, 1, Number.MAX_SAFE_INTEGER);
  checkWhole("retry.maxRefusedInARow", retry.maxRefusedInARow, 1, Number.MAX_SAFE_INTEGER);
}

function checkUrl(name: string, value: unknown): void {
  const url = typeof value === "string" ? parsed(value) : null;
  // The value itself is not shown: it may hold a password.
  if (url === null || !["http:", "https:"].includes(url.protocol) || url.username !== "" || url.password !== "") {
    throw new TypeError(
      `${name} must be a URL such as https://example.cloud.databricks.com, without user and password.`,
    );
  }
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function checkWhole(name: string, value: unknown, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || Number(value) < least || Number(value) > most) {
    throw new TypeError(`${name} must be a whole number ${range(least, most)}.`);
  }
}

function checkNumber(name: string, value: unknown, least: number, most: number): void {
  if (typeof value !== "number" || !(value >= least && value <= most)) {
    throw new TypeError(`${name} must be a number ${range(least, most)}.`);
  }
}

function range(least: number, most: number): string {
  return most >= Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
}

function recordTypeOf(wanted: RecordType | undefined, { name, recordTypes }: Transport): RecordType {
  const recordType = wanted ?? recordTypes[0];
  if (recordTypes.includes(recordType)) return recordType;
  throw new TypeError(`The transport ${name} carries ${recordTypes.join(" and ")} records, not ${recordType}.`);
}

function sinkOf(onReject: ProducerOptions<never>["onReject"]): DeadLetterSink | null {
  if (onReject === undefined || onReject === "throw") return null;
  if (typeof onReject !== "function") {
    if (typeof onReject.write === "function" && typeof onReject.close === "function") return onReject;
    throw new TypeError('onReject must be "throw", a function, or a sink such as deadLetterFile("rejected.ndjson").');
  }
  return {
    write: async (rejection) => {
      await onReject(rejection);
    },
    close: () => Promise.resolve(),
  };
}
