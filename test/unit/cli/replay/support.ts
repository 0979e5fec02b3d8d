import { join } from "node:path";
import type { Io } from "../../../../src/cli/io.js";
import { replayCommand } from "../../../../src/cli/replay/replay-command.js";
import type { ReplayReport } from "../../../../src/cli/replay/report.js";
import type { OpenProducer } from "../../../../src/cli/replay/send-rows.js";
import { replaySettings } from "../../../../src/cli/replay/settings.js";
import type { Posted, Producer } from "../../../../src/producer/producer.js";
import { RowRejectedError, type Rejection } from "../../../../src/producer/rejection.js";
import { ZerobusError } from "../../../../src/zerobus/zerobus-error.js";
import { stream } from "../plain-style.js";

/** A service that takes rows, each with its fate. */
export interface FakeService {
  readonly open: OpenProducer;
  /** Records that became durable, by table. */
  readonly rows: Record<string, unknown[]>;
  readonly opened: string[];
  readonly closed: string[];
}

type Fate = "durable" | "refused" | "failed" | "pending";

export function zerobusError(message: string, table = "main.shop.orders"): ZerobusError {
  return new ZerobusError(message, { status: "INVALID_ARGUMENT", code: null, retryable: false, table, streamId: null });
}

/** `fateOf` says what becomes of a record; what is pending fails when the producer is closed. */
export function fakeService(
  fateOf: (record: string, table: string) => Fate | Promise<Fate> = () => "durable",
): FakeService {
  const rows: Record<string, unknown[]> = {};
  const [opened, closed]: string[][] = [[], []];
  const open = ((codec: Parameters<OpenProducer>[0]) => {
    const table = codec.table.fullName;
    opened!.push(table);
    const pending: ((error: Error) => void)[] = [];
    const settle = async (record: string): Promise<void> => {
      const fate = await fateOf(record, table);
      if (fate === "pending") {
        await new Promise((_, reject) => pending.push(reject));
      } else if (fate === "failed") throw zerobusError("the stream is gone");
      else if (fate === "refused") throw new RowRejectedError([refusal(table, record)]);
      else (rows[table] ??= []).push(JSON.parse(record));
    };
    const post = (row: string): Posted => {
      const durable = Promise.resolve(codec.toJson(row)).then(settle);
      durable.catch(() => undefined);
      return { accepted: Promise.resolve(), durable };
    };
    const close = (): Promise<void> => {
      closed!.push(table);
      for (const reject of pending) reject(zerobusError("closed"));
      return Promise.resolve();
    };
    return Promise.resolve({ table, post, close } as unknown as Producer<string>);
  }) satisfies OpenProducer;
  return { open, rows, opened: opened!, closed: closed! };
}

function refusal(table: string, record: string): Rejection {
  const facts = { table, at: "2026-05-01T00:00:00.000Z", row: null, recordType: "json" } as const;
  return {
    kind: "refused",
    ...facts,
    error: zerobusError("no such value", table),
    record: new TextEncoder().encode(record),
  };
}

const credentials = { DATABRICKS_CLIENT_ID: "id", DATABRICKS_CLIENT_SECRET: "s3cret" };
const places = { endpoint: "http://127.0.0.1:7071", "workspace-url": "http://127.0.0.1:7070" };

export interface Replayed {
  readonly report: ReplayReport;
  readonly stderr: string;
}

/** Replays `r.ndjson` of the directory with the definitions in `t.sql`. */
export async function replay(
  cwd: string,
  service: FakeService,
  args: Readonly<Record<string, unknown>> = {},
  facts: Partial<Io> = {},
): Promise<Replayed> {
  let stderr = "";
  const io: Io = {
    stdout: stream({}),
    stderr: stream({ write: (more) => void (stderr += more) }),
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    cwd,
    env: credentials,
    interrupted: () => new Promise(() => undefined),
    now: () => 0,
    ...facts,
  };
  const config = { config: null, path: null, directory: cwd, diagnostics: [] };
  const given = { args: { file: "r.ndjson", ddl: ["t.sql"], ...places, ...args }, config, cwd };
  const report = await replayCommand(replaySettings(given, io.env), given, io, service.open);
  return { report, stderr };
}

/** A line of a dead-letter file. */
export function line(row: unknown, table = "main.shop.orders", more: object = {}): string {
  return `${JSON.stringify({ table, at: "2026-05-01T00:00:00.000Z", kind: "invalid", issues: [], ...more, row })}\n`;
}

export const sql = `CREATE TABLE main.shop.orders (id BIGINT NOT NULL, price DECIMAL(10,2));
CREATE TABLE main.shop.items (id BIGINT NOT NULL, name STRING);`;

export function progressPath(cwd: string): string {
  return join(cwd, "r.ndjson.progress.json");
}
