import type { StatusName } from "./faults.js";

/** How a stream ends: a gRPC status and its text. */
export interface StreamEnd {
  readonly status: StatusName | "OK";
  readonly message: string;
}

export const streamEnded: StreamEnd = { status: "OK", message: "" };

/** A text with one of the service's own codes in front. */
export function withCode(code: number, message: string): string {
  return `Error ${code}: ${message}`;
}
