import type { DiagnosticCode } from "../../diagnostics/codes.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { quote } from "../../ddl/quote.js";
import { withoutSecrets } from "../../network/server-text.js";
import { describeNetworkFailure } from "../workspace/network-failure.js";
import type { Failure, SqlFailure } from "./failure.js";
import { grantHint } from "../workspace/grants.js";
import { errorText } from "../workspace/server-text.js";

/** The warehouse that is read from, for messages. */
export interface WarehousePlace {
  /** Its id, or the HTTP path. */
  readonly name: string;
  readonly origin: string;
  readonly credentials: string;
  /** Longest wait for one answer in milliseconds. */
  readonly timeout: number;
  /** Tokens sent so far; a server may repeat them. */
  readonly secrets: ReadonlySet<string>;
}

/** What was to be read. */
export interface Wanted {
  /** As a message names it: ``the table `main.sensors.air_quality` ``. */
  readonly subject: string;
  /** Full name, where it is one table. */
  readonly table: string | null;
}

/** What a person has to know of a failure, and can do about it. */
export function describeFailure(failure: Failure, wanted: Wanted, place: WarehousePlace): Diagnostic {
  const table = wanted.table === null ? {} : { table: wanted.table };
  switch (failure.kind) {
    case "network":
      return { ...describeNetworkFailure(failure.error, place.origin), ...table };
    case "credentials":
      return { ...failure.diagnostic, ...table };
    case "sql":
      return describeSql(failure, wanted, place);
    case "unauthenticated":
    case "forbidden":
    case "no-warehouse":
    case "refused":
      return explained(explainRefusal(failure, `${wanted.subject} was not read`, place), table);
    default:
      return explained(explainTrouble(failure, `${wanted.subject} was not read`, place), table);
  }
}

function explained({ code, message, hint }: Explanation, table: { readonly table?: string }): Diagnostic {
  return diagnostic(code, message, { hint, ...table });
}

interface Explanation {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
}

type Trouble = Extract<Failure, { readonly kind: "timeout" | "not-started" | "busy" | "session-lost" | "unreadable" }>;
type Refusal = Exclude<Failure, Trouble | { readonly kind: "network" | "credentials" | "sql" }>;

/** Nothing is wrong with the question, but no answer came. */
function explainTrouble(failure: Trouble, unread: string, place: WarehousePlace): Explanation {
  const warehouse = `The SQL warehouse ${quote(place.name)}`;
  switch (failure.kind) {
    case "timeout":
      return {
        code: "GP5107",
        message: `${warehouse} did not answer within ${seconds(place.timeout)}: ${unread}.`,
        hint: "See in the workspace, under SQL Warehouses, whether it runs, and start it if not; or raise --timeout.",
      };
    case "not-started":
      return {
        code: "GP5107",
        message: `${warehouse} is still starting: ${unread}.`,
        hint: "Start it in the workspace, under SQL Warehouses, and try again when it runs; or raise --timeout.",
      };
    case "busy":
      return {
        code: "GP5108",
        message: `${warehouse} keeps failing with status ${failure.status}${said(failure.message, place)}: ${unread}.`,
        hint: "Try again later.",
      };
    case "session-lost":
      return {
        code: "GP5108",
        message: `${warehouse} keeps losing the session: ${unread}.`,
        hint: "It may have been stopped or restarted; try again.",
      };
    case "unreadable":
      return {
        code: "GP5109",
        message: `The answer of the SQL warehouse ${quote(place.name)} cannot be understood: ${unread}.`,
        hint: "Check the host and the HTTP path; a proxy may have answered in its place.",
      };
  }
}

/** The warehouse, or what stands before it, does not want us. */
function explainRefusal(failure: Refusal, unread: string, place: WarehousePlace): Explanation {
  const warehouse = `The SQL warehouse ${quote(place.name)}`;
  switch (failure.kind) {
    case "unauthenticated":
      return {
        code: "GP5103",
        message: `${place.origin} refused the ${place.credentials}: ${unread}.`,
        hint: "They may be out of date, revoked, or of another workspace.",
      };
    case "forbidden":
      return {
        code: "GP5104",
        message: `${warehouse} may not be used with the ${place.credentials}${said(failure.message, place)}: ${unread}.`,
        hint: "Ask its owner for the permission CAN USE: in the workspace under SQL Warehouses, Permissions.",
      };
    case "no-warehouse":
      return {
        code: "GP5110",
        message: `There is no SQL warehouse ${quote(place.name)} at ${place.origin}: ${unread}.`,
        hint: "Take the id or the HTTP path from the connection details of the warehouse; it may have been deleted.",
      };
    case "refused":
      return {
        code: "GP5110",
        message: `${warehouse} refused with status ${failure.status}${said(failure.message, place)}: ${unread}.`,
        hint: "See its state in the workspace, under SQL Warehouses.",
      };
  }
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}

/** What the server said, in parentheses. */
function said(message: string, place: WarehousePlace): string {
  const text = errorText(withoutSecrets(message, place.secrets));
  return text === "" ? "" : ` (${text})`;
}

const missing: ReadonlySet<string | null> = new Set([
  "TABLE_OR_VIEW_NOT_FOUND",
  "SCHEMA_NOT_FOUND",
  "CATALOG_NOT_FOUND",
  "NO_SUCH_CATALOG_EXCEPTION",
  "NO_SUCH_SCHEMA_EXCEPTION",
  "RESOURCE_DOES_NOT_EXIST",
  "TABLE_DOES_NOT_EXIST",
  "SCHEMA_DOES_NOT_EXIST",
  "CATALOG_DOES_NOT_EXIST",
]);

const refused: ReadonlySet<string | null> = new Set([
  "INSUFFICIENT_PERMISSIONS",
  "PERMISSION_DENIED",
  "UNAUTHORIZED_ACCESS",
]);

/** Whether the statement failed because what it is about does not exist, or looks as if it did not. */
export function isMissing({ condition, sqlState }: SqlFailure): boolean {
  return missing.has(condition) || sqlState === "42P01" || sqlState === "42704";
}

function isRefused({ condition, sqlState }: SqlFailure): boolean {
  return refused.has(condition) || sqlState === "42501";
}

function describeSql(failure: SqlFailure, { subject, table }: Wanted, place: WarehousePlace): Diagnostic {
  const text = errorText(withoutSecrets(failure.message, place.secrets));
  const details = table === null ? {} : { table };
  if (isMissing(failure)) {
    const hint =
      "Check the name. What the credentials may not see is not found either: that takes USE CATALOG, USE SCHEMA, and SELECT or BROWSE.";
    return diagnostic("GP5105", `${capital(subject)} is not found in the workspace.`, { hint, ...details });
  }
  if (isRefused(failure)) {
    const hint = grantHint(withoutSecrets(failure.message, place.secrets), table?.split(".") ?? []);
    return diagnostic("GP5104", `${capital(subject)} may not be read: ${text}.`, { hint, ...details });
  }
  const message = `${capital(subject)} was not read, its statement failed${text === "" ? "" : `: ${text}`}.`;
  return diagnostic("GP5111", message, { hint: "The query history of the warehouse shows the statement.", ...details });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
