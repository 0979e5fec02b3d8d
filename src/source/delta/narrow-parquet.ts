import type { ColumnChunk, FileMetaData, RowGroup, SchemaElement, SchemaTree } from "hyparquet";

/** Names from the top level of a Parquet schema down to a column or to a group of columns. */
export type ParquetPath = readonly string[];

/**
 * A Parquet file as if it had nothing but one row group and the columns at or below a path, so that a reader of whole
 * top-level columns reads no more than these.
 */
export function narrowParquet(
  metadata: FileMetaData,
  group: RowGroup,
  tree: SchemaTree,
  path: ParquetPath,
): FileMetaData {
  return {
    ...metadata,
    schema: narrowSchema(tree, path),
    num_rows: group.num_rows,
    row_groups: [{ ...group, columns: group.columns.filter((chunk) => isBelow(chunk, path)) }],
  };
}

/** Whether the schema has a path; a checkpoint lacks the columns of features that its writer does not know. */
export function hasPath(tree: SchemaTree, [name, ...rest]: ParquetPath): boolean {
  if (name === undefined) return true;
  return tree.children.some((child) => child.element.name === name && hasPath(child, rest));
}

/** Whether the statistics of a row group say that the columns at or below a path hold nothing but nulls. */
export function isAllNull(group: RowGroup, path: ParquetPath): boolean {
  return group.columns
    .filter((chunk) => isBelow(chunk, path))
    .every(({ meta_data: facts }) => facts !== undefined && facts.statistics?.null_count === facts.num_values);
}

function isBelow({ meta_data: facts }: ColumnChunk, path: ParquetPath): boolean {
  return facts !== undefined && path.every((name, index) => facts.path_in_schema[index] === name);
}

/** The elements of a schema in the order of a Parquet footer: each before its children. */
function narrowSchema({ element, children }: SchemaTree, [name, ...rest]: ParquetPath): SchemaElement[] {
  const kept = name === undefined ? children : children.filter((child) => child.element.name === name);
  const below = kept.flatMap((child) => narrowSchema(child, rest));
  return [kept.length === 0 ? element : { ...element, num_children: kept.length }, ...below];
}
