import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { isPassingFailure } from "../workspace/network-failure.js";
import { WorkspaceError } from "../workspace/workspace.js";
import { DeadlineError } from "./deadline.js";
import { type HttpFailure, httpFailure } from "./http-failure.js";

/** Why a statement has no result. Messages are the server's, as they came. */
export type Failure =
  | HttpFailure
  | { readonly kind: "timeout" }
  /** The warehouse kept saying that it starts. */
  | { readonly kind: "not-started" }
  | { readonly kind: "session-lost" }
  | { readonly kind: "network"; readonly error: unknown; readonly passing: boolean }
  | { readonly kind: "credentials"; readonly diagnostic: Diagnostic }
  | SqlFailure
  | { readonly kind: "unreadable" };

export interface SqlFailure {
  readonly kind: "sql";
  /** Spark's name of the error, such as `TABLE_OR_VIEW_NOT_FOUND`. */
  readonly condition: string | null;
  readonly sqlState: string | null;
  readonly message: string;
}

/** What something thrown by the driver, or on the way to it, means. */
export async function failureOf(error: unknown): Promise<Failure> {
  if (error instanceof DeadlineError) return { kind: "timeout" };
  if (error instanceof WorkspaceError) return { kind: "credentials", diagnostic: error.diagnostic };
  if (!isRecord(error)) return { kind: "unreadable" };
  return (await httpFailure(error)) ?? statementFailure(error) ?? networkFailure(error) ?? { kind: "unreadable" };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The driver gives the state of a failed operation, or its status; neither comes with a class of its own that is exported. */
function statementFailure(error: Readonly<Record<string, unknown>>): Failure | null {
  const response = isRecord(error["response"]) ? error["response"] : null;
  const isStatus = error["name"] === "Status Error";
  if (isStatus || typeof error["errorCode"] === "string") {
    const message =
      textOf(response?.["displayMessage"]) || textOf(response?.["errorMessage"]) || textOf(error["message"]);
    return isLostSession(message) ? { kind: "session-lost" } : sqlFailure(message, textOf(response?.["sqlState"]));
  }
  return isLostSession(textOf(error["message"])) ? { kind: "session-lost" } : null;
}

const lostSession =
  /invalid session ?handle|session handle.*not been initialized|session (?:was closed|has expired|is closed)|INVALID_HANDLE/is;

function isLostSession(message: string): boolean {
  return lostSession.test(message.slice(0, 2000));
}

function sqlFailure(message: string, sqlState: string): SqlFailure {
  const head = message.slice(0, 10_000);
  const condition = /\[([A-Z][A-Z0-9_]*)(?:\.[A-Z0-9_]+)*\]/.exec(head)?.[1] ?? /^\W*([A-Z]+_[A-Z_]+):/.exec(head)?.[1];
  const state = /SQLSTATE: ?([0-9A-Z]{5})/.exec(head)?.[1];
  return { kind: "sql", condition: condition ?? null, sqlState: sqlState === "" ? (state ?? null) : sqlState, message };
}

function networkFailure(error: Readonly<Record<string, unknown>>): Failure | null {
  const message = textOf(error["message"]);
  if (/request timed out|network timeout/i.test(message)) return { kind: "timeout" };
  const isBrokenOff = /socket hang up|premature close|aborted|Error when connecting to resource/i.test(message);
  if (error["name"] !== "FetchError" && typeof error["code"] !== "string" && !isBrokenOff) return null;
  return { kind: "network", error, passing: isBrokenOff || isPassingFailure(error) };
}
