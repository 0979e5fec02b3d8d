import { describe, expect, it } from "vitest";
import { WorkspaceError } from "../../../../src/source/workspace/workspace.js";
import { answering, type Environment, fakeWorld, headersOf, issued, opened } from "./fake-world.js";

const arm = { ARM_CLIENT_ID: "app 1", ARM_CLIENT_SECRET: "8Q~x+Zk/Vw3", ARM_TENANT_ID: "tenant-1" };
const publicHost = "https://adb-12.3.azuredatabricks.net";
const resource = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w";

describe("an Azure service principal", () => {
  it.each<readonly [string, Environment, url: string]>([
    ["the public cloud", { DATABRICKS_HOST: publicHost }, "https://login.microsoftonline.com"],
    [
      "the government's",
      { DATABRICKS_HOST: "https://adb-1.2.databricks.azure.us" },
      "https://login.microsoftonline.us",
    ],
    ["China's", { DATABRICKS_HOST: "https://adb-1.2.databricks.azure.cn" }, "https://login.chinacloudapi.cn"],
    [
      "the host's, whatever is set",
      { DATABRICKS_HOST: publicHost, ARM_ENVIRONMENT: "china" },
      "https://login.microsoftonline.com",
    ],
    [
      "the one that is set, for a name of one's own",
      {
        DATABRICKS_HOST: "https://lake.example.com",
        ARM_ENVIRONMENT: "USGovernment",
        DATABRICKS_AZURE_RESOURCE_ID: resource,
      },
      "https://login.microsoftonline.us",
    ],
    [
      "the same by its long name",
      {
        DATABRICKS_HOST: "https://lake.example.com",
        ARM_ENVIRONMENT: "AzureChinaCloud",
        DATABRICKS_AZURE_RESOURCE_ID: resource,
      },
      "https://login.chinacloudapi.cn",
    ],
  ])("asks Entra in the cloud of the workspace: %s", async (_name, env, authority) => {
    const { fetch, sent } = answering(issued("t"));
    await headersOf(await opened(fakeWorld({ ...arm, ...env }, null, { fetch })));
    expect(sent[0]?.url).toBe(`${authority}/tenant-1/oauth2/v2.0/token`);
  });

  it("asks for a token of Databricks alone", async () => {
    const { fetch, sent } = answering(issued("t1", "3599"));
    const workspace = await opened(fakeWorld({ ...arm, DATABRICKS_HOST: publicHost }, null, { fetch }));
    expect(await headersOf(workspace)).toEqual({ Authorization: "Bearer t1" });
    expect(Object.fromEntries(sent[0]?.body ?? [])).toEqual({
      grant_type: "client_credentials",
      client_id: "app 1",
      client_secret: "8Q~x+Zk/Vw3",
      scope: "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default",
    });
    expect([sent.length, sent[0]?.headers.get("authorization")]).toEqual([1, null]);
  });

  it("shows by a second token that it may manage the resource", async () => {
    const { fetch, sent } = answering(issued("t1"), issued("m1"), issued("t2"), issued("m2"));
    const env = { ...arm, DATABRICKS_HOST: publicHost, DATABRICKS_AZURE_RESOURCE_ID: resource };
    const workspace = await opened(fakeWorld(env, null, { fetch }));
    expect(await headersOf(workspace)).toEqual({
      Authorization: "Bearer t1",
      "X-Databricks-Azure-SP-Management-Token": "m1",
      "X-Databricks-Azure-Workspace-Resource-Id": resource,
    });
    expect(sent.map(({ body }) => body.get("scope"))).toEqual([
      "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default",
      "https://management.core.windows.net//.default",
    ]);
    expect(workspace.credentials.renew()).toBe(true);
    expect(await headersOf(workspace)).toMatchObject({
      Authorization: "Bearer t2",
      "X-Databricks-Azure-SP-Management-Token": "m2",
    });
    expect(workspace.credentials.renew()).toBe(false);
  });

  it("reads all of it from a profile", async () => {
    const config = `[entra]\nhost = ${publicHost}\nazure_client_id = a\nazure_client_secret = b#c\nazure_tenant_id = t
azure_workspace_resource_id = ${resource}`;
    const { fetch, sent } = answering(issued("t1"));
    const headers = await headersOf(await opened(fakeWorld({}, config, { fetch }), { profile: "entra" }));
    expect(headers["X-Databricks-Azure-Workspace-Resource-Id"]).toBe(resource);
    expect(sent[0]?.body.get("client_secret")).toBe("b#c");
  });

  it("says why it is refused, without the numbers of Entra", async () => {
    const description =
      "AADSTS7000215: Invalid client secret provided. Trace ID: 1 Correlation ID: 2 Timestamp: 2026-01-01 00:00:00Z";
    const { fetch } = answering(() =>
      Response.json({ error: "invalid_client", error_description: description }, { status: 401 }),
    );
    const workspace = await opened(fakeWorld({ ...arm, DATABRICKS_HOST: publicHost }, null, { fetch }));
    const error: unknown = await headersOf(workspace).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WorkspaceError);
    expect((error as WorkspaceError).diagnostic).toEqual({
      code: "GP5103",
      severity: "error",
      message:
        'The Azure service principal from ARM_CLIENT_ID, ARM_CLIENT_SECRET and ARM_TENANT_ID is refused: invalid_client, "AADSTS7000215: Invalid client secret provided".',
      hint: "Check the ids of application and tenant, and that the secret (its value, not its id) has not run out.",
    });
  });
});
