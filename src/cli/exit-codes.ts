import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { hasErrors } from "../diagnostics/diagnostic.js";

/** What the process ends with. `internal` is the `EX_SOFTWARE` of sysexits.h. */
export const exitCodes = { ok: 0, findings: 1, usage: 2, io: 3, internal: 70 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const files = ["GP5001", "GP5002", "GP5003", "GP5012", "GP5013"];
const workspace = ["GP5101", "GP5102", "GP5103", "GP5106", "GP5107", "GP5108", "GP5109", "GP5110", "GP5111"];
const emulator = ["GP5201", "GP5202"];
const replay = ["GP5301", "GP5305"];
const ioCodes: ReadonlySet<string> = new Set([...files, ...workspace, ...emulator, ...replay]);
const usageCodes: ReadonlySet<string> = new Set(["GP4201", "GP4202"]);

/** Whether files, directories or the workspace, rather than what they say, are the problem. */
export function hasIoErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => ioCodes.has(diagnostic.code));
}

/** Exit code for what a command found; warnings alone are fine. */
export function exitCodeFor(diagnostics: readonly Diagnostic[]): ExitCode {
  if (diagnostics.some(({ code }) => usageCodes.has(code))) return exitCodes.usage;
  if (hasIoErrors(diagnostics)) return exitCodes.io;
  return hasErrors(diagnostics) ? exitCodes.findings : exitCodes.ok;
}
