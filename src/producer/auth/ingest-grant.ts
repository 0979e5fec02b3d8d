/**
 * What a token for writing to one table is asked for with, as the service's own clients do: the direct writes of the
 * workspace, whose id the endpoint's host begins with, and the privileges (RFC 9396). Names are written plainly, since those
 * of Unity Catalog hold no dots. Null where the name of the table has not three parts.
 *
 * @param table `catalog.schema.table`
 */
export function ingestForm(endpointHost: string, table: string): Readonly<Record<string, string>> | null {
  const [catalog = "", schema = "", name = "", ...more] = table.split(".");
  if (catalog === "" || schema === "" || name === "" || more.length > 0) return null;
  const details = [
    privileges("CATALOG", catalog, ["USE CATALOG"]),
    privileges("SCHEMA", `${catalog}.${schema}`, ["USE SCHEMA"]),
    { ...privileges("TABLE", table, ["SELECT", "MODIFY"]), operations: ["zerobuswrite"] },
  ];
  const [workspaceId = ""] = endpointHost.split(".");
  return {
    ...workspaceForm,
    resource: `api://databricks/workspaces/${workspaceId}/zerobusDirectWriteApi`,
    authorization_details: JSON.stringify(details),
  };
}

/** What a token for the APIs of the workspace is asked for with. */
export const workspaceForm = { scope: "all-apis" };

function privileges(objectType: string, path: string, granted: readonly string[]) {
  return { type: "unity_catalog_privileges", privileges: granted, object_type: objectType, object_full_path: path };
}
