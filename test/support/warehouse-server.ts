import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { type Catalogue, type Cell, execute, type ResultSet, type StatementError } from "./warehouse-statements.js";

/** One request to the server. */
export interface Call {
  /** Such as `OpenSession`. */
  readonly method: string;
  /** The statement of ExecuteStatement. */
  readonly statement: string | null;
  /** How many calls of this method, with this statement, came before. */
  readonly earlier: number;
}

/** What goes wrong with a call. */
export type Fault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  | { readonly kind: "drop" | "hang" | "truncate" | "page" | "garbage" | "invalid-session" | "no-result" }
  /** The statement fails: in the status of the call, or in the state of the operation. */
  | { readonly kind: "error"; readonly error: StatementError; readonly where: "status" | "operation" }
  /** The statement is pending for so many questions about it. */
  | { readonly kind: "pending"; readonly polls: number }
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** The statement succeeds with this. */
  | { readonly kind: "answer"; readonly result: ResultSet };

export interface WarehouseOptions {
  readonly catalogue: Catalogue;
  readonly tokens: ReadonlySet<string>;
  /** The HTTP path served; others are answered with 404. */
  readonly path: string;
  readonly fault: (call: Call) => Fault | null;
  /** Rows of one FetchResults. */
  readonly pageSize: number;
}

export interface WarehouseServer {
  readonly origin: string;
  /** The certificate to trust, in PEM. */
  readonly certificate: string;
  readonly calls: readonly Call[];
  readonly userAgents: ReadonlySet<string>;
  /** Sessions and operations that nobody has closed. */
  readonly open: () => { readonly sessions: number; readonly operations: number };
  /** Most statements under way at once. */
  readonly mostAtOnce: () => number;
  readonly close: () => Promise<void>;
}

const certificates = new URL("./certificates/", import.meta.url);

/** Where the certificate of the server is, for `NODE_EXTRA_CA_CERTS`. */
export const certificateFile = new URL("localhost.cert.pem", certificates);

/** Starts a SQL warehouse on this machine: the Thrift service that the driver talks to, over HTTPS. */
export async function startWarehouse(options: WarehouseOptions): Promise<WarehouseServer> {
  const certificate = readFileSync(certificateFile, "utf8");
  const key = readFileSync(new URL("localhost.key.pem", certificates), "utf8");
  const warehouse = new Warehouse(options);
  const server = createServer(
    { cert: certificate, key },
    (request, response) => void warehouse.take(request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://localhost:${port}`,
    certificate,
    calls: warehouse.calls,
    userAgents: warehouse.userAgents,
    open: () => ({ sessions: warehouse.sessions.size, operations: warehouse.operations.size }),
    mostAtOnce: () => warehouse.mostAtOnce,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface Reading {
  readonly readMessageBegin: () => { readonly fname: string };
}

/** What is used of Thrift; it comes with the driver and has no types. */
interface ThriftLibrary {
  readonly TBufferedTransport: {
    new (buffer: undefined, write: (message: Buffer) => void): unknown;
    receiver(take: (transport: unknown) => void): (data: Buffer) => void;
  };
  readonly TBinaryProtocol: new (transport: unknown) => Reading;
}

interface Service {
  readonly Processor: new (handler: object) => { readonly process: (input: unknown, output: unknown) => void };
}

const fromDriver = createRequire(createRequire(import.meta.url).resolve("@databricks/sql"));
const thrift = fromDriver("thrift") as ThriftLibrary;
const service = fromDriver("../thrift/TCLIService") as Service;

const success = { statusCode: 0 };
const invalidHandle = { statusCode: 4, errorMessage: "Invalid SessionHandle: SessionHandle [0]" };
const stillPending = 7;
const finished = 2;
const cancelled = 3;
const failed = 5;
const columnBased = 1;
const protocolV8 = 0xa508;

interface Handle {
  readonly guid: Buffer;
}

interface Operation {
  readonly session: string;
  readonly result: ResultSet | StatementError;
  polls: number;
  isCancelled: boolean;
  /** Rows given so far. */
  given: number;
}

class Warehouse {
  readonly calls: Call[] = [];
  readonly userAgents = new Set<string>();
  readonly sessions = new Set<string>();
  readonly operations = new Map<string, Operation>();
  mostAtOnce = 0;
  private atOnce = 0;
  private readonly options: WarehouseOptions;

  constructor(options: WarehouseOptions) {
    this.options = options;
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.userAgents.add(request.headers["user-agent"] ?? "");
    const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
    if (request.url !== this.options.path) {
      const message = "RESOURCE_DOES_NOT_EXIST: No SQL warehouse found for the path.";
      response.writeHead(404, { "x-thriftserver-error-message": message }).end("not json");
    } else if (!this.options.tokens.has(token)) {
      // As some proxies do: the refused token comes back.
      const message = `Credential ${token} is not good (authorization: Bearer ${token}).`;
      response.writeHead(401, { "content-type": "application/json" }).end(JSON.stringify({ error_code: 401, message }));
    } else new Exchange(this, this.options, response).answer(Buffer.concat(chunks));
  }

  record(method: string, statement: string | null): Call {
    const same = this.calls.filter((call) => call.method === method && call.statement === statement);
    const call = { method, statement, earlier: same.length };
    this.calls.push(call);
    return call;
  }

  begin(): void {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
  }

  end(): void {
    this.atOnce--;
  }
}

/** Says that the request is answered in another way, or not at all. */
const elsewhere = new Promise<never>(() => undefined);

/** One request and its answer. */
class Exchange {
  private readonly warehouse: Warehouse;
  private readonly options: WarehouseOptions;
  private readonly response: ServerResponse;
  private isTruncated = false;
  private fault: Fault | null = null;

  constructor(warehouse: Warehouse, options: WarehouseOptions, response: ServerResponse) {
    this.warehouse = warehouse;
    this.options = options;
    this.response = response;
  }

  answer(message: Buffer): void {
    const output = new thrift.TBinaryProtocol(
      new thrift.TBufferedTransport(undefined, (reply) => {
        this.send(reply);
      }),
    );
    const processor = new service.Processor(this.handler());
    const take = thrift.TBufferedTransport.receiver((transport) => {
      processor.process(new thrift.TBinaryProtocol(transport), output);
    });
    take(message);
  }

  private send(reply: Buffer): void {
    const body = this.isTruncated ? reply.subarray(0, reply.length >> 1) : reply;
    if (!this.response.headersSent) this.response.writeHead(200, { "content-type": "application/x-thrift" }).end(body);
  }

  /** Thrift looks at the number of parameters to know that a result is returned. */
  private handler(): object {
    return {
      OpenSession: (call: { client_protocol_i64: unknown }) =>
        this.act("OpenSession", null, () => this.openSession(Number(call.client_protocol_i64))),
      CloseSession: ({ sessionHandle }: { sessionHandle: { sessionId: Handle } }) =>
        this.act("CloseSession", null, () => this.closeSession(keyOf(sessionHandle.sessionId))),
      ExecuteStatement: (call: { sessionHandle: { sessionId: Handle }; statement: string }) =>
        this.act("ExecuteStatement", call.statement, () =>
          this.execute(keyOf(call.sessionHandle.sessionId), call.statement),
        ),
      GetOperationStatus: (call: { operationHandle: { operationId: Handle } }) =>
        this.act("GetOperationStatus", null, () => this.status(this.operation(call))),
      GetResultSetMetadata: (call: { operationHandle: { operationId: Handle } }) =>
        this.act("GetResultSetMetadata", null, () => metadata(resultOf(this.operation(call)))),
      FetchResults: (call: { operationHandle: { operationId: Handle } }) =>
        this.act("FetchResults", null, () => this.fetch(this.operation(call))),
      CancelOperation: (call: { operationHandle: { operationId: Handle } }) =>
        this.act("CancelOperation", null, () => this.cancel(this.operation(call))),
      CloseOperation: (call: { operationHandle: { operationId: Handle } }) =>
        this.act("CloseOperation", null, () => {
          this.warehouse.operations.delete(keyOf(call.operationHandle.operationId));
          return { status: success };
        }),
    };
  }

  private async act(method: string, statement: string | null, result: () => object): Promise<object> {
    this.fault = this.options.fault(this.warehouse.record(method, statement));
    const { fault } = this;
    this.warehouse.begin();
    try {
      // Long enough that others come in between.
      await new Promise((resolve) => setTimeout(resolve, fault?.kind === "slow" ? fault.milliseconds : 2));
      if (fault?.kind === "status") {
        this.response.writeHead(fault.status, fault.headers).end(fault.body ?? "");
        return await elsewhere;
      }
      if (fault?.kind === "drop") this.response.destroy();
      if (fault?.kind === "page") this.response.writeHead(200).end("<html>Sign in</html>");
      // A version of Thrift that there is not.
      if (fault?.kind === "garbage") this.response.writeHead(200).end(Buffer.from([0x80, 0x63, 0, 2, 0, 0, 0, 0]));
      this.isTruncated = fault?.kind === "truncate";
      return ["drop", "page", "garbage", "hang"].includes(fault?.kind ?? "") ? await elsewhere : result();
    } finally {
      this.warehouse.end();
    }
  }

  private openSession(protocol: number): object {
    const guid = newGuid();
    this.warehouse.sessions.add(guid.toString("hex"));
    return {
      status: success,
      serverProtocolVersion: Math.min(protocolV8, protocol),
      sessionHandle: { sessionId: { guid, secret: guid } },
    };
  }

  private closeSession(key: string): object {
    for (const [id, { session }] of this.warehouse.operations) {
      if (session === key) this.warehouse.operations.delete(id);
    }
    return this.warehouse.sessions.delete(key) ? { status: success } : { status: invalidHandle };
  }

  private execute(session: string, statement: string): object {
    const { fault } = this;
    if (fault?.kind === "invalid-session") this.warehouse.sessions.delete(session);
    if (!this.warehouse.sessions.has(session)) return { status: invalidHandle };
    if (fault?.kind === "error" && fault.where === "status") {
      const { message: errorMessage, sqlState } = fault.error;
      return { status: { statusCode: 3, errorMessage, sqlState } };
    }
    const guid = newGuid();
    const operation = { session, result: this.result(statement), polls: 0, isCancelled: false, given: 0 };
    this.warehouse.operations.set(guid.toString("hex"), operation);
    if (fault?.kind === "pending") operation.polls = fault.polls;
    return {
      status: success,
      operationHandle: { operationId: { guid, secret: guid }, operationType: 0, hasResultSet: true },
      directResults: this.directResults(guid, operation),
    };
  }

  private result(statement: string): ResultSet | StatementError {
    if (this.fault?.kind === "answer") return this.fault.result;
    if (this.fault?.kind === "error") return this.fault.error;
    if (this.fault?.kind === "no-result") return { columns: ["x"], rows: [] };
    return execute(statement, this.options.catalogue);
  }

  /** All there is to say where the statement is done, as the service does for small results. */
  private directResults(guid: Buffer, operation: Operation): object {
    const operationStatus = this.status(operation);
    if (operation.polls > 0 || "message" in operation.result) return { operationStatus };
    const resultSetMetadata = metadata(operation.result);
    const resultSet = this.fetch(operation);
    if (resultSet.hasMoreRows) return { operationStatus, resultSetMetadata, resultSet };
    this.warehouse.operations.delete(guid.toString("hex"));
    return { operationStatus, resultSetMetadata, resultSet, closeOperation: { status: success } };
  }

  private operation({ operationHandle }: { operationHandle: { operationId: Handle } }): Operation {
    const operation = this.warehouse.operations.get(keyOf(operationHandle.operationId));
    if (operation === undefined) throw new Error("Invalid OperationHandle");
    return operation;
  }

  private status(operation: Operation): object {
    const { result } = operation;
    const hasResultSet = !("message" in result);
    if (operation.isCancelled) return { status: success, operationState: cancelled, hasResultSet };
    if (operation.polls > 0) {
      operation.polls--;
      return { status: success, operationState: stillPending, hasResultSet };
    }
    if (hasResultSet) return { status: success, operationState: finished, hasResultSet };
    return {
      status: success,
      operationState: failed,
      sqlState: result.sqlState,
      errorMessage: `org.apache.hive.service.cli.HiveSQLException: Error running query: ${result.message}`,
      displayMessage: result.message,
      hasResultSet,
    };
  }

  private cancel(operation: Operation): object {
    operation.isCancelled = true;
    return { status: success };
  }

  private fetch(operation: Operation): { readonly hasMoreRows: boolean } {
    const result = resultOf(operation);
    const rows = result.rows.slice(operation.given, operation.given + this.options.pageSize);
    operation.given += rows.length;
    const columns = result.columns.map((_, index) => columnOf(rows.map((row) => row[index] ?? null)));
    const page = {
      status: success,
      hasMoreRows: operation.given < result.rows.length,
      results: { startRowOffset: 0, rows: [], columns },
    };
    return page;
  }
}

function keyOf({ guid }: Handle): string {
  return guid.toString("hex");
}

/** The driver prints handles as UUIDs and takes no others. */
function newGuid(): Buffer {
  return Buffer.from(randomUUID().replaceAll("-", ""), "hex");
}

function resultOf({ result }: Operation): ResultSet {
  if ("message" in result) throw new Error("The operation has no result");
  return result;
}

function metadata({ columns, rows }: ResultSet): object {
  const typeOf = (index: number): number => (typeof rows[0]?.[index] === "number" ? 3 : 7);
  return {
    status: success,
    schema: {
      columns: columns.map((columnName, index) => ({
        columnName,
        position: index + 1,
        typeDesc: { types: [{ primitiveEntry: { type: typeOf(index) } }] },
      })),
    },
    resultFormat: columnBased,
  };
}

function columnOf(values: readonly Cell[]): object {
  const nulls = Buffer.alloc((values.length + 7) >> 3);
  for (const [index, value] of values.entries()) if (value === null) nulls[index >> 3]! |= 1 << (index & 7);
  return values.some((value) => typeof value === "number")
    ? { i32Val: { values: values.map((value) => value ?? 0), nulls } }
    : { stringVal: { values: values.map((value) => value ?? ""), nulls } };
}
