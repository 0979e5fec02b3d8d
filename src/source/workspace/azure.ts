import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { isHeaderSafe } from "../../network/headers.js";
import type { Setting, Settings } from "./settings.js";
import { requestToken, type TokenRequest } from "./token-request.js";
import { tokenSource } from "./token-source.js";
import type { Credentials, WorkspaceWorld } from "./workspace.js";

/** Where a cloud of Azure issues tokens, and for what. */
interface AzureCloud {
  /** As ARM_ENVIRONMENT calls it. */
  readonly name: string;
  /** What the names of its workspaces end with. */
  readonly zone: string;
  readonly authority: string;
  /** The management API, which tells that the principal may manage the workspace. */
  readonly management: string;
}

const publicCloud: AzureCloud = {
  name: "public",
  zone: ".azuredatabricks.net",
  authority: "https://login.microsoftonline.com",
  management: "https://management.core.windows.net/",
};

const clouds: readonly AzureCloud[] = [
  publicCloud,
  {
    name: "usgovernment",
    zone: ".databricks.azure.us",
    authority: "https://login.microsoftonline.us",
    management: "https://management.core.usgovcloudapi.net/",
  },
  {
    name: "china",
    zone: ".databricks.azure.cn",
    authority: "https://login.chinacloudapi.cn",
    management: "https://management.core.chinacloudapi.cn/",
  },
];

/** The application that stands for Azure Databricks in Entra, the same in every cloud. */
export const databricksResource = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

/** Whether a workspace runs on Azure. */
export function isAzureHost(origin: string): boolean {
  return clouds.some(({ zone }) => new URL(origin).hostname.endsWith(zone));
}

/**
 * Credentials of a service principal of Entra. Where the resource id of the workspace is given, the principal need not be
 * a user of the workspace: a second token shows that Azure lets it manage the resource.
 */
export function azureCredentials(
  settings: Settings,
  origin: string,
  description: string,
  world: WorkspaceWorld,
): Credentials | Diagnostic {
  const tenant = settings.get("azure_tenant_id");
  if (tenant === undefined || !/^[\w.-]+$/.test(tenant.value)) return unusable(tenant, "the id of a tenant");
  const resource = settings.get("azure_workspace_resource_id");
  if (resource && !isHeaderSafe(resource.value)) return unusable(resource, "the id of a resource");
  const cloud = cloudOf(origin, settings.get("azure_environment"));
  if (cloud === null)
    return unusable(settings.get("azure_environment"), `one of ${clouds.map(({ name }) => name).join(", ")}`);

  const tokensFor = (scope: string) => {
    const request = tokenRequest(settings, `${cloud.authority}/${tenant.value}`, scope, description);
    return tokenSource((signal) => requestToken(request, world, signal), world.now);
  };
  const workspaceTokens = tokensFor(`${databricksResource}/.default`);
  if (resource === undefined) {
    const headers = async (signal: AbortSignal) => ({ Authorization: `Bearer ${await workspaceTokens.token(signal)}` });
    return { description, headers, renew: workspaceTokens.renew };
  }
  // The resource ends with a slash of its own, which is part of what the token is for.
  const managementTokens = tokensFor(`${cloud.management}/.default`);
  return {
    description,
    headers: async (signal) => {
      const sources = [workspaceTokens, managementTokens];
      const [token = "", managementToken = ""] = await Promise.all(sources.map((source) => source.token(signal)));
      return {
        Authorization: `Bearer ${token}`,
        "X-Databricks-Azure-SP-Management-Token": managementToken,
        "X-Databricks-Azure-Workspace-Resource-Id": resource.value,
      };
    },
    renew: () => {
      managementTokens.renew();
      return workspaceTokens.renew();
    },
  };
}

/** The cloud that the name of the host tells, as for the official SDKs; for a name of one's own, the one that is set. */
function cloudOf(origin: string, environment: Setting | undefined): AzureCloud | null {
  const { hostname } = new URL(origin);
  const byHost = clouds.find(({ zone }) => hostname.endsWith(zone));
  if (byHost !== undefined) return byHost;
  if (environment === undefined) return publicCloud;
  const name = environment.value.toLowerCase().replace(/^azure|cloud$/g, "");
  return clouds.find((cloud) => cloud.name === name) ?? null;
}

function tokenRequest(settings: Settings, authority: string, scope: string, description: string): TokenRequest {
  return {
    url: `${authority}/oauth2/v2.0/token`,
    clientId: settings.get("azure_client_id")?.value ?? "",
    clientSecret: settings.get("azure_client_secret")?.value ?? "",
    scope,
    style: "body",
    description,
    hint: "Check the ids of application and tenant, and that the secret (its value, not its id) has not run out.",
  };
}

function unusable(setting: Setting | undefined, wanted: string): Diagnostic {
  return diagnostic("GP5102", `${setting?.place ?? "ARM_TENANT_ID"} does not hold ${wanted}.`);
}
