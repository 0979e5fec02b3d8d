import type { DBSQLClient } from "@databricks/sql";
import { proxyOf } from "./proxy.js";

/** Name and value by column; values of the kinds that the driver gives. */
export type Row = Readonly<Record<string, unknown>>;

export type OperationState = "waiting" | "running";

/** A statement under way. */
export interface WarehouseOperation {
  /** Resolves once the statement is done; `onState` is told how it is doing each time the driver asks. */
  readonly finished: (onState: (state: OperationState) => void) => Promise<void>;
  readonly rows: () => Promise<readonly Row[]>;
  readonly cancel: () => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

export interface WarehouseSession {
  readonly execute: (sql: string) => Promise<WarehouseOperation>;
  readonly close: () => Promise<unknown>;
}

/** What we use of the driver. Its functions throw whatever the driver throws. */
export interface WarehouseConnection {
  readonly openSession: () => Promise<WarehouseSession>;
  /** Closes the sessions and what runs in them. */
  readonly close: () => Promise<void>;
  /** Drops the sockets at once: what is still under way fails. */
  readonly destroy: () => void;
}

export interface ConnectionSettings {
  /** Origin of the workspace, HTTPS. */
  readonly origin: string;
  readonly path: string;
  /** Longest wait for one HTTP answer in milliseconds. */
  readonly timeout: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Headers that authorise a request; asked for before each. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
}

/** Connects through `@databricks/sql`; nothing is sent before a session is opened. */
export async function connectDriver(settings: ConnectionSettings): Promise<WarehouseConnection> {
  // Loading the driver takes a tenth of a second, which only those pay who read through a warehouse.
  const { DBSQLClient } = await import("@databricks/sql");
  // The driver's own logger writes to the console.
  const client = new DBSQLClient({ logger: { log: () => undefined } });
  await client.connect(driverOptions(settings));
  const connections = await client.getConnectionProvider();
  const agent = await connections.getAgent();
  return {
    openSession: async () => sessionOf(await client.openSession()),
    close: async () => {
      await client.close();
    },
    destroy: () => agent?.destroy(),
  };
}

function driverOptions({ origin, path, timeout, env, headers }: ConnectionSettings) {
  const { hostname, port } = new URL(origin);
  const proxy = proxyOf(env, hostname);
  return {
    host: hostname,
    path,
    ...(port !== "" && { port: Number(port) }),
    ...(proxy !== null && { proxy }),
    authType: "custom",
    provider: { authenticate: async () => ({ ...(await headers()) }) },
    userAgentEntry: "gen-producers",
    socketTimeout: timeout,
    // The driver repeats some requests only and loses why they failed; whole statements are repeated instead.
    retryMaxAttempts: 1,
    telemetryEnabled: false,
  } as const;
}

type DriverSession = Awaited<ReturnType<DBSQLClient["openSession"]>>;

function sessionOf(session: DriverSession): WarehouseSession {
  return {
    execute: async (sql) => {
      // Definitions are small: no detour through cloud storage, and no decompression, whose module prints where it is missing.
      const operation = await session.executeStatement(sql, { useCloudFetch: false, useLZ4Compression: false });
      return {
        finished: (onState) =>
          operation.finished({
            callback: ({ operationState }) => {
              onState(stateOf(operationState));
            },
          }),
        rows: async () => (await operation.fetchAll()).map((row) => ({ ...row })),
        cancel: () => operation.cancel(),
        close: () => operation.close(),
      };
    },
    close: () => session.close(),
  };
}

/** `TOperationState` of the Thrift service: 0 is initialized, 7 pending. */
function stateOf(state: number | undefined): OperationState {
  return state === 0 || state === 7 ? "waiting" : "running";
}
