import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { didYouMean, nearest } from "../../diagnostics/suggest.js";
import { type ConfigFile, readConfigFile } from "./config-file.js";
import { profileSettings, quoted, type SettingName, type Settings } from "./settings.js";
import type { WorkspaceWorld } from "./workspace.js";

/** A section of the configuration file. */
export interface Profile {
  readonly name: string;
  /** Whether the command line names it, and not the environment or the file. */
  readonly byOption: boolean;
  readonly settings: Settings;
}

export type LoadedProfile =
  | { readonly profile: Profile | null; readonly problem: null }
  | { readonly profile: null; readonly problem: Diagnostic };

/** Settings that make a profile unnecessary. */
const sufficient: readonly SettingName[] = [
  "host",
  "token",
  "client_id",
  "client_secret",
  "azure_client_id",
  "azure_client_secret",
  "azure_tenant_id",
  "azure_workspace_resource_id",
];

/**
 * The profile that the option or DATABRICKS_CONFIG_PROFILE names. Where neither does and the environment holds no host and
 * no credentials, the one chosen by `databricks auth switch`, else DEFAULT where there is one.
 */
export async function loadProfile(
  option: string | null,
  given: Settings,
  world: WorkspaceWorld,
): Promise<LoadedProfile> {
  const named = profileName(option, world);
  if (named === null && sufficient.some((setting) => given.has(setting))) return { profile: null, problem: null };
  const read = await readConfigFile(world);
  if (read.kind === "unreadable") {
    return problem(`The configuration file ${read.path} cannot be read: ${read.reason}.`, null);
  }
  if (read.kind === "missing") return withoutFile(read.path, named, world);
  const name = named?.name ?? read.file.chosenProfile ?? "DEFAULT";
  const values = read.file.profiles.get(name);
  if (values !== undefined) {
    const byOption = named?.by === "--profile";
    return { profile: { name, byOption, settings: profileSettings(name, values) }, problem: null };
  }
  if (named === null && read.file.chosenProfile === null) return { profile: null, problem: null };
  return missingProfile(name, named?.by ?? "default_profile", read.file);
}

/** Names of the profiles in the configuration file whose settings are wanted; none where it cannot be read. */
export async function profileNames(
  world: WorkspaceWorld,
  isWanted: (settings: Settings) => boolean,
): Promise<readonly string[]> {
  const read = await readConfigFile(world);
  if (read.kind !== "read") return [];
  return [...read.file.profiles]
    .filter(([name, values]) => isWanted(profileSettings(name, values)))
    .map(([name]) => name);
}

/** Names in quotes, ten at most. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 10).map(quoted).join(", ");
  return names.length > 10 ? `${shown}, …` : shown;
}

/** A profile by name, and what names it. */
interface NamedProfile {
  readonly name: string;
  readonly by: string;
}

function profileName(option: string | null, world: WorkspaceWorld): NamedProfile | null {
  if (option !== null && option.trim() !== "") return { name: option.trim(), by: "--profile" };
  const name = world.env["DATABRICKS_CONFIG_PROFILE"]?.trim() ?? "";
  return name === "" ? null : { name, by: "DATABRICKS_CONFIG_PROFILE" };
}

function withoutFile(path: string, named: NamedProfile | null, world: WorkspaceWorld): LoadedProfile {
  const fileNamed = (world.env["DATABRICKS_CONFIG_FILE"]?.trim() ?? "") !== "";
  if (named === null && !fileNamed) return { profile: null, problem: null };
  const purpose = named === null ? "" : ` to read the profile ${quoted(named.name)} from`;
  const hint = fileNamed
    ? "Correct DATABRICKS_CONFIG_FILE."
    : `"databricks configure" or "databricks auth login" of the Databricks CLI writes it; or set DATABRICKS_HOST and DATABRICKS_TOKEN instead.`;
  return problem(`There is no configuration file ${path}${purpose}.`, hint);
}

function missingProfile(name: string, source: string, file: ConfigFile): LoadedProfile {
  const names = [...file.profiles.keys()];
  const message = `${file.path} has no profile ${quoted(name)}, which ${source} names.`;
  if (names.length === 0) return problem(message, "There is no profile in the file at all.");
  const suggestion = didYouMean(nearest(name, names));
  return problem(message, `${suggestion === null ? "" : `${suggestion} `}The profiles there: ${listNames(names)}.`);
}

function problem(message: string, hint: string | null): LoadedProfile {
  return { profile: null, problem: diagnostic("GP5102", message, hint === null ? {} : { hint }) };
}
