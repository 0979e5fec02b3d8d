import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { clearTimeout, setTimeout } from "node:timers";
import type { WorkspaceCore } from "../core.js";
import { controlRoutes } from "./control.js";
import { insertRoute } from "./insert.js";
import { respond } from "./respond.js";
import type { Route } from "./route.js";
import { pageRoute } from "./status-page.js";
import { tokenRoute } from "./token.js";
import { unityCatalogRoutes } from "./unity-catalog.js";

export interface WorkspaceOptions {
  /** Name or address to listen on. */
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
}

export interface WorkspaceServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Takes no more requests; those under way have a second to end. */
  close(): Promise<void>;
}

/** Milliseconds for the head of a request, for all of it, of silence on a connection, between requests on one. */
const limits = { headersTimeout: 10_000, requestTimeout: 60_000, timeout: 300_000, keepAliveTimeout: 5_000 };

/** Milliseconds that requests under way have to end when the server closes. */
const grace = 1_000;

/**
 * Serves the workspace's side: tokens, the Unity Catalog API, inserts by REST, the control API, and the status page.
 *
 * @throws what listening throws, such as EADDRINUSE.
 */
export async function startWorkspace(core: WorkspaceCore, options: WorkspaceOptions): Promise<WorkspaceServer> {
  const routes: readonly Route[] = [
    tokenRoute(core),
    ...unityCatalogRoutes(core),
    insertRoute(core),
    ...controlRoutes(core),
    pageRoute(),
  ];
  const server = createServer({ ...limits, connectionsCheckingInterval: 5_000 }, (request, response) => {
    // A server that is closing shall not be kept by a client that asks on and on.
    if (!server.listening) response.setHeader("connection", "close");
    void respond(request, response, routes);
  });
  server.timeout = limits.timeout;
  await listen(server, options);
  return { origin: originOf(server.address()), close: () => close(server) };
}

function listen(server: Server, { host, port }: WorkspaceOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function originOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === "string") return "";
  const host = anyAddress.has(address.address) ? "127.0.0.1" : address.address;
  return `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
}

/** What stands for every address of the machine is not one to connect to. */
const anyAddress: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, grace);
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
