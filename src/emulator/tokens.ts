import { randomBytes } from "node:crypto";
import type { Clock } from "../async/clock.js";
import type { AuthorizationDetail, TokenPurpose, TokenRegistry, TokenVerdict } from "./core.js";

/** Where tokens are checked at all, and against what. */
export interface TokenRules {
  /** `any`: each token is a valid one, with every grant. */
  readonly accept: "issued" | "any";
  /** Tables, in lower case, whose privileges nobody was granted. */
  readonly deniedTables: ReadonlySet<string>;
}

interface IssuedToken {
  readonly clientId: string;
  readonly resource: string | null;
  readonly details: readonly AuthorizationDetail[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Beyond that many the oldest is forgotten: it is then unknown rather than expired. */
const maxTokens = 10_000;

/** Tokens by their text. */
export class Tokens implements TokenRegistry {
  readonly #tokens = new Map<string, IssuedToken>();
  readonly #rules: TokenRules;
  readonly #clock: Clock;
  #issued = 0;
  /** Expired before their time. */
  #expired: ReadonlySet<string> = new Set();

  constructor(rules: TokenRules, clock: Clock) {
    this.#rules = rules;
    this.#clock = clock;
  }

  /** How many were given out. */
  get issued(): number {
    return this.#issued;
  }

  issue(
    clientId: string,
    _scope: string,
    resource: string | null,
    details: readonly AuthorizationDetail[],
    seconds: number,
  ): string {
    const token = randomBytes(32).toString("base64url");
    this.#tokens.set(token, { clientId, resource, details, expiresAt: this.#clock.now() + seconds * 1_000 });
    this.#issued += 1;
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size > maxTokens && oldest !== undefined) this.#tokens.delete(oldest);
    return token;
  }

  verify(token: string, purpose: TokenPurpose, table: string | null): TokenVerdict {
    const known = this.#tokens.get(token);
    if (this.#rules.accept === "any") return this.#grants(known?.clientId ?? "", [], purpose, table);
    if (known === undefined) return { kind: "unknown" };
    if (this.#expired.has(token) || known.expiresAt <= this.#clock.now()) return { kind: "expired" };
    if ((purpose === "ingest") !== (known.resource !== null)) return { kind: "wrong_scope" };
    const missing = purpose === "ingest" && table !== null ? missingPrivileges(known.details, table) : [];
    return this.#grants(known.clientId, missing, purpose, table);
  }

  expireAll(): void {
    this.#expired = new Set(this.#tokens.keys());
  }

  #grants(clientId: string, missing: readonly string[], purpose: TokenPurpose, table: string | null): TokenVerdict {
    const denied = purpose === "ingest" && table !== null && this.#rules.deniedTables.has(table.toLowerCase());
    const privileges = denied ? tablePrivileges : missing;
    return privileges.length === 0 ? { kind: "ok", clientId } : { kind: "missing_grants", privileges };
  }
}

const tablePrivileges = ["SELECT", "MODIFY"];

/** What a token for a table must say beside `tablePrivileges`: that its catalog and its schema may be used. */
function missingPrivileges(details: readonly AuthorizationDetail[], table: string): readonly string[] {
  const [catalog = "", schema = ""] = table.split(".");
  return [
    ...missing(details, "CATALOG", catalog, ["USE CATALOG"]),
    ...missing(details, "SCHEMA", `${catalog}.${schema}`, ["USE SCHEMA"]),
    ...missing(details, "TABLE", table, tablePrivileges),
  ];
}

function missing(
  details: readonly AuthorizationDetail[],
  objectType: string,
  path: string,
  wanted: readonly string[],
): readonly string[] {
  const granted = details
    .filter((detail) => detail.objectType.toUpperCase() === objectType)
    .filter((detail) => detail.objectPath.toLowerCase() === path.toLowerCase())
    .flatMap(({ privileges }) => privileges.map((privilege) => privilege.toUpperCase().replaceAll("_", " ")));
  return wanted.filter((privilege) => !granted.includes(privilege));
}
