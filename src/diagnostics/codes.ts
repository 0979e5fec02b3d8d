export type Severity = "error" | "warning" | "info";

interface CodeFacts {
  readonly severity: Severity;
  /** What the code stands for, in a few words; the line of the reference page. */
  readonly title: string;
}

/**
 * Every diagnostic the product can print. GP1xxx: reading DDL. GP2xxx: what a definition means, and its types.
 * GP3xxx: rules of the service. GP4xxx: options, names and emitted code. GP5xxx: files and the outside world.
 * A code, once released, keeps its meaning.
 */
export const diagnosticCodes = {
  GP1001: { severity: "error", title: "Syntax error in a statement" },
} as const satisfies Readonly<Record<string, CodeFacts>>;

export type DiagnosticCode = keyof typeof diagnosticCodes;
