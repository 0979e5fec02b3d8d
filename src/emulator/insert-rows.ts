import { isRefusal, openReader, type RecordReader } from "./check/open-reader.js";
import type { IndexedRefusal, InsertOutcome } from "./core.js";
import type { RejectionLog } from "./rejection-log.js";
import type { Row } from "./row.js";
import type { RowStore } from "./store/row-store.js";
import type { TableBook, TableEntry } from "./table-book.js";

interface InsertWorld {
  readonly book: TableBook;
  readonly rejections: RejectionLog;
  readonly store: Pick<RowStore, "append">;
}

/** Inserts without a stream: each request is checked and stored as a whole. */
export class RowInserter {
  readonly #world: InsertWorld;
  readonly #readers = new Map<TableEntry, RecordReader>();

  constructor(world: InsertWorld) {
    this.#world = world;
  }

  /**
   * Checks and stores rows given as JSON (UTF-8).
   *
   * @throws {StoreError} where they could not be stored.
   */
  async insert(table: string, rows: readonly Uint8Array[]): Promise<InsertOutcome> {
    const entry = this.#world.book.find(table);
    if (entry === null) return { kind: "unknown_table" };
    if (entry.notWritable !== null) return { kind: "not_writable", reason: entry.notWritable };
    const reader = this.#reader(entry);
    if (reader === null) return { kind: "not_writable", reason: `${entry.name} has columns that no record can fill.` };
    const read = readRows(reader, rows);
    entry.warned(reader.warnings());
    if (read.refusals.length > 0) return this.#refuse(entry, rows, read.refusals);
    if (rows.length > 0) await this.#world.store.append(entry.name, read.rows);
    entry.stored(
      rows.length,
      rows.reduce((sum, { length }) => sum + length, 0),
    );
    return { kind: "accepted", rows: rows.length };
  }

  #reader(entry: TableEntry): RecordReader | null {
    const known = this.#readers.get(entry);
    if (known !== undefined) return known;
    const opened = openReader(entry.table, "json", null);
    if (!opened.ok) return null;
    this.#readers.set(entry, opened.reader);
    return opened.reader;
  }

  #refuse(entry: TableEntry, rows: readonly Uint8Array[], refusals: readonly IndexedRefusal[]): InsertOutcome {
    for (const { rule, column, message, index } of refusals) {
      const record = rows[index] ?? null;
      const place = { streamId: null, offset: null, index, record };
      this.#world.rejections.add({ kind: "insert", table: entry.name, status: null, rule, column, message, ...place });
      entry.rejected();
    }
    return { kind: "refused", refusals };
  }
}

function readRows(reader: RecordReader, records: readonly Uint8Array[]) {
  const rows: Row[] = [];
  const refusals: IndexedRefusal[] = [];
  for (const [index, record] of records.entries()) {
    const row = reader.read(record);
    if (isRefusal(row)) refusals.push({ ...row, index });
    else rows.push(row);
  }
  return { rows, refusals };
}
