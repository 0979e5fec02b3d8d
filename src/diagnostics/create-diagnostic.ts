import { type DiagnosticCode, diagnosticCodes } from "./codes.js";
import type { Diagnostic } from "./diagnostic.js";

/** A diagnostic with the severity its code stands for. */
export function diagnostic(
  code: DiagnosticCode,
  message: string,
  details: Omit<Diagnostic, "code" | "severity" | "message"> = {},
): Diagnostic {
  return { code, severity: diagnosticCodes[code].severity, message, ...details };
}
