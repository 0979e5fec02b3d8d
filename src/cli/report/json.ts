import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { UsageError } from "../usage-error.js";

/** A report for machines: one JSON object, the same bytes for the same input. */
export function jsonText(report: object, exitCode: ExitCode): string {
  return stringify({ ok: exitCode === exitCodes.ok, exitCode, ...report });
}

/** What `--json` prints for a command line that is wrong. */
export function usageJson(error: UsageError): string {
  return stringify({ ok: false, exitCode: exitCodes.usage, error: { message: error.message, hint: error.hint } });
}

/** What `--json` prints for a fault in the product. */
export function faultJson(diagnostic: Diagnostic): string {
  return stringify({ ok: false, exitCode: exitCodes.internal, diagnostics: [diagnostic] });
}

function stringify(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
