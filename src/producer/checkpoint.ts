/** A place in a source: anything JSON carries, such as an offset, a file with a line, or offsets by partition. */
export type Position = string | number | boolean | readonly Position[] | { readonly [key: string]: Position };

/** Where progress is kept. */
export interface CheckpointStore {
  /** The position that was saved last for the table; null where there is none. */
  readonly load: (table: string) => Promise<Position | null>;
  /** Replaces the saved position, whole or not at all; it is there after a crash once this has resolved. */
  readonly save: (table: string, position: Position) => Promise<void>;
}

/** A row with its place in the source. */
export interface SourceItem<Row> {
  readonly row: Row;
  /** After a crash the source is read from behind this position. */
  readonly position: Position;
}

/**
 * What `ingest` reads: a function that starts behind a position (null: at the beginning), which is the quick way, or an
 * iterable that always starts at the beginning, of which everything up to the saved position is passed over.
 */
export type Source<Row> =
  | ((after: Position | null) => AsyncIterable<SourceItem<Row>> | Iterable<SourceItem<Row>>)
  | AsyncIterable<SourceItem<Row>>
  | Iterable<SourceItem<Row>>;
