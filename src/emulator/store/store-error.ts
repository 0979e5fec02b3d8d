/**
 * `package`: the database is not installed; `locked`: another process has the directory; `schema`: a table cannot be kept, or is
 * there with other columns; `query`: a statement was refused or failed; `table`: no such table; `storage`: rows or files could not be
 * written or read; `closed`: the store was closed.
 */
export type StoreErrorKind = "package" | "locked" | "schema" | "query" | "table" | "storage" | "closed";

/** Why a store did not do what it was asked; the message is one sentence to act on. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** The first line of what the database says; the lines after it repeat the statement or hold its own stack. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^[^\r\n]*/.exec(text)?.[0] ?? "";
}

/** The error as a {@link StoreError}: as it is where it is one already, else of the kind, after the words. */
export function toStoreError(kind: StoreErrorKind, words: string, error: unknown): StoreError {
  return error instanceof StoreError ? error : new StoreError(kind, `${words}: ${firstLine(error)}`, { cause: error });
}
