import type { AlterAction, PrimaryKeyNode, QualifiedName } from "../ddl/nodes.js";
import { quote } from "../ddl/quote.js";
import { type BuildContext, buildColumns } from "./build-columns.js";
import { ColumnChanger } from "./change-columns.js";
import {
  type ClusterKey,
  editableColumns,
  editableProperties,
  replaceColumns,
  type TableState,
} from "./table-state.js";

/** Every action but RENAME TO, which concerns the catalog and not the table alone. */
type TableAction = Exclude<AlterAction, { readonly kind: "rename-table" }>;

/** Actions that change the columns of a table, or refer to them. */
type ColumnAction = Extract<
  TableAction,
  {
    readonly kind:
      "add-columns" | "drop-columns" | "replace-columns" | "alter-column" | "add-primary-key" | "cluster-by";
  }
>;

/** Applies an action of ALTER TABLE; false after reporting why it cannot be. */
export function applyAction(state: TableState, action: TableAction, context: BuildContext): boolean {
  switch (action.kind) {
    case "set-properties":
      for (const [key, value] of action.properties) editableProperties(state).set(key, value);
      return true;
    case "unset-properties":
      for (const key of action.keys) editableProperties(state).delete(key);
      return true;
    case "set-location":
      state.table = { ...state.table, location: action.location };
      return true;
    case "drop-primary-key":
      dropPrimaryKey(state);
      return true;
    case "drop-constraint":
      if (state.primaryKeyName?.toLowerCase() === action.name.toLowerCase()) dropPrimaryKey(state);
      return true;
    default:
      return applyToColumns(state, action, context);
  }
}

function applyToColumns(state: TableState, action: ColumnAction, context: BuildContext): boolean {
  const changer = new ColumnChanger(editableColumns(state).fields, context);
  switch (action.kind) {
    case "add-columns":
      return action.columns.every((column) => changer.add(column, action.ifNotExists));
    case "drop-columns":
      return action.columns.every((column) => changer.drop(column, action.ifExists));
    case "alter-column":
      return changer.change(action.column, action.changes);
    case "add-primary-key":
      return addPrimaryKey(state, action.primaryKey, changer, context);
    case "cluster-by":
      return clusterBy(state, action.columns, changer);
    case "replace-columns": {
      const columns = buildColumns(action.columns, context);
      if (columns !== null) replaceColumns(state, columns);
      return columns !== null;
    }
  }
}

function dropPrimaryKey(state: TableState): void {
  editableColumns(state).primaryKey = [];
  state.primaryKeyName = null;
}

function addPrimaryKey(
  state: TableState,
  node: PrimaryKeyNode,
  changer: ColumnChanger,
  context: BuildContext,
): boolean {
  const columns = editableColumns(state);
  if (columns.primaryKey.length > 0 && columns.primaryKey.every((field) => !field.isRemoved)) {
    const range = { start: node.start, end: node.end };
    const hint = "Drop the old key before.";
    context.report({ code: "GP2015", message: "The table has a primary key already.", hint, ...range }, null);
    return false;
  }
  const fields = changer.requireAll(node.columns, ({ text, start, end }) => {
    const message = `The primary key column ${quote(text)} is nullable; it is taken as NOT NULL.`;
    const hint = "Databricks wants NOT NULL on the columns of a key before it is added.";
    context.report({ code: "GP2013", message, hint, start, end }, text);
  });
  if (fields === null) return false;
  columns.primaryKey = fields;
  state.primaryKeyName = node.name;
  return true;
}

function clusterBy(state: TableState, names: readonly QualifiedName[], changer: ColumnChanger): boolean {
  const clusters: ClusterKey[] = [];
  for (const { parts } of names) {
    const [root, ...rest] = parts;
    const field = root === undefined ? null : changer.column(root);
    if (field === null) return false;
    clusters.push({ field, rest: rest.map((part) => `.${part.text}`).join("") });
  }
  editableColumns(state).clusters = clusters;
  return true;
}
