import { quote } from "../../ddl/quote.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { ioReason } from "../../files/io-reason.js";
import { type LogDirectory, LogFileError } from "./actions.js";
import type { Incomplete } from "./log-files.js";

const copyAgain = "Copy the whole _delta_log directory of the table again, or read the table with --table.";

/** The log has nothing to read. */
export function emptyLog(log: LogDirectory): Diagnostic {
  const message = "The Delta log has no commit and no checkpoint.";
  return diagnostic("GP2206", message, { file: log.path, hint: copyAgain });
}

/** A version is gone that the state of the table depends on. */
export function unreachable(log: LogDirectory, missing: number, incomplete: Incomplete | null): Diagnostic {
  const parts =
    incomplete !== null && incomplete.version >= missing
      ? ` (of the checkpoint of version ${incomplete.version} only ${incomplete.present} of ${incomplete.parts} parts are there)`
      : "";
  const message = `The Delta log lacks the commit of version ${missing}, and no checkpoint makes up for it${parts}.`;
  return diagnostic("GP2206", message, { file: log.path, hint: copyAgain });
}

/** Everything was read, and nothing says the schema. */
export function noMetaData(log: LogDirectory): Diagnostic {
  const message = "No commit and no checkpoint of the Delta log has a metaData action, which holds the schema.";
  return diagnostic("GP2206", message, { file: log.path, hint: copyAgain });
}

/** A file of the log that cannot be read, or does not hold what its name says. */
export function fileFault(file: string, format: "json" | "parquet", error: unknown, code: string | null): Diagnostic {
  // Only codes of the operating system: a reader led astray by a broken file gets ERR_OUT_OF_RANGE from Node.
  if (code !== null && (!code.startsWith("ERR_") || code === "ERR_STRING_TOO_LONG")) {
    return diagnostic("GP5003", `The file cannot be read: ${ioReason(error)}.`, { file });
  }
  const unsound = format === "json" ? "it is not sound JSON" : "it is not sound Parquet";
  const reason = error instanceof LogFileError ? error.message : `${unsound}${detail(error)}`;
  return diagnostic("GP2206", `The file of the Delta log cannot be used: ${reason}.`, { file, hint: copyAgain });
}

/** What a reader says of a file it does not take; the errors of JavaScript itself say nothing about the file. */
function detail(error: unknown): string {
  const isOurs = error instanceof Error && !(error instanceof TypeError) && !(error instanceof RangeError);
  return isOurs ? `: ${quote(error.message)}` : "";
}

/** A commit that waits for the catalog to count it, and that would change what the log says. */
export function stagedChange(file: string, version: number): Diagnostic {
  const message = `The commit of version ${version} changes the table, and only its catalog knows whether the commit counts.`;
  return diagnostic("GP2206", message, { file, hint: "Read the table from its workspace with --table." });
}
