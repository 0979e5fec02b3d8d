import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { databricksResource, isAzureHost } from "./azure.js";
import { mergeSettings, quoted, type Setting, type SettingName, type Settings, variableOf } from "./settings.js";

/** A way to prove who is asking by settings alone. */
interface Method {
  /** As auth_type calls it. */
  readonly name: "pat" | "oauth-m2m" | "azure-client-secret";
  readonly noun: string;
  readonly needs: readonly SettingName[];
}

/** In the order in which the official SDKs try them. */
const methods: readonly Method[] = [
  { name: "pat", noun: "personal access token", needs: ["token"] },
  { name: "oauth-m2m", noun: "OAuth service principal", needs: ["client_id", "client_secret"] },
  {
    name: "azure-client-secret",
    noun: "Azure service principal",
    needs: ["azure_client_id", "azure_client_secret", "azure_tenant_id"],
  },
];

/** Settings of the environment and of the profile, apart: those of one place are not mixed with the other's without need. */
export interface Places {
  readonly environment: Settings;
  readonly profile: Settings;
  /** Both; the environment wins. */
  readonly merged: Settings;
}

export type ChosenMethod =
  | { readonly kind: Method["name"]; readonly settings: Settings; readonly description: string }
  | { readonly kind: "databricks-cli" }
  /** Nothing is set that proves who is asking; `aside` is a sentence about what is set to no purpose, or empty. */
  | { readonly kind: "none"; readonly aside: string }
  | { readonly kind: "problem"; readonly problem: Diagnostic };

/**
 * The method that auth_type chooses, else the first in the order of the SDKs that is complete: in the environment, in the
 * profile, at last with settings of both. Where the SDKs refuse several methods at once, the description says which is used.
 */
export function chooseMethod(places: Places, origin: string): ChosenMethod {
  const { environment, profile, merged } = places;
  const authType = merged.get("auth_type");
  if (authType?.value === "databricks-cli") return { kind: "databricks-cli" };
  const asked = methods.filter((method) => authType === undefined || authType.value === method.name);
  const candidates = asked.filter((method) => suits(method, merged, origin));
  if (authType !== undefined && candidates.length === 0) {
    return { kind: "problem", problem: asked.length === 0 ? unsupported(authType) : notAzure(authType, origin) };
  }
  const complete = [environment, profile].flatMap((settings) => credentialsIn(settings, candidates));
  const [chosen, ...others] = complete.length > 0 ? complete : credentialsIn(merged, candidates);
  if (chosen !== undefined) {
    const settings = mergeSettings(chosen.settings, merged);
    return { kind: chosen.method.name, settings, description: describe(chosen, others) };
  }
  const begun = candidates.find((method) => authType !== undefined || isBegun(method, merged));
  if (begun !== undefined) return { kind: "problem", problem: incomplete(begun, merged) };
  const unsuitable = methods.find((method) => !candidates.includes(method) && isBegun(method, merged));
  return { kind: "none", aside: unsuitable === undefined ? "" : "ARM_ variables count for workspaces on Azure only." };
}

/** Credentials that some settings hold in full. */
interface CompleteMethod {
  readonly method: Method;
  readonly settings: Settings;
}

function credentialsIn(settings: Settings, candidates: readonly Method[]): readonly CompleteMethod[] {
  const complete = candidates.filter((method) => missing(method, settings).length === 0);
  return complete.map((method) => ({ method, settings }));
}

/** Whether one place alone holds all that some method needs for this workspace. */
export function hasCredentials(settings: Settings, origin: string): boolean {
  const candidates = methods.filter((method) => suits(method, settings, origin));
  return credentialsIn(settings, candidates).length > 0;
}

/** The first setting that is part of credentials, such as a token whose workspace is not named. */
export function firstCredential(settings: Settings): Setting | null {
  const names = methods.flatMap(({ needs }) => needs);
  return names.map((name) => settings.get(name)).find((setting) => setting !== undefined) ?? null;
}

/** ARM_ variables are there for other tools as well, and what they stand for proves nothing outside Azure. */
function suits(method: Method, settings: Settings, origin: string): boolean {
  if (method.name !== "azure-client-secret") return true;
  return isAzureHost(origin) || settings.has("azure_workspace_resource_id");
}

function missing(method: Method, settings: Settings): readonly SettingName[] {
  return method.needs.filter((name) => !settings.has(name));
}

/** The id of a tenant alone is no attempt to sign in: the Azure CLI takes it as well. */
function isBegun(method: Method, settings: Settings): boolean {
  return method.needs.some((name) => name !== "azure_tenant_id" && settings.has(name));
}

function describe(chosen: CompleteMethod, others: readonly CompleteMethod[]): string {
  const unused = listed(others.map((other) => `the ${named(other)}`));
  return unused === "" ? named(chosen) : `${named(chosen)} (rather than ${unused})`;
}

function named({ method, settings }: CompleteMethod): string {
  return `${method.noun} from ${listed(sourcesOf(method, settings))}`;
}

/** Where the settings that a method needs come from, each place once. */
function sourcesOf(method: Method, settings: Settings): readonly string[] {
  return [...new Set(method.needs.flatMap((name) => settings.get(name)?.source ?? []))];
}

function incomplete(method: Method, settings: Settings): Diagnostic {
  const present = listed(sourcesOf(method, settings));
  const gaps = missing(method, settings);
  const without = listed(gaps.map(variableOf));
  const given = present === "" ? "" : ` from ${present}`;
  const message = `The ${method.noun}${given} is incomplete: ${without} ${gaps.length === 1 ? "is" : "are"} missing.`;
  const hint = `Set ${without}, or ${listed(gaps)} in the profile; to sign in some other way, choose it with DATABRICKS_AUTH_TYPE.`;
  return diagnostic("GP5101", message, { hint });
}

function notAzure(authType: Setting, origin: string): Diagnostic {
  const message = `${origin} is not a workspace on Azure, where alone ${quoted(authType.value)} can sign in.`;
  return diagnostic("GP5102", message, {
    hint: "For an address of one's own on Azure, set DATABRICKS_AZURE_RESOURCE_ID to the resource id of the workspace.",
  });
}

function unsupported({ value, place }: Setting): Diagnostic {
  const supported = `Supported are ${listed([...methods.map(({ name }) => name), "databricks-cli"])}.`;
  const azureCli = `az account get-access-token --resource ${databricksResource} gives a token for DATABRICKS_TOKEN.`;
  return diagnostic("GP5102", `${place} asks for ${quoted(value)}, which is not supported.`, {
    hint: value === "azure-cli" ? `${supported} ${azureCli}` : supported,
  });
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
