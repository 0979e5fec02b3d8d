import type { TableRequest, Workspace, WorkspaceTables, WorkspaceWorld } from "../workspace/workspace.js";
import { findSchemas } from "./find-schemas.js";
import { Api } from "./http.js";
import { NearNames } from "./near-names.js";
import { readSchema } from "./read-schema.js";
import type { Reading } from "./reading.js";
import { Results } from "./results.js";
import { parseWanted } from "./wanted.js";

/**
 * Reads tables through the Unity Catalog API, of Databricks or of the open-source server. Exact names are asked for, and
 * may be of anything that has columns; globs are looked up in lists, and pass over what the service does not write to.
 */
export async function readUnityCatalog(
  workspace: Workspace,
  request: TableRequest,
  world: WorkspaceWorld,
): Promise<WorkspaceTables> {
  const { wanted, diagnostics } = parseWanted(request.patterns);
  const api = new Api(workspace, request, world);
  const results = new Results(request.onProgress);
  results.report(...diagnostics);
  const reading: Reading = { api, near: new NearNames(api), results };
  const schemas = await findSchemas(wanted, reading);
  await Promise.all(
    schemas.map(async (schema) => {
      await readSchema(schema, reading);
    }),
  );
  return results.finish(wanted);
}
