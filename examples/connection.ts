// Where the example programs send rows to, and as whom.

/** The Zerobus endpoint, the workspace and a service principal, as the environment names them. */
export const connection = {
  endpoint: setting("ZEROBUS_ENDPOINT"),
  workspaceUrl: setting("DATABRICKS_HOST"),
  auth: { clientId: setting("DATABRICKS_CLIENT_ID"), clientSecret: setting("DATABRICKS_CLIENT_SECRET") },
};

function setting(name: string): string {
  const value = process.env[name] ?? "";
  if (value === "") throw new Error(`Set ${name}.`);
  return value;
}
