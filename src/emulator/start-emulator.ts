import { systemClock } from "../async/clock.js";
import { EmulatorCore } from "./emulator-core.js";
import { settingsOf, type EmulatorOptions, type EmulatorSettings, type RecordedRequest } from "./emulator-options.js";
import type { Fault } from "./faults.js";
import { startZerobusServer } from "./grpc/zerobus-server.js";
import { startWorkspace } from "./http/start-workspace.js";
import type { EmulatorStats, Rejection } from "./stats.js";
import { openStore } from "./store/open-store.js";
import type { ExportFormat, QueryResult, RowStore } from "./store/row-store.js";

/** A running emulator. */
export interface Emulator {
  /** `http://host:port` of the gRPC service. */
  readonly zerobusEndpoint: string;
  /** `http://host:port` of the token endpoint, the tables API, the REST inserts and the status page. */
  readonly workspaceUrl: string;
  /** Answers a statement that reads what was stored. @throws {StoreError} */
  query(sql: string): Promise<QueryResult>;
  /** Writes a table, `catalog.schema.table`, to a file, which is there whole or not at all. @throws {StoreError} */
  exportTable(table: string, path: string, format: ExportFormat): Promise<void>;
  stats(): EmulatorStats;
  /** What was refused, the newest last. */
  rejections(): readonly Rejection[];
  /** Requests as they came, where the option `record` is set. */
  requests(): readonly RecordedRequest[];
  /** Lets something go wrong; returns how to end it. @throws {TypeError} for what is not a fault. */
  inject(fault: Fault): () => void;
  clearFaults(): void;
  /** Drops all connections, is away for some milliseconds, and is back on the same port with the same rows. */
  restart(downMs?: number): Promise<void>;
  /** Refuses new streams, announces to the others that they will be closed in some seconds, and waits until they are. */
  drain(seconds?: number): Promise<void>;
  /** Ends everything; what was acknowledged is kept if the store is a directory. */
  close(): Promise<void>;
}

const defaultDownMs = 250;
const defaultDrainSeconds = 5;

/**
 * Starts an emulator.
 *
 * @throws {StoreError} where DuckDB is missing or the store cannot be opened.
 * @throws what `listen` of node:net throws where a port is taken.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const settings = settingsOf(options);
  const store = await openStore(settings.store);
  try {
    for (const table of settings.tables) await store.createTable(table);
    return await serve(settings, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function serve(settings: EmulatorSettings, store: RowStore): Promise<Emulator> {
  const { host } = settings;
  const core = new EmulatorCore(settings, store, systemClock);
  const zerobus = await startZerobusServer(core.streams, host, settings.zerobusPort);
  const places = { zerobusEndpoint: `http://${urlHost(host)}:${zerobus.port}`, workspaceUrl: "" };
  const restart = (downMs = defaultDownMs) => zerobus.restart(downMs);
  core.places = { ...places, restart };
  const workspace = await startWorkspace(core, { host, port: settings.workspacePort }).catch(async (error: unknown) => {
    await zerobus.close();
    throw error;
  });
  core.places = { ...places, workspaceUrl: workspace.origin, restart };
  return emulatorOf(core, store, restart, async () => {
    await Promise.allSettled([zerobus.close(), workspace.close()]);
    await store.close();
  });
}

function emulatorOf(
  core: EmulatorCore,
  store: RowStore,
  restart: Emulator["restart"],
  end: () => Promise<void>,
): Emulator {
  let ended: Promise<void> | null = null;
  const { zerobusEndpoint, workspaceUrl } = core.places;
  return {
    zerobusEndpoint,
    workspaceUrl,
    query: (sql) => core.query(sql),
    exportTable: (table, path, format) => store.exportTable(table, path, format),
    stats: () => core.stats(),
    rejections: () => core.rejections(),
    requests: () => core.requests,
    inject: (fault) => {
      const id = core.injectFault(fault);
      return () => void core.removeFault(id);
    },
    clearFaults: () => {
      core.clearFaults();
    },
    restart,
    drain: (seconds = defaultDrainSeconds) => {
      core.isDraining = true;
      return core.streams.closeIn(seconds);
    },
    close: () => (ended ??= end()),
  };
}

/** An IPv6 address stands in brackets in a URL; what stands for every address of the machine is not one to connect to. */
function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
