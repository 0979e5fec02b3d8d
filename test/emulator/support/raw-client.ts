import { Client, credentials, Metadata, type ClientDuplexStream, type StatusObject } from "@grpc/grpc-js";
import {
  decodeResponse,
  encodeRequest,
  type StreamRequest,
  type StreamResponse,
} from "../../../src/zerobus/messages.js";
import { ephemeralStreamPath, metadataKeys } from "../../../src/zerobus/names.js";

/** What a call says in its metadata; what is null is left out. */
export interface RawCall {
  readonly token: string | null;
  readonly tableName: string | null;
}

/** How a call ended. */
export type RawEnd = Pick<StatusObject, "code" | "details">;

/** A stream by grpc-js alone, message by message. */
export class RawStream {
  readonly ended: Promise<RawEnd>;
  readonly #call: ClientDuplexStream<Uint8Array, Buffer>;
  readonly #received: StreamResponse[] = [];
  readonly #waiting: ((response: StreamResponse | null) => void)[] = [];
  #isEnded = false;

  constructor(call: ClientDuplexStream<Uint8Array, Buffer>) {
    this.#call = call;
    // The status says it too.
    call.on("error", () => undefined);
    call.on("data", (bytes: Buffer) => {
      const response = decodeResponse(bytes);
      const waiting = this.#waiting.shift();
      if (waiting) waiting(response);
      else this.#received.push(response);
    });
    this.ended = new Promise((resolve) => {
      call.on("status", ({ code, details }: StatusObject) => {
        this.#isEnded = true;
        for (const waiting of this.#waiting.splice(0)) waiting(null);
        resolve({ code, details });
      });
    });
  }

  send(request: StreamRequest): void {
    this.sendBytes(encodeRequest(request));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#call.write(bytes);
  }

  /** The next response; null where the call ended. */
  next(): Promise<StreamResponse | null> {
    const received = this.#received.shift();
    if (received) return Promise.resolve(received);
    if (this.#isEnded) return Promise.resolve(null);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Offset of the last acknowledgement, once that offset is reached. */
  async acked(offset: bigint): Promise<bigint> {
    for (;;) {
      const response = await this.next();
      if (response === null) throw new Error(`the call ended: ${JSON.stringify(await this.ended)}`);
      if (response.kind === "ack" && response.offset >= offset) return response.offset;
    }
  }

  /** The client has sent everything. */
  halfClose(): void {
    this.#call.end();
  }

  cancel(): void {
    this.#call.cancel();
  }
}

/** A connection of its own. */
export class RawClient {
  readonly #client: Client;

  constructor(zerobusEndpoint: string) {
    const options = { "grpc.use_local_subchannel_pool": 1, "grpc.enable_http_proxy": 0 };
    this.#client = new Client(new URL(zerobusEndpoint).host, credentials.createInsecure(), options);
  }

  open({ token, tableName }: RawCall, path: string = ephemeralStreamPath): RawStream {
    const metadata = new Metadata();
    if (token !== null) metadata.set(metadataKeys.authorization, `Bearer ${token}`);
    if (tableName !== null) metadata.set(metadataKeys.tableName, tableName);
    const call = this.#client.makeBidiStreamRequest(
      path,
      (bytes: Uint8Array) => Buffer.from(bytes),
      (bytes: Buffer) => bytes,
      metadata,
    );
    return new RawStream(call);
  }

  close(): void {
    this.#client.close();
  }
}

/** A token as a producer asks for it; by `privileges` of the table, where it shall lack some. */
export async function ingestToken(
  workspaceUrl: string,
  tableName: string,
  privileges: readonly string[] = ["SELECT", "MODIFY"],
): Promise<string> {
  const [catalog = "", schema = ""] = tableName.split(".");
  const of = (objectType: string, path: string, granted: readonly string[]) => ({
    type: "unity_catalog_privileges",
    privileges: granted,
    object_type: objectType,
    object_full_path: path,
    ...(objectType === "TABLE" ? { operations: ["zerobuswrite"] } : {}),
  });
  return requestToken(workspaceUrl, {
    resource: "api://databricks/workspaces/127/zerobusDirectWriteApi",
    authorization_details: JSON.stringify([
      of("CATALOG", catalog, ["USE CATALOG"]),
      of("SCHEMA", `${catalog}.${schema}`, ["USE SCHEMA"]),
      of("TABLE", tableName, privileges),
    ]),
  });
}

/** A token for the APIs of the workspace, or with more in the form. */
export async function requestToken(workspaceUrl: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const answer = await fetch(`${workspaceUrl}/oidc/v1/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from("id:secret").toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "all-apis", ...more }),
  });
  const json = (await answer.json()) as { access_token?: string };
  if (json.access_token === undefined) throw new Error(`no token: ${answer.status} ${JSON.stringify(json)}`);
  return json.access_token;
}
