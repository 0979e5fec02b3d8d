import { formatName } from "../../catalog/format-text.js";
import { oneLine } from "./server-text.js";
import type { Subject } from "./subject.js";

/** A privilege the server says is missing, as `GRANT` writes it. */
interface Grant {
  readonly privilege: string;
  readonly securable: string;
  readonly name: string;
}

const missing = /does not have (?:the )?([A-Z][A-Z_ ]{1,40}?)(?: privileges?)? on (\w+) ['"`]([^'"`]{1,255})['"`]/i;

const securables: ReadonlySet<string> = new Set(["CATALOG", "SCHEMA", "TABLE", "VIEW"]);

const toPrincipal = "TO `<user, group or service principal>`";

/** The statements that let the credentials read the subject: the one the server names, or all that reading needs. */
export function grantHint(message: string, subject: Subject): string {
  const grant = missingGrant(message);
  if (grant !== null) return `Whoever manages it can say: ${statement(grant)}.`;
  const grants = neededGrants(subject).map(statement).join("; ");
  return `Reading needs these grants (BROWSE on the catalog may stand for SELECT): ${grants}.`;
}

/** Reads `User does not have USE SCHEMA on Schema 'main.sensors'.`; null where the message is of another form. */
function missingGrant(message: string): Grant | null {
  const [, privilege = "", kind = "", name = ""] = missing.exec(message) ?? [];
  const securable = kind.toUpperCase();
  if (!securables.has(securable)) return null;
  return { privilege: privilege.toUpperCase().replaceAll("_", " "), securable, name };
}

function statement({ privilege, securable, name }: Grant): string {
  const parts = oneLine(name).split(".").map(formatName);
  return `GRANT ${privilege} ON ${securable} ${parts.join(".")} ${toPrincipal}`;
}

function neededGrants(subject: Subject): readonly Grant[] {
  const catalog = subject.kind === "catalogs" ? "<catalog>" : subject.catalog;
  const onCatalog = { privilege: "USE CATALOG", securable: "CATALOG", name: catalog };
  if (subject.kind === "catalogs" || subject.kind === "catalog") {
    const all = ["USE SCHEMA", "SELECT"].map((privilege) => ({ ...onCatalog, privilege }));
    return [onCatalog, ...all];
  }
  const schema = `${catalog}.${subject.schema}`;
  const onSchema = { privilege: "USE SCHEMA", securable: "SCHEMA", name: schema };
  if (subject.kind === "schema") return [onCatalog, onSchema, { ...onSchema, privilege: "SELECT" }];
  return [onCatalog, onSchema, { privilege: "SELECT", securable: "TABLE", name: `${schema}.${subject.table}` }];
}
