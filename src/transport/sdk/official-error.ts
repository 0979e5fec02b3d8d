import { safeText } from "../safe-text.js";
import { statusError, type ZerobusError, type ZerobusPlace, type ZerobusStatus } from "../../zerobus/zerobus-error.js";

/** The client writes a status with the description its gRPC library, tonic, has for it. */
const statusOfDescription: ReadonlyMap<string, ZerobusStatus> = new Map([
  ["The operation was cancelled", "CANCELLED"],
  ["Unknown error", "UNKNOWN"],
  ["Client specified an invalid argument", "INVALID_ARGUMENT"],
  ["Deadline expired before operation could complete", "DEADLINE_EXCEEDED"],
  ["Some requested entity was not found", "NOT_FOUND"],
  ["Some entity that we attempted to create already exists", "ALREADY_EXISTS"],
  ["The caller does not have permission to execute the specified operation", "PERMISSION_DENIED"],
  ["Some resource has been exhausted", "RESOURCE_EXHAUSTED"],
  ["The system is not in a state required for the operation's execution", "FAILED_PRECONDITION"],
  ["The operation was aborted", "ABORTED"],
  ["Operation was attempted past the valid range", "OUT_OF_RANGE"],
  ["Operation is not implemented or not supported", "UNIMPLEMENTED"],
  ["Internal error", "INTERNAL"],
  ["The service is currently unavailable", "UNAVAILABLE"],
  ["Unrecoverable data loss or corruption", "DATA_LOSS"],
  ["The request does not have valid authentication credentials", "UNAUTHENTICATED"],
]);

/** Failures of the client itself, by the words they begin with. */
const ownFailures: readonly (readonly [beginning: string, status: ZerobusStatus])[] = [
  ["Failed to extract workspace_id", "INVALID_ARGUMENT"],
  ["Specified UC token is in invalid format", "UNAUTHENTICATED"],
  ["Specified UC table name is invalid", "INVALID_ARGUMENT"],
  ["The specified Zerobus endpoint is in invalid format", "INVALID_ARGUMENT"],
  ["Failed to open a channel", "UNAVAILABLE"],
  ["Failed to establish TLS connection", "UNAVAILABLE"],
  ["Connection timeout", "UNAVAILABLE"],
];

/** What the client was doing; it writes this before every failure. */
const doing = /^Failed to (?:create (?:SDK|stream)|wait for offset|ingest (?:batch|record)): /u;

/** A status as tonic writes it, behind what the client takes it for. Only where it begins, as the service's text may hold another. */
const writtenStatus =
  /^(?:Failed to create stream|Stream is closed): code: '(.+?)'(?:, message: "((?:[^"\\]|\\.)*)")?(?:[.,]|$)/su;

/** What a stream that the service ended in order says. */
const endedInOrder = /^(?:Failed to create stream|Stream is closed): code: 'The operation completed successfully'/u;

/** `waitForOffset` has waited as long as it may. */
const waitedInVain =
  /^Stream is closed: code: 'Deadline expired before operation could complete', message: "Waiting for acknowledgement timed out"$/u;

/**
 * The error of a failure of the official client; null where the service ended the stream in order.
 *
 * None of the secrets stands in its message, should the service have repeated one.
 */
export function officialError(failure: unknown, place: ZerobusPlace, secrets: readonly string[]): ZerobusError | null {
  const text = textOf(failure);
  if (endedInOrder.test(text)) return null;
  const [status, said] = readStatus(text);
  return statusError(status, safeText(said, secrets), place);
}

/** Whether a wait for an offset only took too long, which says nothing about the stream. */
export function isWaitTimeout(failure: unknown): boolean {
  return waitedInVain.test(textOf(failure));
}

function textOf(failure: unknown): string {
  return (failure instanceof Error ? failure.message : String(failure)).replace(doing, "");
}

function readStatus(text: string): readonly [status: ZerobusStatus, said: string] {
  const [, description = "", message] = writtenStatus.exec(text) ?? [];
  const written = statusOfDescription.get(description);
  if (written !== undefined) return [written, message === undefined ? description : unescaped(message)];
  // So the client writes INVALID_ARGUMENT of a stream; the full stop is its own.
  const refused = /^Invalid argument: (.*?)\.?$/su.exec(text);
  if (refused !== null) return ["INVALID_ARGUMENT", refused[1] ?? ""];
  return [ownFailures.find(([beginning]) => text.startsWith(beginning))?.[1] ?? "UNKNOWN", text];
}

/** Text that Rust has put between quotes. What stands for a control character becomes a blank. */
function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u\{[0-9a-f]+\}|(.))/gsu, (_, character: string | undefined) => {
    return character === undefined || "ntr0".includes(character) ? " " : character;
  });
}
