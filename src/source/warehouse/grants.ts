import { formatName } from "../../catalog/format-text.js";
import { oneLine } from "./server-text.js";

/** Such as `User does not have USE SCHEMA on Schema 'main.sensors'`, or "permission SELECT on table `main`.`sensors`". */
const missingGrant =
  /does not have (?:permission )?([A-Z][A-Z_, ]{2,80}?) on (catalog|schema|database|table|view|materialized view|streaming table) ('[^'\n]{1,400}'|`[^`\n]{1,200}`(?:\.`[^`\n]{1,200}`){0,2})/giu;

/** The statement that gives the grant which the message says is missing, or those that reading a table takes. */
export function grantHint(message: string, table: string | null): string {
  const grants = Array.from(message.slice(0, 5000).matchAll(missingGrant), ([, privilege, kind, name]) =>
    grant(privilege ?? "", kind ?? "", nameParts(name ?? "")),
  );
  const needed = grants.length > 0 ? [...new Set(grants)].slice(0, 3) : table === null ? [] : grantsOf(table);
  if (needed.length === 0) return "Ask for USE CATALOG, USE SCHEMA and SELECT on what is to be read.";
  return `Ask for: ${needed.join("; ")}.`;
}

function grant(privilege: string, kind: string, parts: readonly string[]): string {
  const names = parts.map(formatName).join(".");
  const words = privilege.trim().replaceAll("_", " ").toUpperCase();
  const object = /view|table/i.test(kind) ? "TABLE" : kind.toUpperCase().replace("DATABASE", "SCHEMA");
  return `GRANT ${words} ON ${object} ${names} TO \`<user, group or service principal>\``;
}

/** The parts of `'main.sensors'` or `` `main`.`sensors` ``. */
function nameParts(quoted: string): readonly string[] {
  const name = oneLine(quoted.slice(1, -1));
  return name.split(quoted.startsWith("'") ? "." : /`\.`/);
}

function grantsOf(table: string): readonly string[] {
  const [catalog = "", schema = "", name = ""] = table.split(".");
  return [
    grant("USE CATALOG", "catalog", [catalog]),
    grant("USE SCHEMA", "schema", [catalog, schema]),
    grant("SELECT", "table", [catalog, schema, name]),
  ];
}
