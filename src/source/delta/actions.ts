/** The two actions of a Delta log that say what its table is; null where an action has not been found. */
export interface TableActions {
  readonly metaData: unknown;
  readonly protocol: unknown;
}

export const noActions: TableActions = { metaData: null, protocol: null };

/** The newer actions, and the older ones where there are no newer. */
export function withOlder(newer: TableActions, older: TableActions): TableActions {
  return { metaData: newer.metaData ?? older.metaData, protocol: newer.protocol ?? older.protocol };
}

/** Whether both actions are known, so that nothing older needs to be read. */
export function isComplete({ metaData, protocol }: TableActions): boolean {
  return metaData !== null && protocol !== null;
}

/** A file of a Delta log that does not hold what it should; carried to where the file is known by its path. */
export class LogFileError extends Error {
  override readonly name = "LogFileError";
}

/** A directory on disk, and its path as diagnostics show it. */
export interface LogDirectory {
  readonly path: string;
  readonly absolute: string;
}
