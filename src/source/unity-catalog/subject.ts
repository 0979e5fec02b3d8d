import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { DiagnosticCode } from "../../diagnostics/codes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { shown } from "../workspace/server-text.js";

/** What a request is about. */
export type Subject =
  | { readonly kind: "catalogs" }
  | { readonly kind: "catalog"; readonly catalog: string }
  | { readonly kind: "schema"; readonly catalog: string; readonly schema: string }
  | { readonly kind: "table"; readonly catalog: string; readonly schema: string; readonly table: string };

/** Why a request failed, whatever it was about. */
export interface Failure {
  readonly code: DiagnosticCode;
  /** Completes "… cannot be read: …", without a full stop. */
  readonly reason: string;
  readonly hint: string | null;
}

/** A request that got no answer to use. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly failure: Failure;
  /** The server's error code where it says that the subject, or what it lies in, does not exist. */
  readonly missing: string | null;

  constructor(failure: Failure, missing: string | null) {
    super(failure.reason);
    this.failure = failure;
    this.missing = missing;
  }
}

/** What another part of the source found out, as a failure of our request. */
export function failureOf({ code, message, hint }: Diagnostic): Failure {
  return { code, reason: message.replace(/\.$/, ""), hint: hint ?? null };
}

/** The failure in front of the user; it names the table where it is about one. */
export function problem(subject: Subject, { code, reason, hint }: Failure): Diagnostic {
  const table = subject.kind === "table" ? { table: nameOf(subject) } : {};
  const details = { ...(hint === null ? {} : { hint }), ...table };
  return diagnostic(code, `${described(subject)} cannot be read: ${reason}.`, details);
}

/** Full name, its parts between dots. */
export function nameOf(subject: Exclude<Subject, { kind: "catalogs" }>): string {
  return partsOf(subject).join(".");
}

/** Names of the catalog, the schema and the table, as far as the subject goes. */
export function partsOf(subject: Subject): readonly string[] {
  switch (subject.kind) {
    case "catalogs":
      return [];
    case "catalog":
      return [subject.catalog];
    case "schema":
      return [subject.catalog, subject.schema];
    case "table":
      return [subject.catalog, subject.schema, subject.table];
  }
}

const titles = { catalog: "Catalog", schema: "Schema", table: "Table" };

/** The subject as a sentence begins with it. */
function described(subject: Subject): string {
  return subject.kind === "catalogs" ? "The list of catalogs" : `${titles[subject.kind]} ${shown(nameOf(subject))}`;
}
