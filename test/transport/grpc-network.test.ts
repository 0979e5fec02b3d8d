import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync, symlinkSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ServerCredentials } from "@grpc/grpc-js";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { grpc } from "../../src/transport/grpc/grpc.js";
import { encodeResponse } from "../../src/zerobus/messages.js";
import { until, withEmulator } from "../emulator/support/run-emulator.js";
import { temporaryDirectory } from "../support/temporary-directory.js";
import { scriptedServer, type ScriptedCall } from "./grpc-support/scripted-server.js";
import { batchOf, EventLog, rejection, specOf, tables } from "./grpc-support/streams.js";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const certificateFile = join(repository, "test/support/certificates/localhost.cert.pem");
const certificate = readFileSync(certificateFile);
const key = readFileSync(join(repository, "test/support/certificates/localhost.key.pem"));
const ca = certificate.toString();
let log = new EventLog();

const variables = ["grpc_proxy", "https_proxy", "http_proxy", "all_proxy", "no_grpc_proxy", "no_proxy"];

beforeEach(() => {
  log = new EventLog();
  // gRPC itself complains of proxies there.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  for (const name of variables.flatMap((each) => [each, each.toUpperCase()])) vi.stubEnv(name, "");
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Creates streams and acknowledges what comes, over TLS. Returns its port. */
function tlsServer(): Promise<number> {
  const credentials = ServerCredentials.createSsl(null, [{ cert_chain: certificate, private_key: key }]);
  return scriptedServer(serve, credentials);
}

function serve(call: ScriptedCall): void {
  let offset = -1n;
  call.on("data", () => {
    call.write(encodeResponse(offset < 0n ? { kind: "created", streamId: "tls" } : { kind: "ack", offset }));
    offset++;
  });
  call.on("end", () => call.end());
}

/** A proxy that connects everything to one port, or refuses to. What it was asked for goes into `seen`. */
async function connectProxy(port: number | null): Promise<{ address: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const proxy = createServer().on("connect", (request, client, head) => {
    seen.push(request);
    client.on("error", () => undefined);
    if (port === null) {
      client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      return;
    }
    const server = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      server.write(head);
      server.pipe(client).pipe(server);
    }).on("error", () => client.destroy());
    client.on("close", () => server.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => void proxy.close());
  return { address: `127.0.0.1:${(proxy.address() as AddressInfo).port}`, seen };
}

async function sendOne(endpoint: string, options: Parameters<typeof grpc>[0] = {}): Promise<void> {
  const stream = await grpc(options).open(specOf(endpoint, { ca }), log);
  stream.send(batchOf(0, 1));
  await stream.close();
  expect(log.events).toEqual([
    { kind: "ack", offset: 0 },
    { kind: "end", error: null },
  ]);
}

it("opens streams over TLS with certificates of its own", async () => {
  await sendOne(`https://localhost:${await tlsServer()}`);
});

it("does not trust a server nobody vouches for, and says what to do", async () => {
  const endpoint = `https://localhost:${await tlsServer()}`;
  const { status, message } = await rejection(grpc().open(specOf(endpoint), log));
  expect(status).toBe("UNAVAILABLE");
  expect(message).toMatch(/localhost:\d+ cannot be trusted: no authority that Node knows .* NODE_EXTRA_CA_CERTS.*\.$/);
});

it("does not trust a certificate for another host", async () => {
  const port = await tlsServer();
  const { address } = await connectProxy(port);
  vi.stubEnv("https_proxy", `http://${address}`);
  const { message } = await rejection(grpc().open(specOf("https://other.example.test", { ca }), log));
  expect(message).toMatch(/^\S+ UNAVAILABLE: https:\/\/other\.example\.test cannot be trusted: .* for another host/);
});

it("says that there is no TLS at a port", async () => {
  await withEmulator({ tables }, async ({ zerobusEndpoint }) => {
    const endpoint = zerobusEndpoint.replace("http://127.0.0.1", "https://localhost");
    const { message } = await rejection(grpc().open(specOf(endpoint), log));
    expect(message).toMatch(/https:\/\/localhost:\d+ cannot be reached: there is no TLS at this port/);
  });
});

it("refuses what are no certificates", async () => {
  const pem = "-----BEGIN CERTIFICATE-----\nnope\n-----END CERTIFICATE-----\n";
  const error = await rejection(grpc().open(specOf("https://localhost:1", { ca: pem }), log));
  expect(error).toMatchObject({ status: "INVALID_ARGUMENT", retryable: false });
});

it("says that a name is not known", async () => {
  const { status, message } = await rejection(grpc().open(specOf("https://nowhere.invalid"), log));
  expect(status).toBe("UNAVAILABLE");
  expect(message).toContain("https://nowhere.invalid cannot be reached: its name is not known here");
});

it.each(["http://example.test", "http://10.0.0.1:80", "http://user:secret@example.test", "ftp://localhost", "nowhere"])(
  "refuses to send a token to %s",
  async (endpoint) => {
    const error = await rejection(grpc().open(specOf(endpoint), log));
    expect(error).toMatchObject({ status: "INVALID_ARGUMENT", retryable: false });
    expect(error.message).not.toContain("secret");
  },
);

it.each(["grpc_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "HTTP_PROXY"])(
  "goes through %s",
  async (variable) => {
    const { address, seen } = await connectProxy(await tlsServer());
    vi.stubEnv(variable, `http://us%40er:p%3Aw@${address}`);
    await sendOne("https://zerobus.example.test", { channelOptions: { "grpc.ssl_target_name_override": "localhost" } });
    expect(seen.map(({ url }) => url)).toEqual(["zerobus.example.test:443"]);
    const [request] = seen;
    expect(request?.headers["proxy-authorization"]).toBe(`Basic ${Buffer.from("us@er:p:w").toString("base64")}`);
  },
);

it("never goes through a proxy to this machine", async () => {
  const { address, seen } = await connectProxy(null);
  for (const name of variables.slice(0, 4)) vi.stubEnv(name, `http://${address}`);
  await sendOne(`https://localhost:${await tlsServer()}`);
  await withEmulator({ tables, tokens: "any" }, async ({ zerobusEndpoint }) => {
    log = new EventLog();
    await sendOne(zerobusEndpoint);
  });
  expect(seen).toEqual([]);
});

it("says that a proxy does not let it through, without the proxy's password", async () => {
  const { address } = await connectProxy(null);
  vi.stubEnv("https_proxy", `http://user:secret-word@${address}`);
  const error = await rejection(grpc().open(specOf("https://zerobus.example.test"), log));
  expect(error).toMatchObject({ status: "UNAVAILABLE", retryable: true });
  expect(error.message).toContain("https://zerobus.example.test cannot be reached: the proxy does not connect to it");
  expect(error.message).not.toContain("secret-word");
});

it("refuses a variable that names no proxy gRPC can go through", async () => {
  vi.stubEnv("https_proxy", "socks5://user:secret-word@127.0.0.1:1080");
  const error = await rejection(grpc().open(specOf("https://zerobus.example.test"), log));
  expect(error).toMatchObject({ status: "INVALID_ARGUMENT", retryable: false });
  expect(error.message).toContain("https_proxy is not the URL of a proxy.");
  expect(error.message).not.toContain("secret-word");
});

it("notices that a connection is dead on which nothing arrives any longer", async () => {
  await withEmulator({ tables, tokens: "any" }, async ({ zerobusEndpoint }) => {
    const sockets: Socket[] = [];
    const wire = createTcpServer((client) => {
      const server = connect(Number(new URL(zerobusEndpoint).port), "127.0.0.1");
      sockets.push(client, server);
      for (const socket of sockets) socket.on("error", () => undefined);
      client.pipe(server).pipe(client);
    }).listen(0, "127.0.0.1");
    await once(wire, "listening");
    onTestFinished(() => void wire.close());
    const endpoint = `http://127.0.0.1:${(wire.address() as AddressInfo).port}`;
    const transport = grpc({ keepaliveMs: 50, channelOptions: { "grpc.keepalive_timeout_ms": 100 } });
    const stream = await transport.open(specOf(endpoint), log);
    for (const socket of sockets) socket.unpipe();
    stream.send(batchOf(0, 1));
    await until(() => log.ended.length > 0);
    expect(log.events).toMatchObject([{ kind: "end", error: { status: "UNAVAILABLE", retryable: true } }]);
    for (const socket of sockets) socket.destroy();
  });
});

it.each([-1, Number.NaN, 2 ** 31])("refuses to ask for signs of life every %d ms", (keepaliveMs) => {
  expect(() => grpc({ keepaliveMs })).toThrow(RangeError);
});

/** Runs a program that has `transport`, `spec(endpoint)` and `argument`; rejects unless it ends by itself and in order. */
async function runProgram(body: string, argument: string, env: Record<string, string> = {}): Promise<string> {
  const directory = temporaryDirectory();
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
  const outfile = join(directory, "program.mjs");
  const contents = `
    import { createRequire } from "node:module";
    import { grpc } from "../../../src/transport/grpc/grpc.js";
    import { batchOf, specOf } from "./streams.js";
    const transport = grpc();
    const [argument] = process.argv.slice(2);
    const events = { ack: () => {}, closing: () => {}, end: () => {} };
    ${body}`;
  const resolveDir = join(repository, "test/transport/grpc-support");
  const stdin = { contents, resolveDir, loader: "ts" } as const;
  await build({
    stdin,
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    define: {
      "import.meta.dirname": JSON.stringify(join(repository, "test/emulator/support")),
    },
  });
  const options = { env: { PATH: process.env["PATH"] ?? "", ...env }, timeout: 30_000 };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [outfile, argument], options);
  expect(stderr).toBe("");
  return stdout;
}

it("lets a process end that opened, sent and closed; loads gRPC for it only, and trusts NODE_EXTRA_CA_CERTS", async () => {
  const body = `
    const isLoaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes("grpc-js"));
    console.log(isLoaded());
    const stream = await transport.open(specOf(argument), { ...events, ack: (offset) => console.log("ack", offset) });
    stream.send(batchOf(0, 1));
    await stream.close();
    await transport.close();
    console.log(isLoaded());`;
  const endpoint = `https://localhost:${await tlsServer()}`;
  expect(await runProgram(body, endpoint, { NODE_EXTRA_CA_CERTS: certificateFile })).toBe("false\nack 0\ntrue\n");
});

it("lets a process end that gave a stream up, and one that could not connect", async () => {
  const body = `
    const stream = await transport.open(specOf(argument), events);
    stream.send(batchOf(0, 1));
    stream.abort();
    const controller = new AbortController();
    // An address for documentation: nobody answers there.
    const { signal } = controller;
    const opening = transport.open(specOf("https://192.0.2.1", { signal }), events).catch((error) => error.status);
    setTimeout(() => controller.abort(), 50);
    console.log(["CANCELLED", "UNAVAILABLE"].includes(await opening));
    await transport.close();`;
  await withEmulator({ tables, tokens: "any" }, async ({ zerobusEndpoint }) => {
    expect(await runProgram(body, zerobusEndpoint)).toBe("true\n");
  });
});
