import { zerobusStatuses, type ZerobusStatus } from "../zerobus/zerobus-error.js";

/** A gRPC status by its name. */
export type StatusName = ZerobusStatus;

/** Something that goes wrong on demand, and when. */
export type Fault = FaultAction & FaultScope;

/** When a fault strikes; what is left out does not limit it. */
export interface FaultScope {
  /** `catalog.schema.table` it is for; every table where it is left out. Not for faults of tokens. */
  readonly table?: string;
  /** How often it strikes before it is gone: `1` is once; until it is cleared where it is left out. */
  readonly times?: number;
  /** Chance between 0 and 1 that it strikes where it could, drawn from the emulator's seed; 1 where it is left out. */
  readonly probability?: number;
}

/** What goes wrong. A stream meets the faults that are there when it needs them, also those injected after it was opened. */
export type FaultAction =
  /** Each acknowledgement is sent that much later. */
  | { readonly kind: "delay_acks"; readonly ms: number }
  /** Rows are stored, and no acknowledgement is sent until the fault is removed. */
  | { readonly kind: "withhold_acks" }
  /** After that many records of a stream, the announcement that it will be closed in some seconds; then it is closed. */
  | { readonly kind: "close_signal"; readonly afterRecords: number; readonly seconds: number }
  /** Ends the stream when the record after that many arrives; its request is stored and not acknowledged, or not stored. */
  | {
      readonly kind: "end_stream";
      readonly afterRecords: number;
      readonly status: StatusName;
      readonly message?: string;
      readonly stored?: boolean;
    }
  /** As `end_stream`, without a status: the connection is torn down, with every stream on it. */
  | { readonly kind: "drop_connection"; readonly afterRecords: number; readonly stored?: boolean }
  /** The creation of a stream is answered with this status. */
  | { readonly kind: "fail_create"; readonly status: StatusName; readonly message?: string }
  /** The token endpoint answers with this HTTP status (400 to 599). */
  | { readonly kind: "refuse_token"; readonly status: number; readonly error?: string }
  /** Every token given out until now counts as expired; strikes at once, and has no scope. */
  | { readonly kind: "expire_tokens" }
  /** The service reads no more than that of each stream. */
  | { readonly kind: "slow_reads"; readonly bytesPerSecond: number }
  /** A quota of each stream: what is over it ends the stream with RESOURCE_EXHAUSTED, or waits. */
  | {
      readonly kind: "throttle";
      readonly over: "refuse" | "delay";
      readonly bytesPerSecond?: number;
      readonly recordsPerSecond?: number;
    };

/** A fault that is in place. */
export interface ArmedFault {
  readonly id: string;
  readonly fault: Fault;
  /** How often it struck. */
  readonly hits: number;
}

/** What the token endpoint answers instead of a token. */
export interface TokenRefusal {
  /** HTTP status. */
  readonly status: number;
  /** OAuth's `error`. */
  readonly error: string;
}

/** A fault read from JSON, or one sentence that says what is wrong with it. */
export type ReadFault = { readonly ok: true; readonly fault: Fault } | { readonly ok: false; readonly message: string };

/** What a key of a fault may hold, in words for a message, and the test of it. */
interface KeyRule {
  readonly wants: string;
  readonly holds: (value: unknown) => boolean;
  readonly optional: boolean;
}

const statusNames: ReadonlySet<unknown> = new Set(zerobusStatuses);

/** The longest a timer of Node can wait. */
const maxMs = 2_147_483_647;

const count = rule("a whole number from 0", (value) => Number.isSafeInteger(value) && Number(value) >= 0);
const rate = rule("a number above 0", (value) => Number.isFinite(value) && Number(value) > 0);
const text = rule("text", (value) => typeof value === "string");
const flag = rule("true or false", (value) => typeof value === "boolean");
const status = rule("a gRPC status such as UNAVAILABLE", (value) => statusNames.has(value));
const choice = rule('"refuse" or "delay"', (value) => value === "refuse" || value === "delay");
const ms = span("milliseconds", maxMs);
const seconds = span("seconds", Math.floor(maxMs / 1_000));

const drawRules: Readonly<Record<string, KeyRule>> = {
  times: optional(rule("a whole number from 1", (value) => Number.isSafeInteger(value) && Number(value) >= 1)),
  probability: optional(rule("a number from 0 to 1", (value) => typeof value === "number" && value >= 0 && value <= 1)),
};

const actionRules: Readonly<Record<Fault["kind"], Readonly<Record<string, KeyRule>>>> = {
  delay_acks: { ms },
  withhold_acks: {},
  close_signal: { afterRecords: count, seconds },
  end_stream: { afterRecords: count, status, message: optional(text), stored: optional(flag) },
  drop_connection: { afterRecords: count, stored: optional(flag) },
  fail_create: { status, message: optional(text) },
  refuse_token: { status: rule("an HTTP status from 400 to 599", isErrorStatus), error: optional(text) },
  expire_tokens: {},
  slow_reads: { bytesPerSecond: rate },
  throttle: { over: choice, bytesPerSecond: optional(rate), recordsPerSecond: optional(rate) },
};

/** Reads a fault from JSON of others. Keys that no fault of the kind has are refused. */
export function readFault(json: unknown): ReadFault {
  if (typeof json !== "object" || json === null) return refused("A fault is a JSON object.");
  const given = new Map<string, unknown>(Object.entries(json));
  const kind = given.get("kind");
  const rules = typeof kind === "string" && isFaultKind(kind) ? { ...actionRules[kind], ...scopeOf(kind) } : null;
  if (rules === null) return refused(`The kind of a fault is one of ${Object.keys(actionRules).join(", ")}.`);
  for (const [key, { wants, holds, optional }] of Object.entries(rules)) {
    const value = given.get(key);
    if (value === undefined ? !optional : !holds(value)) return refused(`${key} of ${String(kind)} is ${wants}.`);
  }
  const unknown = [...given.keys()].find((key) => key !== "kind" && !Object.hasOwn(rules, key));
  if (unknown !== undefined) return refused(`${String(kind)} has no ${JSON.stringify(unknown.slice(0, 40))}.`);
  // Checked key by key above, against a table that has the kinds and the keys of the type.
  return { ok: true, fault: json as Fault };
}

/** A token is asked for without a table of its own, and what is expired at once cannot be limited. */
function scopeOf(kind: Fault["kind"]): Readonly<Record<string, KeyRule>> {
  if (kind === "expire_tokens") return {};
  return kind === "refuse_token" ? drawRules : { table: optional(text), ...drawRules };
}

function isFaultKind(kind: string): kind is Fault["kind"] {
  return Object.hasOwn(actionRules, kind);
}

function isErrorStatus(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599;
}

function rule(wants: string, holds: (value: unknown) => boolean): KeyRule {
  return { wants, holds, optional: false };
}

function span(unit: string, most: number): KeyRule {
  return rule(`${unit} from 0 to ${most}`, (value) => typeof value === "number" && value >= 0 && value <= most);
}

function optional(required: KeyRule): KeyRule {
  return { ...required, optional: true };
}

function refused(message: string): ReadFault {
  return { ok: false, message };
}
