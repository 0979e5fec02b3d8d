import { readFile } from "node:fs/promises";
import { errorCode, ioReason } from "../../files/io-reason.js";
import { decodeText } from "../decode-text.js";
import type { WorkspaceWorld } from "./workspace.js";

/** Section of the file that holds settings of the file itself; never a profile. */
const settingsSection = "__settings__";

/** Profiles of `~/.databrickscfg`. */
export interface ConfigFile {
  /** As a person would write it: `~/.databrickscfg`, or as DATABRICKS_CONFIG_FILE has it. */
  readonly path: string;
  /** Name → settings, by their lower-case names; a section without settings is no profile. */
  readonly profiles: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** The profile that `databricks auth switch` has chosen. */
  readonly chosenProfile: string | null;
}

export type ReadConfigFile =
  | { readonly kind: "read"; readonly file: ConfigFile }
  | { readonly kind: "missing"; readonly path: string }
  /** `reason` completes "… cannot be read: …". */
  | { readonly kind: "unreadable"; readonly path: string; readonly reason: string };

/** Reads the file that DATABRICKS_CONFIG_FILE names, else `~/.databrickscfg`. */
export async function readConfigFile(world: WorkspaceWorld): Promise<ReadConfigFile> {
  const named = world.env["DATABRICKS_CONFIG_FILE"]?.trim() ?? "";
  const path = named === "" ? "~/.databrickscfg" : named;
  try {
    const bytes = await readFile(path.replace(/^~(?=$|[/\\])/, () => world.homeDirectory));
    const decoded = decodeText(bytes);
    if (!decoded.ok) return { kind: "unreadable", path, reason: `it is not ${decoded.encoding} text` };
    return { kind: "read", file: parseConfigFile(path, decoded.text) };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return { kind: "missing", path };
    return { kind: "unreadable", path, reason: ioReason(error) };
  }
}

/**
 * Reads sections of `name = value` lines as the official SDKs do: `:` divides as well as `=`, a `#` or `;` begins a
 * comment at the start of a line or after white space only (secrets hold both), a name with dots is one name, one pair
 * of quotes around a value is no part of it, and what stands before the first section belongs to DEFAULT.
 */
function parseConfigFile(path: string, text: string): ConfigFile {
  const sections = new Map<string, Map<string, string>>();
  let section = "DEFAULT";
  for (const line of text.split(/\r\n?|\n/)) {
    const header = /^\s*\[([^\]]*)\]/.exec(line)?.[1];
    if (header !== undefined) section = header.trim();
    else readLine(line, entryOf(sections, section));
  }
  const chosen = sections.get(settingsSection)?.get("default_profile") ?? "";
  sections.delete(settingsSection);
  const profiles = new Map([...sections].filter(([, settings]) => settings.size > 0));
  return { path, profiles, chosenProfile: chosen === "" || chosen === settingsSection ? null : chosen };
}

function readLine(line: string, settings: Map<string, string>): void {
  const [, name, rest] = /^\s*([^\s#;=:][^=:]*)[=:](.*)$/.exec(line) ?? [];
  if (name === undefined || rest === undefined) return;
  settings.set(name.trim().toLowerCase(), valueOf(rest.trim()));
}

function valueOf(text: string): string {
  const quotedText = /^(["'])(.*?)\1(?:\s+[#;].*)?$/.exec(text)?.[2];
  return quotedText ?? text.replace(/\s[#;].*$/, "").trimEnd();
}

function entryOf(sections: Map<string, Map<string, string>>, name: string): Map<string, string> {
  const known = sections.get(name);
  if (known !== undefined) return known;
  const created = new Map<string, string>();
  sections.set(name, created);
  return created;
}
