import { Agent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { Table } from "../../../../src/catalog/table.js";
import { readDdl } from "../../../../src/read-ddl.js";
import { readWarehouse } from "../../../../src/source/warehouse/read-warehouse.js";
import type {
  Credentials,
  ReadProgress,
  TableRequest,
  WorkspaceTables,
  WorkspaceWorld,
} from "../../../../src/source/workspace/workspace.js";
import {
  type Fault,
  startWarehouse,
  type WarehouseOptions,
  type WarehouseServer,
} from "../../../support/warehouse-server.js";
import { served, type ServedTable } from "../../../support/warehouse-statements.js";

export const id = "1234567890abcdef";
export const path = `/sql/1.0/warehouses/${id}`;
export const token = "dapi-0123456789-secret";

export const sensors = `
CREATE TABLE main.sensors.air_quality (
  device STRING NOT NULL COMMENT 'It''s the device',
  temp INT,
  tags ARRAY<STRUCT<k: STRING NOT NULL, v: DECIMAL(10,2)>>,
  id BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 1),
  PRIMARY KEY (device)
) USING delta COMMENT 'Readings' TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true');
CREATE TABLE main.sensors.stations (id BIGINT, name VARCHAR(20)) USING delta LOCATION 's3://bucket/stations';
CREATE TABLE main.weather.rain (\`odd name\` DATE, amount DOUBLE) USING delta PARTITIONED BY (\`odd name\`);`;

export function tablesOf(ddl: string): readonly Table[] {
  return readDdl(ddl).tables;
}

/** What a test says of its warehouse; the rest is as usual. */
export interface Given extends Partial<Omit<WarehouseOptions, "catalogue">> {
  readonly ddl?: string;
  /** Tables besides those of the DDL, or instead of them. */
  readonly tables?: readonly ServedTable[];
  readonly change?: (table: ServedTable) => ServedTable;
  readonly withoutInformationSchema?: readonly string[];
}

/** A warehouse that is gone after the test. */
export async function warehouse(given: Given = {}): Promise<WarehouseServer> {
  const { ddl = "", tables = [], change, withoutInformationSchema = [], ...options } = given;
  const server = await startWarehouse({
    catalogue: {
      tables: [...tablesOf(ddl).map(served), ...tables].map((table) => change?.(table) ?? table),
      withoutInformationSchema: new Set(withoutInformationSchema),
    },
    tokens: new Set([token]),
    path,
    fault: () => null,
    pageSize: 1000,
    ...options,
  });
  onTestFinished(() => server.close());
  return server;
}

/** Faults by statement or method: the first whose name is in the call, so many times. */
export function faults(
  ...rules: readonly (readonly [text: string, times: number, fault: Fault])[]
): WarehouseOptions["fault"] {
  const left = rules.map(([text, times, fault]) => ({ text, times, fault }));
  return ({ method, statement }) => {
    const rule = left.find((each) => each.times > 0 && `${method} ${statement ?? ""}`.includes(each.text));
    if (rule === undefined) return null;
    rule.times--;
    return rule.fault;
  };
}

/** Pauses between tries are over at once; deadlines come `haste` times as early as they would. */
function worldOf(haste: number): WorkspaceWorld {
  return {
    env: {},
    homeDirectory: "/nowhere",
    fetch: () => Promise.reject(new Error("not used")),
    now: () => 0,
    // Only deadlines are called off.
    sleep: async (ms, signal) => {
      if (signal !== undefined) await sleep(ms / haste, undefined, { signal });
    },
    random: () => 0,
  };
}

export function bearer(...tokens: readonly string[]): Credentials {
  const left = [...tokens];
  return {
    description: "personal access token from DATABRICKS_TOKEN",
    headers: () => Promise.resolve({ Authorization: `Bearer ${left[0] ?? ""}` }),
    renew: () => left.length > 1 && left.shift() !== undefined,
  };
}

export interface Reading extends WorkspaceTables {
  readonly progress: readonly ReadProgress[];
}

export interface ReadOptions extends Partial<Omit<TableRequest, "patterns" | "onProgress">> {
  readonly credentials?: Credentials;
  readonly warehouse?: string;
  readonly origin?: string;
  readonly haste?: number;
}

/** Reads with the driver as it is, on a machine that trusts the certificate of the server. */
export async function read(
  server: Pick<WarehouseServer, "origin" | "certificate">,
  patterns: readonly string[],
  { credentials = bearer(token), warehouse: named = id, origin = server.origin, haste = 1, ...rest }: ReadOptions = {},
): Promise<Reading> {
  trust(server.certificate);
  const progress: ReadProgress[] = [];
  const onProgress = (event: ReadProgress): void => void progress.push(event);
  const request = { concurrency: 4, timeout: 100_000, ...rest, patterns, onProgress };
  return { ...(await readWarehouse({ origin, credentials }, named, request, worldOf(haste))), progress };
}

/** What `NODE_EXTRA_CA_CERTS` does, which Node looks at when it starts only. */
function trust(certificate: string): void {
  const connect = Reflect.get<typeof Agent.prototype, "createConnection">(Agent.prototype, "createConnection");
  Agent.prototype.createConnection = function (this: Agent, options, callback) {
    return connect.call(this, { ...options, ca: [certificate] }, callback);
  };
  onTestFinished(() => {
    Agent.prototype.createConnection = connect;
  });
}

/** `GP5105 main.a.b: the message`. */
export function shown({ diagnostics }: WorkspaceTables): readonly string[] {
  return diagnostics.map(({ code, table, message }) => `${code} ${table ?? "-"}: ${message}`);
}
