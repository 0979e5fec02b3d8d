import { type JsonObject, memberOf, parseJsonTree } from "../../config/json-tree.js";

/** What `init` adds, by name. */
export const producerScripts: Readonly<Record<string, string>> = {
  "generate:producers": "gen-producers",
  "check:producers": "gen-producers check",
};

export interface AddedScripts {
  /** The text of package.json with the scripts; everything else is as it was, to the byte. */
  readonly text: string;
  /** Names that were not there before. */
  readonly added: readonly string[];
}

/** Adds the scripts that are not there by name; null where the text is no package.json. */
export function addScripts(text: string, scripts: Readonly<Record<string, string>>): AddedScripts | null {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const { root } = parseJsonTree(text.slice(start));
  if (root?.kind !== "object") return null;
  const present = memberOf(root, "scripts")?.value ?? null;
  if (present !== null && present.kind !== "object") return null;
  const missing = Object.entries(scripts).filter(([name]) => present === null || memberOf(present, name) === null);
  if (missing.length === 0) return { text, added: [] };
  const changed = withScripts(text.slice(start), root, present, missing);
  return { text: text.slice(0, start) + changed, added: missing.map(([name]) => name) };
}

type Entries = readonly (readonly [name: string, command: string])[];

function withScripts(text: string, root: JsonObject, scripts: JsonObject | null, entries: Entries): string {
  const layout = layoutOf(text, root);
  const members = entries.map(([name, command]) => `${JSON.stringify(name)}: ${JSON.stringify(command)}`);
  if (scripts !== null) return insert(text, scripts, members, layout, 1);
  return insert(text, root, [`"scripts": ${objectText(members, layout, 1)}`], layout, 0);
}

/** How the file breaks and indents lines. */
interface Layout {
  /** Empty where the whole object stands on one line. */
  readonly lineBreak: string;
  readonly unit: string;
}

function layoutOf(text: string, root: JsonObject): Layout {
  const first = root.members[0];
  if (first === undefined) return { lineBreak: text.includes("\r\n") ? "\r\n" : "\n", unit: "  " };
  const [, lineBreak = "", unit = ""] = /(\r?\n)?([ \t]*)$/.exec(text.slice(0, first.keyRange.start)) ?? [];
  return { lineBreak, unit };
}

/** After the last member, set off as that one is. */
function insert(text: string, into: JsonObject, members: readonly string[], layout: Layout, depth: number): string {
  const last = into.members.at(-1);
  if (last === undefined) return text.slice(0, into.start) + objectText(members, layout, depth) + text.slice(into.end);
  const [space = ""] = /\s*$/.exec(text.slice(0, last.keyRange.start)) ?? [];
  const more = members.map((member) => `,${space}${member}`).join("");
  return text.slice(0, last.value.end) + more + text.slice(last.value.end);
}

function objectText(members: readonly string[], { lineBreak, unit }: Layout, depth: number): string {
  if (lineBreak === "") return `{ ${members.join(", ")} }`;
  const inner = lineBreak + unit.repeat(depth + 1);
  return `{${inner}${members.join(`,${inner}`)}${lineBreak}${unit.repeat(depth)}}`;
}
