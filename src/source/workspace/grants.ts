import { formatName } from "../../catalog/format-text.js";
import { oneLine } from "./server-text.js";

/** Such as `User does not have USE SCHEMA on Schema 'main.sensors'`, or "permission SELECT on table `main`.`sensors`". */
const missingGrant =
  /does not have (?:the |permission )?([A-Z][A-Z_, ]{0,80}?)(?: privileges?)? on (catalog|schema|database|table|view|materialized view|streaming table) ('[^'\n]{1,400}'|"[^"\n]{1,400}"|`[^`\n]{1,200}`(?:\.`[^`\n]{1,200}`){0,2})/giu;

/**
 * The statements that give the grants which the message says are missing, or else those that reading takes.
 * @param read names of the catalog, the schema and the table that were to be read, as far as it is known
 */
export function grantHint(message: string, read: readonly string[]): string {
  const missing = Array.from(message.slice(0, 5000).matchAll(missingGrant), ([, privilege, kind, name]) =>
    grant(privilege ?? "", kind ?? "", nameParts(name ?? "")),
  );
  if (missing.length > 0) return `Whoever manages it can say: ${[...new Set(missing)].slice(0, 3).join("; ")}.`;
  return `Reading needs these grants (BROWSE on the catalog may stand for SELECT): ${grantsFor(read).join("; ")}.`;
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
  return name.split(quoted.startsWith("`") ? /`\.`/ : ".");
}

const kinds = ["catalog", "schema", "table"];

/** What is granted on a catalog or a schema holds for everything in it. */
function grantsFor(read: readonly string[]): readonly string[] {
  const names = read.length === 0 ? ["<catalog>"] : read;
  const [catalog, schema] = [names.slice(0, 1), names.slice(0, 2)];
  return [
    grant("USE CATALOG", "catalog", catalog),
    grant("USE SCHEMA", kinds[schema.length - 1] ?? "", schema),
    grant("SELECT", kinds[names.length - 1] ?? "", names),
  ];
}
