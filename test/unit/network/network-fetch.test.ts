import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { networkFailure } from "../../../src/network/network-failure.js";
import { networkFetch } from "../../../src/network/network-fetch.js";
import { describeNetworkFailure } from "../../../src/source/workspace/network-failure.js";
import type { Environment } from "../source/workspace/fake-world.js";

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A server that says what it was sent. */
async function echo(): Promise<number> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () =>
      response.end(`${request.method ?? ""} ${request.url ?? ""} ${request.headers.host ?? ""} ${body}`),
    );
  });
  return await listen(server);
}

interface Proxy {
  readonly port: number;
  readonly asked: string[];
}

/** A proxy that leads every host to one port of this machine, or answers with a status. */
async function proxyTo(target: number, status = 200): Promise<Proxy> {
  const asked: string[] = [];
  const server = createServer();
  server.on("connect", (request, socket) => {
    asked.push(`${request.url ?? ""} ${request.headers["proxy-authorization"] ?? ""}`.trim());
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const upstream = connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  return { port: await listen(server), asked };
}

/** Keeps no connection, so that the servers can end. */
async function get(env: Environment, url: string): Promise<string> {
  const send = await networkFetch(env);
  const answer = await send(url, { method: "POST", body: "x=1", headers: { connection: "close" } });
  return await answer.text();
}

const elsewhere = "http://workspace.example.com/a";

describe("networkFetch", () => {
  it.each<readonly [string, Environment]>([
    ["nothing is set", {}],
    ["what is set is empty", { HTTPS_PROXY: "", http_proxy: " " }],
    ["every host is excepted", { HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "a.example.com, *" }],
  ])("is Node's own where %s", async (_name, env) => {
    expect(await networkFetch(env)).toBe(globalThis.fetch);
  });

  it.each<readonly [string, (proxy: string) => Environment]>([
    ["HTTP_PROXY", (proxy) => ({ HTTP_PROXY: `http://${proxy}` })],
    ["http_proxy, before the other", (proxy) => ({ http_proxy: `http://${proxy}`, HTTP_PROXY: "http://127.0.0.1:1" })],
    ["ALL_PROXY", (proxy) => ({ ALL_PROXY: `http://${proxy}` })],
    ["all_proxy without a scheme", (proxy) => ({ all_proxy: proxy })],
    [
      "HTTP_PROXY, with other hosts excepted",
      (proxy) => ({ HTTP_PROXY: proxy, NO_PROXY: "example.org,example.com.evil" }),
    ],
  ])("goes through the proxy of %s", async (_name, envOf) => {
    const proxy = await proxyTo(await echo());
    expect(await get(envOf(`127.0.0.1:${proxy.port}`), elsewhere)).toBe("POST /a workspace.example.com x=1");
    expect(proxy.asked).toEqual(["workspace.example.com:80"]);
  });

  it("signs in to the proxy", async () => {
    const proxy = await proxyTo(await echo());
    await get({ HTTP_PROXY: `http://me:p%40ss@127.0.0.1:${proxy.port}` }, elsewhere);
    expect(proxy.asked).toEqual([`workspace.example.com:80 Basic ${btoa("me:p@ss")}`]);
  });

  it("does not go through the proxy for hosts that are excepted, and never for this machine", async () => {
    const [target, proxy] = [await echo(), await proxyTo(1)];
    for (const host of ["127.0.0.1", "localhost"]) {
      const answer = await get(
        { HTTP_PROXY: `127.0.0.1:${proxy.port}`, NO_PROXY: "x.org" },
        `http://${host}:${target}/b`,
      );
      expect(answer).toContain("POST /b");
    }
    expect(proxy.asked).toEqual([]);
  });

  it.each([
    [407, "cannot be reached: the proxy lets nobody through without signing in."],
    [403, "cannot be reached: the proxy does not connect to it."],
  ])("fails with a proxy that answers %d, and the password stays where it is", async (status, message) => {
    const proxy = await proxyTo(1, status);
    const error: unknown = await get({ HTTP_PROXY: `http://me:s3cret@127.0.0.1:${proxy.port}` }, elsewhere).catch(
      (thrown: unknown) => thrown,
    );
    const problem = describeNetworkFailure(error, "https://example.com");
    expect(problem.message).toBe(`https://example.com ${message}`);
    expect(JSON.stringify(problem)).not.toContain("s3cret");
  });

  it.each<readonly [string, Environment]>([
    ["HTTPS_PROXY", { HTTPS_PROXY: "http://me:s3cret@proxy:port" }],
    ["http_proxy", { http_proxy: "ftp://me:s3cret@proxy" }],
    ["ALL_PROXY", { ALL_PROXY: "http://me:s3cret%@proxy" }],
  ])("says that %s cannot be used, when it is to be used", async (name, env) => {
    const error: unknown = await get(env, elsewhere).catch((thrown: unknown) => thrown);
    const problem = describeNetworkFailure(error, "https://example.com");
    expect(problem).toMatchObject({ code: "GP5102", message: `${name} is not the URL of a proxy.` });
    expect(JSON.stringify(problem)).not.toContain("s3cret");
    expect(String(error)).not.toContain("s3cret");
  });
});

const certificates = new URL("../../support/certificates/", import.meta.url);
const cert = readFileSync(new URL("localhost.cert.pem", certificates), "utf8");
const key = readFileSync(new URL("localhost.key.pem", certificates), "utf8");

/** A server whose certificate only those trust who are told to. */
async function tlsServer(): Promise<number> {
  return await listen(createTlsServer({ cert, key }, (_request, response) => response.end("hello")));
}

/** What the server says, or what keeps it from being asked. */
async function askTls(env: Environment, ca: string | null, url: string): Promise<string> {
  const send = await networkFetch(env, { ca });
  try {
    return await (await send(url, { headers: { connection: "close" } })).text();
  } catch (error) {
    return networkFailure(error).kind;
  }
}

describe("networkFetch with certificates", () => {
  it("trusts those that are given, without a proxy and where one is set", async () => {
    const url = `https://127.0.0.1:${await tlsServer()}/`;
    expect(await askTls({}, cert, url)).toBe("hello");
    expect(await askTls({ HTTPS_PROXY: "http://127.0.0.1:1" }, cert, url)).toBe("hello");
  });

  it.each([
    ["Node's own", null],
    ["what is no certificate", "garbage"],
  ])("does not trust the same server with %s", async (_name, ca) => {
    expect(await askTls({}, ca, `https://127.0.0.1:${await tlsServer()}/`)).toBe("untrusted");
  });

  it("trusts them through a proxy, and still minds whose certificate it is", async () => {
    const proxy = await proxyTo(await tlsServer());
    const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    expect(await askTls(env, cert, "https://workspace.example.com/")).toBe("other-name");
    expect(await askTls(env, null, "https://workspace.example.com/")).toBe("untrusted");
    expect(proxy.asked).toEqual(["workspace.example.com:443", "workspace.example.com:443"]);
  });

  it("takes no proxy from the environment of the process", async () => {
    const proxy = await proxyTo(await echo());
    process.env["http_proxy"] = `http://127.0.0.1:${proxy.port}`;
    onTestFinished(() => {
      delete process.env["http_proxy"];
    });
    // Which of them, is for the machine's name server to say, if it has one.
    expect(["unknown-host", "no-name-server"]).toContain(await askTls({}, cert, "http://no-such-host.invalid/"));
    expect(proxy.asked).toEqual([]);
  });
});
