import { diagnostic } from "../diagnostics/create-diagnostic.js";
import { openWorkspace, type WorkspaceOptions } from "./workspace/open-workspace.js";
import type { TableRequest, WorkspaceTables, WorkspaceWorld } from "./workspace/workspace.js";

/** Which workspace to read, and through what. */
export interface WorkspaceSource extends WorkspaceOptions {
  /** Id or HTTP path of a SQL warehouse; null where the environment or the profile may name one. */
  readonly warehouse: string | null;
  /** Null: through the warehouse where one is named, else through the Unity Catalog API. */
  readonly via: "api" | "warehouse" | null;
}

/** Tables of a workspace. Whatever stands between us and a table is an error; nothing is missing in silence. */
export async function readWorkspace(
  source: WorkspaceSource,
  request: TableRequest,
  world: WorkspaceWorld,
): Promise<WorkspaceTables> {
  const opened = await openWorkspace(source, world);
  if (opened.workspace === null) return { tables: [], diagnostics: opened.diagnostics };
  const warehouse = source.warehouse ?? opened.warehouse;
  if (source.via === "api" || (source.via === null && warehouse === null)) {
    const { readUnityCatalog } = await import("./unity-catalog/read-unity-catalog.js");
    return readUnityCatalog(opened.workspace, request, world);
  }
  if (warehouse === null) return withoutWarehouse();
  const { readWarehouse } = await import("./warehouse/read-warehouse.js");
  return readWarehouse(opened.workspace, warehouse, request, world);
}

function withoutWarehouse(): WorkspaceTables {
  const hint =
    "Name one with --warehouse or DATABRICKS_WAREHOUSE_ID, or read through the Unity Catalog API with --via api.";
  return { tables: [], diagnostics: [diagnostic("GP5110", "No SQL warehouse is named.", { hint })] };
}
