import { errorCodes } from "./names.js";

/** The gRPC statuses other than OK, by their numbers less 1. */
export const zerobusStatuses = [
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;

/** A gRPC status by its name, other than OK. */
export type ZerobusStatus = (typeof zerobusStatuses)[number];

/** What an error is about; what is not known is null. */
export interface ZerobusPlace {
  /** `catalog.schema.table` */
  readonly table: string | null;
  readonly streamId: string | null;
}

export interface ZerobusErrorFacts extends ZerobusPlace {
  readonly status: ZerobusStatus;
  /** The service's own code, such as 4024; null where its text has none. */
  readonly code: number | null;
  readonly retryable: boolean;
  readonly cause?: unknown;
}

/**
 * A failure of a stream, of the way to the service, or of the producer itself, in the terms of gRPC.
 *
 * `status` is the gRPC status; `retryable` whether the same rows may well be taken later.
 */
export class ZerobusError extends Error implements ZerobusErrorFacts {
  override readonly name: string = "ZerobusError";
  readonly status: ZerobusStatus;
  readonly code: number | null;
  readonly retryable: boolean;
  readonly table: string | null;
  readonly streamId: string | null;

  constructor(message: string, facts: ZerobusErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.status = facts.status;
    this.code = facts.code;
    this.retryable = facts.retryable;
    this.table = facts.table;
    this.streamId = facts.streamId;
  }
}

/** Statuses that no later try changes. UNAUTHENTICATED is not among them: a new token may be taken. */
const finalStatuses: ReadonlySet<ZerobusStatus> = new Set([
  "INVALID_ARGUMENT",
  "NOT_FOUND",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "PERMISSION_DENIED",
]);

/** What to do about a code of the service. */
const advice: ReadonlyMap<number, string> = new Map([
  [
    errorCodes.missingGrants,
    "Grant the service principal MODIFY and SELECT on the table itself; grants on its schema or catalog, and ALL PRIVILEGES, do not count.",
  ],
  [errorCodes.endpointNotEnabled, "Let Databricks enable Zerobus Ingest for the workspace, and check the endpoint."],
  [errorCodes.schemaValidation, "The table has changed: generate its code again with gen-producers."],
  [errorCodes.descriptor, "Generate the table's code again with gen-producers."],
]);

/** The error of a gRPC status with the text that came with it. */
export function statusError(status: ZerobusStatus, text: string, place: ZerobusPlace, cause?: unknown): ZerobusError {
  const code = codeIn(text);
  const hint = code === null ? undefined : advice.get(code);
  const said = `${status}${text === "" ? "" : `: ${text}`}`;
  const message = `${place.table === null ? "" : `${place.table}: `}${said}${hint === undefined ? "" : ` (${hint})`}`;
  return new ZerobusError(message, { ...place, status, code, retryable: !finalStatuses.has(status), cause });
}

const knownCodes: ReadonlySet<number> = new Set(Object.values(errorCodes));

/** The service writes its codes into the text: the first number that is one of them. */
function codeIn(text: string): number | null {
  for (const [digits] of text.matchAll(/\b\d{4}\b/g)) if (knownCodes.has(Number(digits))) return Number(digits);
  return null;
}
