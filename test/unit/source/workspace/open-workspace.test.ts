import { describe, expect, it } from "vitest";
import { openWorkspace } from "../../../../src/source/workspace/open-workspace.js";
import { cli, type Environment, fakeWorld, headersOf, noCli, opened } from "./fake-world.js";

const host = "https://dbc-1.cloud.databricks.com";
const azureHost = "https://adb-12.3.azuredatabricks.net";
const pat = { DATABRICKS_TOKEN: "t-env" };
const oauth = { DATABRICKS_CLIENT_ID: "i-env", DATABRICKS_CLIENT_SECRET: "s-env" };
const arm = { ARM_CLIENT_ID: "i-arm", ARM_CLIENT_SECRET: "s-arm", ARM_TENANT_ID: "t-arm" };

const config = `
[DEFAULT]
host = https://default.cloud.databricks.com
token = t-default

[dev]
host = dev.cloud.databricks.com
token = t-dev
warehouse_id = w-dev

[robot]
host = https://dev.cloud.databricks.com/
client_id = i-robot
client_secret = s-robot
http_path = /sql/1.0/warehouses/w-robot

[entra]
host = ${azureHost}
azure_client_id = i-entra
azure_client_secret = s-entra
azure_tenant_id = t-entra

[half]
host = https://half.cloud.databricks.com
client_id = i-half

[bare]
host = https://bare.cloud.databricks.com

[homeless]
token = t-homeless

[signed.in]
host = https://signed.cloud.databricks.com
auth_type = databricks-cli

[odd]
host = https://odd.cloud.databricks.com
auth_type = azure-cli
`;

interface Options {
  readonly host?: string;
  readonly profile?: string;
}

async function problemOf(env: Environment, options: Options, file: string | null, run = noCli): Promise<string> {
  const { diagnostics } = await openWorkspace({ host: null, profile: null, ...options }, fakeWorld(env, file), run);
  const [first] = diagnostics;
  return first === undefined ? "none" : `${first.code} ${first.message}\n${first.hint ?? ""}`;
}

const opening: readonly (readonly [string, Environment, Options, origin: string, description: string])[] = [
  ["host and token", { DATABRICKS_HOST: host, ...pat }, {}, host, "personal access token from DATABRICKS_TOKEN"],
  [
    "the host of the option",
    { DATABRICKS_HOST: "https://x", ...pat },
    { host },
    host,
    "personal access token from DATABRICKS_TOKEN",
  ],
  ["DEFAULT", {}, {}, "https://default.cloud.databricks.com", 'personal access token from the profile "DEFAULT"'],
  [
    "variables that are empty",
    { DATABRICKS_HOST: " ", DATABRICKS_TOKEN: "" },
    { host: "", profile: " " },
    "https://default.cloud.databricks.com",
    'personal access token from the profile "DEFAULT"',
  ],
  [
    "a profile",
    {},
    { profile: "dev" },
    "https://dev.cloud.databricks.com",
    'personal access token from the profile "dev"',
  ],
  [
    "the profile of the environment",
    { DATABRICKS_CONFIG_PROFILE: "dev" },
    {},
    "https://dev.cloud.databricks.com",
    'personal access token from the profile "dev"',
  ],
  [
    "the profile of the option",
    { DATABRICKS_CONFIG_PROFILE: "dev" },
    { profile: "robot" },
    "https://dev.cloud.databricks.com",
    'OAuth service principal from the profile "robot"',
  ],
  [
    "OAuth",
    { DATABRICKS_HOST: host, ...oauth },
    {},
    host,
    "OAuth service principal from DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET",
  ],
  [
    "Entra",
    { DATABRICKS_HOST: azureHost, ...arm },
    {},
    azureHost,
    "Azure service principal from ARM_CLIENT_ID, ARM_CLIENT_SECRET and ARM_TENANT_ID",
  ],
  ["Entra by profile", {}, { profile: "entra" }, azureHost, 'Azure service principal from the profile "entra"'],
  [
    "Entra with a name of one's own",
    { DATABRICKS_HOST: host, DATABRICKS_AZURE_RESOURCE_ID: "/x", ...arm },
    {},
    host,
    "Azure service principal from ARM_CLIENT_ID, ARM_CLIENT_SECRET and ARM_TENANT_ID",
  ],
  [
    "a token before OAuth before Entra",
    { DATABRICKS_HOST: azureHost, ...arm, ...oauth, ...pat },
    {},
    azureHost,
    "personal access token from DATABRICKS_TOKEN (rather than the OAuth service principal from DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET and the Azure service principal from ARM_CLIENT_ID, ARM_CLIENT_SECRET and ARM_TENANT_ID)",
  ],
  [
    "OAuth before Entra",
    { DATABRICKS_HOST: azureHost, ...arm, ...oauth },
    {},
    azureHost,
    "OAuth service principal from DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET (rather than the Azure service principal from ARM_CLIENT_ID, ARM_CLIENT_SECRET and ARM_TENANT_ID)",
  ],
  [
    "the chosen one of several",
    { DATABRICKS_HOST: host, ...oauth, ...pat, DATABRICKS_AUTH_TYPE: "oauth-m2m" },
    {},
    host,
    "OAuth service principal from DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET",
  ],
  [
    "no Entra outside Azure",
    { DATABRICKS_HOST: host, ...arm, ...oauth },
    {},
    host,
    "OAuth service principal from DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET",
  ],
  [
    "the environment before the profile",
    pat,
    { profile: "dev" },
    "https://dev.cloud.databricks.com",
    'personal access token from DATABRICKS_TOKEN (rather than the personal access token from the profile "dev")',
  ],
  [
    "the environment before an earlier method of the profile",
    oauth,
    { profile: "dev" },
    "https://dev.cloud.databricks.com",
    'OAuth service principal from DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET (rather than the personal access token from the profile "dev")',
  ],
  [
    "a secret kept out of the file",
    { DATABRICKS_CLIENT_SECRET: "s" },
    { profile: "half" },
    "https://half.cloud.databricks.com",
    'OAuth service principal from the profile "half" and DATABRICKS_CLIENT_SECRET',
  ],
  [
    "a token for a host in the file",
    pat,
    { profile: "bare" },
    "https://bare.cloud.databricks.com",
    "personal access token from DATABRICKS_TOKEN",
  ],
  [
    "a host for a token in the file",
    { DATABRICKS_HOST: host },
    { profile: "homeless" },
    host,
    'personal access token from the profile "homeless"',
  ],
  [
    "the same host twice",
    { DATABRICKS_HOST: "dev.cloud.databricks.com/?o=1" },
    { profile: "dev" },
    "https://dev.cloud.databricks.com",
    'personal access token from the profile "dev"',
  ],
  [
    "an environment of its own beside its profile",
    { DATABRICKS_HOST: host, ...pat, DATABRICKS_CONFIG_PROFILE: "dev" },
    {},
    host,
    "personal access token from DATABRICKS_TOKEN",
  ],
  [
    "a login",
    {},
    { profile: "signed.in" },
    "https://signed.cloud.databricks.com",
    'login of the Databricks CLI of the profile "signed.in"',
  ],
  [
    "a login by host",
    { DATABRICKS_HOST: host, ...pat, DATABRICKS_AUTH_TYPE: "databricks-cli" },
    {},
    host,
    `login of the Databricks CLI for ${host}`,
  ],
  ["a local server", {}, { host: "http://localhost:8080" }, "http://localhost:8080", "no credentials"],
  [
    "a local server with a token",
    pat,
    { host: "http://localhost:8080" },
    "http://localhost:8080",
    "personal access token from DATABRICKS_TOKEN",
  ],
];

describe("openWorkspace", () => {
  it.each(opening)("opens with %s", async (_name, env, options, origin, description) => {
    const workspace = await opened(fakeWorld(env, config), options);
    expect([workspace.origin, workspace.credentials.description]).toEqual([origin, description]);
  });

  it("opens the profile that was switched to, before DEFAULT", async () => {
    const switched = `[__settings__]\ndefault_profile = dev\n${config}`;
    const workspace = await opened(fakeWorld({}, switched));
    expect(workspace.credentials.description).toBe('personal access token from the profile "dev"');
  });

  it("sends the token as it is, and has no other", async () => {
    const workspace = await opened(fakeWorld({ DATABRICKS_HOST: host, DATABRICKS_TOKEN: " dapi-1.2~3\n" }, null));
    expect(await headersOf(workspace)).toEqual({ Authorization: "Bearer dapi-1.2~3" });
    expect(workspace.credentials.renew()).toBe(false);
  });

  it("sends nothing to a local server without credentials", async () => {
    const workspace = await opened(fakeWorld(arm, null), { host: "http://localhost:8080" });
    expect(await headersOf(workspace)).toEqual({});
    expect(workspace.credentials.renew()).toBe(false);
  });
});

describe("the warehouse", () => {
  const path = "/sql/1.0/warehouses/x";

  it.each<readonly [string, Environment, Options, string | null]>([
    ["of the environment", { DATABRICKS_WAREHOUSE_ID: "w", ...pat }, { host }, "w"],
    ["as a path", { DATABRICKS_HTTP_PATH: path, DATABRICKS_WAREHOUSE_ID: "w", ...pat }, { host }, path],
    ["of the profile", {}, { profile: "dev" }, "w-dev"],
    ["of the profile as a path", {}, { profile: "robot" }, "/sql/1.0/warehouses/w-robot"],
    ["of the environment before that of the profile", { DATABRICKS_WAREHOUSE_ID: "w" }, { profile: "robot" }, "w"],
    ["of nobody", pat, { host }, null],
    ["of a profile for another host", { DATABRICKS_HOST: host, ...pat, DATABRICKS_CONFIG_PROFILE: "dev" }, {}, null],
  ])("is the one %s", async (_name, env, options, want) => {
    const answer = await openWorkspace({ host: null, profile: null, ...options }, fakeWorld(env, config), noCli);
    expect(answer).toMatchObject({ warehouse: want, diagnostics: [] });
  });
});

describe("a workspace that cannot be opened", () => {
  it.each<readonly [string, Environment, Options, string | null, string]>([
    [
      "nothing",
      {},
      {},
      null,
      `GP5101 No workspace is named.
Set DATABRICKS_HOST and DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or choose a profile of ~/.databrickscfg with --profile. Definitions in files, given by --ddl or --from, need none of it.`,
    ],
    [
      "profiles without DEFAULT",
      {},
      {},
      "[a]\nhost = x\n[b]\nhost = y",
      `GP5101 No workspace is named.
Set DATABRICKS_HOST and DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or choose a profile of ~/.databrickscfg with --profile (there are: "a", "b"). Definitions in files, given by --ddl or --from, need none of it.`,
    ],
    [
      "a token without a host",
      pat,
      {},
      config,
      "GP5101 DATABRICKS_TOKEN is set, but no workspace is named.\nSet DATABRICKS_HOST and",
    ],
    [
      "half of a service principal without a host",
      { DATABRICKS_CLIENT_SECRET: "s" },
      {},
      config,
      "GP5101 DATABRICKS_CLIENT_SECRET is set, but no workspace is named.",
    ],
    [
      "a host alone",
      { DATABRICKS_HOST: host },
      {},
      null,
      `GP5101 No credentials are given for ${host}.
Set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or sign in with: databricks auth login --host ${host}`,
    ],
    [
      "a host that a profile is for",
      {},
      { host: "dev.cloud.databricks.com" },
      config,
      'choose the profile "dev", "robot" with --profile',
    ],
    [
      "a local server with TLS",
      {},
      { host: "https://localhost:8443" },
      null,
      "GP5101 No credentials are given for https://localhost:8443.",
    ],
    [
      "Entra outside Azure",
      { DATABRICKS_HOST: host, ...arm },
      {},
      null,
      `GP5101 No credentials are given for ${host}.\nARM_ variables count for workspaces on Azure only. Set`,
    ],
    [
      "Entra outside Azure, asked for",
      { DATABRICKS_HOST: host, ...arm, DATABRICKS_AUTH_TYPE: "azure-client-secret" },
      {},
      null,
      `GP5102 ${host} is not a workspace on Azure, where alone "azure-client-secret" can sign in.`,
    ],
    [
      "a client id without its secret",
      { DATABRICKS_HOST: host, DATABRICKS_CLIENT_ID: "i" },
      {},
      null,
      "GP5101 The OAuth service principal from DATABRICKS_CLIENT_ID is incomplete: DATABRICKS_CLIENT_SECRET is missing.\nSet DATABRICKS_CLIENT_SECRET, or client_secret in the profile;",
    ],
    [
      "a profile with a client id without its secret",
      {},
      { profile: "half" },
      config,
      'GP5101 The OAuth service principal from the profile "half" is incomplete: DATABRICKS_CLIENT_SECRET is missing.',
    ],
    [
      "a principal of Entra without its tenant",
      { DATABRICKS_HOST: azureHost, ARM_CLIENT_ID: "i", ARM_CLIENT_SECRET: "s" },
      {},
      null,
      "GP5101 The Azure service principal from ARM_CLIENT_ID and ARM_CLIENT_SECRET is incomplete: ARM_TENANT_ID is missing.",
    ],
    [
      "a principal of Entra without its secret",
      { DATABRICKS_HOST: azureHost, ARM_CLIENT_ID: "i" },
      {},
      null,
      "GP5101 The Azure service principal from ARM_CLIENT_ID is incomplete: ARM_CLIENT_SECRET and ARM_TENANT_ID are missing.",
    ],
    [
      "a method that is asked for and not given",
      { DATABRICKS_HOST: host, ...oauth, DATABRICKS_AUTH_TYPE: "pat" },
      {},
      null,
      "GP5101 The personal access token is incomplete: DATABRICKS_TOKEN is missing.",
    ],
    [
      "a method that is not supported",
      { DATABRICKS_HOST: host, ...pat, DATABRICKS_AUTH_TYPE: "google-id" },
      {},
      null,
      `GP5102 DATABRICKS_AUTH_TYPE asks for "google-id", which is not supported.
Supported are pat, oauth-m2m, azure-client-secret and databricks-cli.`,
    ],
    [
      "the Azure CLI",
      {},
      { profile: "odd" },
      config,
      'GP5102 auth_type of the profile "odd" asks for "azure-cli", which is not supported.\nSupported are pat, oauth-m2m, azure-client-secret and databricks-cli. az account get-access-token --resource 2ff814a6-3304-4ab8-85cb-cd0e6f879c1d gives',
    ],
    [
      "a tenant that is a path",
      { DATABRICKS_HOST: azureHost, ...arm, ARM_TENANT_ID: "../x" },
      {},
      null,
      "GP5102 ARM_TENANT_ID does not hold the id of a tenant.",
    ],
    [
      "a cloud of Azure that there is not",
      { DATABRICKS_HOST: host, ...arm, DATABRICKS_AZURE_RESOURCE_ID: "/x", ARM_ENVIRONMENT: "mars" },
      {},
      null,
      "GP5102 ARM_ENVIRONMENT does not hold one of public, usgovernment, china.",
    ],
    [
      "a resource on two lines",
      { DATABRICKS_HOST: azureHost, ...arm, DATABRICKS_AZURE_RESOURCE_ID: "/x\n/y" },
      {},
      null,
      "GP5102 DATABRICKS_AZURE_RESOURCE_ID does not hold the id of a resource.",
    ],
    [
      "a token on two lines",
      { DATABRICKS_HOST: host, DATABRICKS_TOKEN: "a\nb" },
      {},
      null,
      "GP5102 The personal access token from DATABRICKS_TOKEN has characters that no token has.",
    ],
    [
      "an unknown profile",
      {},
      { profile: "Deev" },
      config,
      'GP5102 ~/.databrickscfg has no profile "Deev", which --profile names.\nDid you mean "dev"? The profiles there: "DEFAULT", "dev", "robot", "entra", "half", "bare", "homeless", "signed.in", "odd".',
    ],
    [
      "an unknown profile of the environment",
      { DATABRICKS_CONFIG_PROFILE: "production" },
      {},
      config,
      'GP5102 ~/.databrickscfg has no profile "production", which DATABRICKS_CONFIG_PROFILE names.\nThe profiles there: "DEFAULT",',
    ],
    [
      "a switch to a profile that is gone",
      {},
      {},
      "[__settings__]\ndefault_profile = x\n[DEFAULT]\nhost = y",
      'GP5102 ~/.databrickscfg has no profile "x", which default_profile names.',
    ],
    [
      "the section of settings as a profile",
      {},
      { profile: "__settings__" },
      "[__settings__]\ndefault_profile = x",
      'GP5102 ~/.databrickscfg has no profile "__settings__", which --profile names.\nThere is no profile in the file at all.',
    ],
    [
      "a profile named like a property",
      {},
      { profile: "__proto__" },
      config,
      'GP5102 ~/.databrickscfg has no profile "__proto__"',
    ],
    [
      "a profile without a file",
      {},
      { profile: "dev" },
      null,
      'GP5102 There is no configuration file ~/.databrickscfg to read the profile "dev" from.\n"databricks configure" or',
    ],
    [
      "a file that is not there",
      { DATABRICKS_CONFIG_FILE: "/nowhere/x.cfg" },
      {},
      null,
      "GP5102 There is no configuration file /nowhere/x.cfg.\nCorrect DATABRICKS_CONFIG_FILE.",
    ],
    [
      "a profile without a host",
      {},
      { profile: "homeless" },
      config,
      'GP5102 The profile "homeless" has no host.\nAdd a line such as host =',
    ],
    [
      "a host that is wrong",
      { DATABRICKS_HOST: "http://example.com", ...pat },
      {},
      null,
      "GP5102 DATABRICKS_HOST begins with http://.",
    ],
    [
      "a profile whose host is wrong",
      {},
      { profile: "a" },
      "[a]\nhost = https://u:p@example.com",
      'GP5102 host of the profile "a" holds a user name or a password;',
    ],
    [
      "an option against its profile",
      {},
      { host, profile: "dev" },
      config,
      `GP5102 The profile "dev" is for another workspace than ${host}, which --host names.\nTake the host from the profile by leaving out --host,`,
    ],
    [
      "the environment against the profile of the option",
      { DATABRICKS_HOST: host, ...pat },
      { profile: "dev" },
      config,
      `GP5102 The profile "dev" is for another workspace than ${host}, which DATABRICKS_HOST names.`,
    ],
    [
      "a host of the environment against credentials of the profile",
      { DATABRICKS_HOST: host, DATABRICKS_CONFIG_PROFILE: "dev" },
      {},
      config,
      'GP5102 The profile "dev" is for another workspace than',
    ],
  ])("says so: %s", async (_name, env, options, file, want) => {
    expect(await problemOf(env, options, file)).toContain(want);
  });

  it("says so: a file that cannot be read", async () => {
    const world = fakeWorld({ DATABRICKS_CONFIG_FILE: "/" }, null);
    const { diagnostics } = await openWorkspace({ host: null, profile: null }, world, noCli);
    expect(diagnostics[0]?.message).toBe("The configuration file / cannot be read: it is a directory.");
  });
});

describe("a login of the Databricks CLI", () => {
  const output = JSON.stringify({ access_token: "t-cli", expiry: "1970-01-01T01:00:00Z" });

  it("is used where nothing else is given", async () => {
    const { run, calls } = cli({ kind: "answered", output });
    const workspace = await opened(fakeWorld({ DATABRICKS_HOST: host }, config), {}, run);
    expect(workspace.credentials.description).toBe(`login of the Databricks CLI for ${host}`);
    expect(await headersOf(workspace)).toEqual({ Authorization: "Bearer t-cli" });
    expect(calls).toEqual([["auth", "token", "--host", host]]);
  });

  it("is asked for by profile where one is in use", async () => {
    const { run, calls } = cli({ kind: "answered", output });
    await opened(fakeWorld({}, config), { profile: "bare" }, run);
    expect(calls).toEqual([["auth", "token", "--profile", "bare"]]);
  });

  it("is not asked for where credentials are given, or none are needed", async () => {
    const { run, calls } = cli({ kind: "answered", output });
    await opened(fakeWorld({ DATABRICKS_HOST: host, ...pat }, config), {}, run);
    await opened(fakeWorld({}, config), { host: "http://localhost:8080" }, run);
    expect(calls).toEqual([]);
  });

  it.each(["missing", "failed", "late"] as const)("counts as not given where the CLI is %s", async (kind) => {
    const problem = await problemOf({ DATABRICKS_HOST: host }, {}, null, cli({ kind }).run);
    expect(problem).toContain(`GP5101 No credentials are given for ${host}.`);
  });
});
