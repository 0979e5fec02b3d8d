import type * as Hyparquet from "hyparquet";
import type { AsyncBuffer, Compressors, FileMetaData, RowGroup, SchemaTree } from "hyparquet";
import { noActions, type TableActions } from "./actions.js";
import { hasPath, isAllNull, narrowParquet } from "./narrow-parquet.js";

/** A checkpoint file, open for reading. */
interface OpenFile {
  readonly hyparquet: typeof Hyparquet;
  readonly compressors: Compressors;
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly tree: SchemaTree;
}

/** Which fields of an action to read; `required` is never null in a row that holds the action. */
interface ActionFields {
  readonly action: keyof TableActions;
  readonly required: string;
  readonly others: readonly string[];
}

const fieldsOfActions: readonly ActionFields[] = [
  { action: "metaData", required: "schemaString", others: ["id", "description", "partitionColumns", "configuration"] },
  {
    action: "protocol",
    required: "minReaderVersion",
    others: ["minWriterVersion", "readerFeatures", "writerFeatures"],
  },
];

/**
 * The actions of a Parquet file of a checkpoint. Of its columns, which hold a row for every data file of the table, reads
 * first the one that shows where an action is, and then that row alone.
 *
 * @throws Error of whatever kind where the file is not sound Parquet or cannot be read.
 */
export async function readParquetActions(path: string): Promise<TableActions> {
  const open = await openParquet(path);
  let found = noActions;
  for (const fields of fieldsOfActions) found = { ...found, [fields.action]: await readAction(open, fields) };
  return found;
}

async function openParquet(path: string): Promise<OpenFile> {
  const [hyparquet, codecs] = await Promise.all([import("hyparquet"), import("hyparquet-compressors")]);
  const file = await hyparquet.asyncBufferFromFile(path);
  const metadata = await hyparquet.parquetMetadataAsync(file, { geoparquet: false });
  const tree = hyparquet.parquetSchema(metadata);
  return { hyparquet, compressors: withEmptyPages(codecs.compressors), file, metadata, tree };
}

/** Columns of nulls have empty pages, on which not every decompressor is right. */
function withEmptyPages(compressors: Compressors): Compressors {
  return Object.fromEntries(
    Object.entries(compressors).map(([codec, decompress]) => [
      codec,
      (input: Uint8Array, length: number) => (length === 0 ? new Uint8Array(0) : decompress(input, length)),
    ]),
  );
}

async function readAction(open: OpenFile, { action, required, others }: ActionFields): Promise<unknown> {
  const path = [action, required] as const;
  if (!hasPath(open.tree, path)) return null;
  for (const group of open.metadata.row_groups) {
    if (isAllNull(group, path)) continue;
    const values = await readField(open, group, path, { rowStart: 0, rowEnd: Number(group.num_rows) });
    const row = values.findIndex((value) => value !== null);
    if (row >= 0) return { [required]: values[row], ...(await readRow(open, group, { action, others, row })) };
  }
  return null;
}

async function readRow(
  open: OpenFile,
  group: RowGroup,
  { action, others, row }: { readonly action: string; readonly others: readonly string[]; readonly row: number },
): Promise<Readonly<Record<string, unknown>>> {
  const entries: [string, unknown][] = [];
  for (const field of others) {
    const path = [action, field] as const;
    if (!hasPath(open.tree, path)) continue;
    const [value = null] = await readField(open, group, path, { rowStart: row, rowEnd: row + 1 });
    entries.push([field, value]);
  }
  return Object.fromEntries(entries);
}

/** A field of an action in each row of a range; null in rows without it. */
async function readField(
  { hyparquet, compressors, file, metadata, tree }: OpenFile,
  group: RowGroup,
  path: readonly [action: string, field: string],
  rows: { readonly rowStart: number; readonly rowEnd: number },
): Promise<readonly unknown[]> {
  const [action, field] = path;
  const narrowed = narrowParquet(metadata, group, tree, path);
  const scan = await hyparquet.parquetScan({ file, metadata: narrowed, compressors, columns: [action] });
  const actions = (await scan.readColumn({ column: action, ...rows })) as readonly unknown[];
  return Array.from(actions, (value) => fieldOf(value, field));
}

function fieldOf(action: unknown, field: string): unknown {
  const isObject = typeof action === "object" && action !== null;
  return isObject ? ((action as Readonly<Record<string, unknown>>)[field] ?? null) : null;
}
