import type { Table } from "../catalog/table.js";
import type { Fault } from "./faults.js";
import type { StoreOptions } from "./store/open-store.js";

/** What an emulator is started with. Only the tables must be given. */
export interface EmulatorOptions {
  readonly tables: readonly Table[];
  /** Address to listen on; 127.0.0.1 where it is left out. Anyone who reaches it can write and read. */
  readonly host?: string;
  /** Port of the gRPC service; a free one for 0 and where it is left out. */
  readonly zerobusPort?: number;
  /** Port of the workspace's HTTP side: tokens, tables, REST inserts, status page. */
  readonly workspacePort?: number;
  /** Where rows are kept; in memory where it is left out. */
  readonly store?: StoreOptions;
  /** Of the draws of faults with a probability; 1 where it is left out. */
  readonly seed?: number;
  readonly faults?: readonly Fault[];
  /** Whether streams are held to the service's quotas of 100 MB and 100,000 records a second. Not where it is left out. */
  readonly quotas?: boolean;
  /** How long a token is valid; 3,600 seconds where it is left out. */
  readonly tokenSeconds?: number;
  /** `any` accepts every bearer token, also one the token endpoint did not give out. */
  readonly tokens?: "issued" | "any";
  /** Clients the token endpoint knows; it takes every client where they are left out. */
  readonly clients?: readonly EmulatorClient[];
  /** Tables, as `catalog.schema.table`, on which nobody was granted anything. */
  readonly deniedTables?: readonly string[];
  /** Milliseconds between storing rows and acknowledging them; 0 where it is left out. The service has about 150. */
  readonly ackDelayMs?: number;
  /** Keeps every request as it came, for tests to look at; see `requests()`. */
  readonly record?: boolean;
}

export interface EmulatorClient {
  readonly id: string;
  readonly secret: string;
}

/** A request of a stream as it came. */
export interface RecordedRequest {
  readonly streamId: string;
  /** An `EphemeralStreamRequest` in protobuf. */
  readonly bytes: Uint8Array;
}

/** Options with nothing left out. */
export type EmulatorSettings = Required<Omit<EmulatorOptions, "clients">> & {
  readonly clients: readonly EmulatorClient[] | null;
};

const defaults: Omit<EmulatorSettings, "tables"> = {
  host: "127.0.0.1",
  zerobusPort: 0,
  workspacePort: 0,
  store: { kind: "memory" },
  seed: 1,
  faults: [],
  quotas: false,
  tokenSeconds: 3_600,
  tokens: "issued",
  clients: null,
  deniedTables: [],
  ackDelayMs: 0,
  record: false,
};

/** Fills in what is left out, or given as undefined. */
export function settingsOf(options: EmulatorOptions): EmulatorSettings {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...defaults, tables: options.tables, ...given };
}
