import type { Table } from "../catalog/table.js";
import type { Clock } from "../async/clock.js";
import type { InsertOutcome, WorkspaceCore } from "./core.js";
import type { EmulatorClient, EmulatorSettings, RecordedRequest } from "./emulator-options.js";
import { FaultTable } from "./fault-table.js";
import { readFault, type ArmedFault, type Fault, type TokenRefusal } from "./faults.js";
import { RowInserter } from "./insert-rows.js";
import { RejectionLog } from "./rejection-log.js";
import type { EmulatorStats, Rejection } from "./stats.js";
import type { QueryResult, RowStore } from "./store/row-store.js";
import { StreamRegistry } from "./stream-registry.js";
import { serviceQuota } from "./stream-world.js";
import { TableBook } from "./table-book.js";
import { Tokens } from "./tokens.js";

/** Where the emulator can be reached, once it can. */
export interface EmulatorPlaces {
  readonly zerobusEndpoint: string;
  readonly workspaceUrl: string;
  readonly restart: () => Promise<void>;
}

/** The state of an emulator, which its two servers share. */
export class EmulatorCore implements WorkspaceCore {
  readonly tables: readonly Table[];
  readonly tokens: Tokens;
  readonly tokenSeconds: number;
  readonly streams: StreamRegistry;
  readonly requests: RecordedRequest[] = [];
  /** Set by what starts the servers. */
  places: EmulatorPlaces = { zerobusEndpoint: "", workspaceUrl: "", restart: () => Promise.resolve() };
  /** Whether new streams are refused. */
  isDraining = false;
  readonly #book: TableBook;
  readonly #store: RowStore;
  readonly #faults: FaultTable;
  readonly #rejections: RejectionLog;
  readonly #inserter: RowInserter;
  readonly #clients: readonly EmulatorClient[] | null;
  readonly #since: string;

  constructor(settings: EmulatorSettings, store: RowStore, clock: Clock) {
    const { tables, tokenSeconds, seed, clients, ackDelayMs, quotas, record } = settings;
    this.tables = tables;
    this.tokenSeconds = tokenSeconds;
    this.#store = store;
    this.#clients = clients;
    this.#since = new Date(clock.now()).toISOString();
    this.#book = new TableBook(tables, clock);
    this.#faults = new FaultTable(seed);
    this.#rejections = new RejectionLog(clock);
    const deniedTables = new Set(settings.deniedTables.map((name) => name.toLowerCase()));
    this.tokens = new Tokens({ accept: settings.tokens, deniedTables }, clock);
    const parts = { book: this.#book, rejections: this.#rejections, store };
    this.#inserter = new RowInserter(parts);
    this.streams = new StreamRegistry({
      ...parts,
      clock,
      tokens: this.tokens,
      faults: this.#faults,
      quota: quotas ? serviceQuota : null,
      ackDelayMs,
      isDraining: () => this.isDraining,
      record: record ? (streamId, bytes) => this.requests.push({ streamId, bytes: Uint8Array.from(bytes) }) : null,
    });
    for (const fault of settings.faults) this.injectFault(fault);
  }

  get zerobusEndpoint(): string {
    return this.places.zerobusEndpoint;
  }

  findTable(name: string): Table | null {
    return this.#book.find(name)?.table ?? null;
  }

  checkClient(clientId: string, secret: string): boolean {
    return this.#clients?.some((client) => client.id === clientId && client.secret === secret) ?? true;
  }

  takeTokenRefusal(): TokenRefusal | null {
    const fault = this.#faults.take("refuse_token", null);
    return fault && { status: fault.status, error: fault.error ?? "temporarily_unavailable" };
  }

  insertJson(table: string, rows: readonly Uint8Array[]): Promise<InsertOutcome> {
    return this.#inserter.insert(table, rows);
  }

  stats(): EmulatorStats {
    this.streams.reportWarnings();
    return {
      since: this.#since,
      zerobusEndpoint: this.places.zerobusEndpoint,
      workspaceUrl: this.places.workspaceUrl,
      draining: this.isDraining,
      tokensIssued: this.tokens.issued,
      tables: this.#book.entries.map((entry) => entry.stats()),
      streams: this.streams.stats(),
      faults: this.faults(),
    };
  }

  rejections(): readonly Rejection[] {
    return this.#rejections.list();
  }

  lastRows(table: string, limit: number): Promise<QueryResult> {
    return this.#store.last(this.#book.find(table)?.name ?? table, limit);
  }

  query(sql: string): Promise<QueryResult> {
    return this.#store.query(sql);
  }

  faults(): readonly ArmedFault[] {
    return this.#faults.list();
  }

  /** @throws {TypeError} for what is not a fault. */
  injectFault(fault: Fault): string {
    const read = readFault(fault);
    if (!read.ok) throw new TypeError(read.message);
    if (read.fault.kind !== "expire_tokens") return this.#faults.inject(read.fault);
    this.tokens.expireAll();
    return this.#faults.nextId();
  }

  removeFault(id: string): boolean {
    return this.#faults.remove(id);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  restart(): Promise<void> {
    return this.places.restart();
  }
}
