import { fullName, type Table } from "../catalog/table.js";
import { checkServiceRules } from "../mapping/service-rules.js";
import type { Clock } from "../async/clock.js";
import { RateMeter } from "./rate-meter.js";
import type { TableStats } from "./stats.js";

/** A table of the emulator, and what was done with it. */
export class TableEntry {
  readonly table: Table;
  /** `catalog.schema.table`, as the definition writes it. */
  readonly name: string;
  /** Why the service would not write to it, in one sentence; null where it would. */
  readonly notWritable: string | null;
  readonly #clock: Clock;
  readonly #rows = new RateMeter();
  readonly #bytes = new RateMeter();
  readonly #warnings = new Set<string>();
  readonly #counts = { rows: 0, bytes: 0, batches: 0, acks: 0, rejects: 0 };

  constructor(table: Table, clock: Clock) {
    this.table = table;
    this.name = fullName(table.name);
    this.notWritable = checkServiceRules(table)[0]?.message ?? null;
    this.#clock = clock;
  }

  stored(rows: number, bytes: number): void {
    const now = this.#clock.now();
    this.#counts.rows += rows;
    this.#counts.bytes += bytes;
    this.#counts.batches += 1;
    this.#rows.add(rows, now);
    this.#bytes.add(bytes, now);
  }

  acked(): void {
    this.#counts.acks += 1;
  }

  rejected(): void {
    this.#counts.rejects += 1;
  }

  warned(warnings: readonly { readonly message: string }[]): void {
    for (const { message } of warnings) this.#warnings.add(message);
  }

  stats(): TableStats {
    const now = this.#clock.now();
    return {
      name: this.name,
      ...this.#counts,
      warnings: [...this.#warnings],
      rowsPerSecond: this.#rows.perSecond(now),
      bytesPerSecond: this.#bytes.perSecond(now),
    };
  }
}

/** The tables of the emulator by their names, whatever the case. Of two with one name the later counts. */
export class TableBook {
  readonly #entries: ReadonlyMap<string, TableEntry>;

  constructor(tables: readonly Table[], clock: Clock) {
    this.#entries = new Map(
      tables.map((table) => [fullName(table.name).toLowerCase(), new TableEntry(table, clock)] as const),
    );
  }

  get entries(): readonly TableEntry[] {
    return [...this.#entries.values()];
  }

  find(name: string): TableEntry | null {
    return this.#entries.get(name.toLowerCase()) ?? null;
  }
}
