import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { type ChosenMethod, chooseMethod, firstCredential, hasCredentials } from "./auth-method.js";
import { azureCredentials } from "./azure.js";
import { anonymous, oauthCredentials, personalCredentials } from "./credentials.js";
import { cliCredentials, type CliLogin, type RunCli, runDatabricksCli } from "./databricks-cli.js";
import { isLocalServer, parseHost } from "./host.js";
import { listNames, loadProfile, type Profile, profileNames } from "./profile.js";
import { environmentSettings, mergeSettings, quoted, type Setting, type Settings } from "./settings.js";
import { type Credentials, type Workspace, WorkspaceError, type WorkspaceWorld } from "./workspace.js";

/** Which workspace the user names; null leaves it to the environment and the profile. */
export interface WorkspaceOptions {
  readonly host: string | null;
  readonly profile: string | null;
}

export type OpenedWorkspace =
  | { readonly workspace: Workspace; readonly warehouse: string | null; readonly diagnostics: readonly [] }
  | { readonly workspace: null; readonly warehouse: null; readonly diagnostics: readonly Diagnostic[] };

/**
 * The workspace that options, environment and profile name, in this order, with the credentials for it, by the rules of
 * Databricks' unified authentication. Nothing is sent yet: tokens are fetched when they are needed. Only where there are
 * no credentials at all, the Databricks CLI is asked whether somebody has signed in.
 *
 * @param runCli runs the Databricks CLI
 */
export async function openWorkspace(
  options: WorkspaceOptions,
  world: WorkspaceWorld,
  runCli: RunCli = runDatabricksCli,
): Promise<OpenedWorkspace> {
  const environment = environmentSettings(world.env);
  const given = mergeSettings(hostOption(options), environment);
  const loaded = await loadProfile(options.profile, given, world);
  if (loaded.problem !== null) return failed(loaded.problem);
  const host = given.get("host") ?? loaded.profile?.settings.get("host");
  if (host === undefined) return failed(await withoutHost(environment, loaded.profile, world));
  const parsed = parseHost(host);
  if (parsed.problem !== null) return failed(parsed.problem);
  const { origin } = parsed;

  const isOther = isForOtherHost(loaded.profile, origin);
  if (isOther && (loaded.profile?.byOption === true || !hasCredentials(environment, origin))) {
    return failed(twoHosts(loaded.profile, host, origin));
  }
  const profile = isOther ? null : loaded.profile;
  const settings = profile?.settings ?? new Map();
  const merged = mergeSettings(environment, settings);
  const chosen = chooseMethod({ environment, profile: settings, merged }, origin);
  const credentials = await credentialsOf(chosen, { profile: profile?.name ?? null, origin }, world, runCli);
  if ("code" in credentials) return failed(credentials);
  const warehouse = warehouseOf(environment) ?? warehouseOf(settings);
  return { workspace: { origin, credentials }, warehouse, diagnostics: [] };
}

function hostOption({ host }: WorkspaceOptions): Settings {
  const value = host?.trim() ?? "";
  return value === "" ? new Map() : new Map([["host", { value, source: "--host", place: "--host" }]]);
}

async function credentialsOf(
  chosen: ChosenMethod,
  login: CliLogin,
  world: WorkspaceWorld,
  runCli: RunCli,
): Promise<Credentials | Diagnostic> {
  switch (chosen.kind) {
    case "pat":
      return personalCredentials(chosen.settings, chosen.description);
    case "oauth-m2m":
      return oauthCredentials(chosen.settings, login.origin, chosen.description, world);
    case "azure-client-secret":
      return azureCredentials(chosen.settings, login.origin, chosen.description, world);
    case "databricks-cli":
      return cliCredentials(login, world, runCli);
    case "none":
      return isLocalServer(login.origin) ? anonymous : await cliOrNothing(chosen.aside, login, world, runCli);
    case "problem":
      return chosen.problem;
  }
}

async function cliOrNothing(
  aside: string,
  login: CliLogin,
  world: WorkspaceWorld,
  runCli: RunCli,
): Promise<Credentials | Diagnostic> {
  const credentials = cliCredentials(login, world, runCli);
  try {
    await credentials.headers(new AbortController().signal);
    return credentials;
  } catch (error) {
    if (error instanceof WorkspaceError) return await withoutCredentials(aside, login, world);
    throw error;
  }
}

function warehouseOf(settings: Settings): string | null {
  return settings.get("http_path")?.value ?? settings.get("warehouse_id")?.value ?? null;
}

function isForOtherHost(profile: Profile | null, origin: string): boolean {
  const host = profile?.settings.get("host");
  return host !== undefined && parseHost(host).origin !== origin;
}

/** Credentials of one workspace are not sent to another. */
function twoHosts(profile: Profile | null, host: Setting, origin: string): Diagnostic {
  const message = `The profile ${quoted(profile?.name ?? "")} is for another workspace than ${origin}, which ${host.place} names.`;
  return diagnostic("GP5102", message, {
    hint: `Take the host from the profile by leaving out ${host.place}, or choose a profile of that workspace.`,
  });
}

async function withoutHost(environment: Settings, profile: Profile | null, world: WorkspaceWorld): Promise<Diagnostic> {
  if (profile !== null) {
    return diagnostic("GP5102", `The profile ${quoted(profile.name)} has no host.`, {
      hint: "Add a line such as host = https://adb-1234567890123456.7.azuredatabricks.net, or set DATABRICKS_HOST.",
    });
  }
  const credential = firstCredential(environment);
  const message =
    credential === null ? "No workspace is named." : `${credential.place} is set, but no workspace is named.`;
  const names = await profileNames(world, () => true);
  const profiles = names.length === 0 ? "" : ` (there are: ${listNames(names)})`;
  const ways = `Set DATABRICKS_HOST and ${waysIn}, or choose a profile of ~/.databrickscfg with --profile${profiles}.`;
  return diagnostic("GP5101", message, {
    hint: `${ways} Definitions in files, given by --ddl or --from, need none of it.`,
  });
}

async function withoutCredentials(
  aside: string,
  { profile, origin }: CliLogin,
  world: WorkspaceWorld,
): Promise<Diagnostic> {
  const names = await profileNames(world, (settings) => {
    const host = settings.get("host");
    return host !== undefined && parseHost(host).origin === origin;
  });
  const fitting = names.filter((name) => name !== profile);
  const choose = fitting.length === 0 ? "" : `, choose the profile ${listNames(fitting)} with --profile`;
  const ways = `Set ${waysIn}${choose}, or sign in with: databricks auth login --host ${origin}`;
  const hint = aside === "" ? ways : `${aside} ${ways}`;
  return diagnostic("GP5101", `No credentials are given for ${origin}.`, { hint });
}

const waysIn = "DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET";

function failed(problem: Diagnostic): OpenedWorkspace {
  return { workspace: null, warehouse: null, diagnostics: [problem] };
}
