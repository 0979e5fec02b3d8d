import { readFileSync } from "node:fs";
import { createServer as createPlainServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer, type Server } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { diagnostic } from "../../../../src/diagnostics/create-diagnostic.js";
import { describeNetworkFailure, isPassingFailure } from "../../../../src/source/workspace/network-failure.js";
import { WorkspaceError } from "../../../../src/source/workspace/workspace.js";

const origin = "https://dbc-1.cloud.databricks.com";

function failed(code: string): Error {
  return new TypeError("fetch failed", { cause: Object.assign(new Error("https://u:s3cret@x"), { code }) });
}

describe("describeNetworkFailure", () => {
  it.each<readonly [string, unknown, code: string, message: string, passing: boolean, hint: string]>([
    ["ENOTFOUND", failed("ENOTFOUND"), "GP5106", "cannot be reached: there is no host of that name", false, "--host"],
    ["EAI_AGAIN", failed("EAI_AGAIN"), "GP5106", "cannot be reached: the name server does not answer", true, "VPN"],
    ["ECONNREFUSED", failed("ECONNREFUSED"), "GP5106", "cannot be reached: the connection is refused", true, "port"],
    ["ECONNRESET", failed("ECONNRESET"), "GP5106", "cannot be reached: the connection breaks off", true, "HTTPS_PROXY"],
    [
      "UND_ERR_SOCKET",
      failed("UND_ERR_SOCKET"),
      "GP5106",
      "cannot be reached: the connection breaks off",
      true,
      "firewall",
    ],
    ["ENETUNREACH", failed("ENETUNREACH"), "GP5106", "cannot be reached: there is no route to it", true, "VPN"],
    ["ETIMEDOUT", failed("ETIMEDOUT"), "GP5107", "does not answer in time", true, "firewall"],
    [
      "UND_ERR_CONNECT_TIMEOUT",
      failed("UND_ERR_CONNECT_TIMEOUT"),
      "GP5107",
      "does not answer in time",
      true,
      "HTTPS_PROXY",
    ],
    ["a timeout", new DOMException("x", "TimeoutError"), "GP5107", "does not answer in time", true, "firewall"],
    ["an abortion", AbortSignal.abort().reason, "GP5107", "does not answer in time", true, "firewall"],
    [
      "SELF_SIGNED_CERT_IN_CHAIN",
      failed("SELF_SIGNED_CERT_IN_CHAIN"),
      "GP5106",
      "cannot be trusted: no authority that Node knows vouches for its certificate",
      false,
      "NODE_EXTRA_CA_CERTS",
    ],
    [
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      failed("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
      "GP5106",
      "cannot be trusted: no authority that Node knows vouches for its certificate",
      false,
      "NODE_EXTRA_CA_CERTS",
    ],
    [
      "another problem of certificates",
      failed("CERT_SIGNATURE_FAILURE"),
      "GP5106",
      "cannot be trusted: no authority that Node knows vouches for its certificate",
      false,
      "NODE_EXTRA_CA_CERTS",
    ],
    [
      "CERT_HAS_EXPIRED",
      failed("CERT_HAS_EXPIRED"),
      "GP5106",
      "cannot be trusted: its certificate is not valid today",
      false,
      "clock",
    ],
    [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      failed("ERR_TLS_CERT_ALTNAME_INVALID"),
      "GP5106",
      "cannot be trusted: its certificate is for another host",
      false,
      "--host",
    ],
    [
      "a proxy that asks who one is",
      new TypeError("fetch failed", { cause: new Error("Proxy response (407) !== 200 when HTTP Tunneling") }),
      "GP5106",
      "cannot be reached: the proxy lets nobody through without signing in",
      false,
      "user:password@",
    ],
    [
      "a proxy that fails",
      new TypeError("fetch failed", { cause: new Error("Proxy response (502) !== 200 when HTTP Tunneling") }),
      "GP5106",
      "cannot be reached: the proxy does not connect to it",
      true,
      "NO_PROXY",
    ],
    [
      "what does not speak HTTP",
      failed("HPE_INVALID_CONSTANT"),
      "GP5106",
      "cannot be understood: what answers there does not speak HTTP",
      false,
      "port",
    ],
    [
      "all addresses of a host",
      new TypeError("fetch failed", {
        cause: new AggregateError([Object.assign(new Error("x"), { code: "EHOSTUNREACH" })]),
      }),
      "GP5106",
      "cannot be reached: there is no route to it",
      true,
      "VPN",
    ],
    ["an unknown code", failed("ESTRANGE"), "GP5106", "cannot be reached (ESTRANGE)", true, "--host"],
    ["a code that is none", failed("https://u:s3cret@x"), "GP5106", "cannot be reached", true, "--host"],
    ["an error without a code", new Error("s3cret"), "GP5106", "cannot be reached", true, "--host"],
    ["no error at all", "s3cret", "GP5106", "cannot be reached", true, "--host"],
    ["nothing", undefined, "GP5106", "cannot be reached", true, "--host"],
  ])("knows %s", (_name, error, code, message, passing, hint) => {
    const problem = describeNetworkFailure(error, origin);
    expect(problem).toMatchObject({ code, message: `${origin} ${message}.` });
    expect(problem.hint).toContain(hint);
    expect(JSON.stringify(problem)).not.toContain("s3cret");
    expect(isPassingFailure(error)).toBe(passing);
  });

  it("passes on what is known already, and does not try that again", () => {
    const known = diagnostic("GP5102", "HTTPS_PROXY is not the URL of a proxy.");
    const error = new TypeError("fetch failed", { cause: new WorkspaceError(known) });
    expect(describeNetworkFailure(error, origin)).toBe(known);
    expect(isPassingFailure(error)).toBe(false);
  });

  it("ends where errors cause each other", () => {
    const first = new Error("first");
    first.cause = new Error("second", { cause: first });
    expect(describeNetworkFailure(first, origin).code).toBe("GP5106");
  });
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function failureOf(url: string): Promise<string> {
  const error: unknown = await fetch(url).then(
    () => new Error("no failure"),
    (thrown: unknown) => thrown,
  );
  return describeNetworkFailure(error, "It").message;
}

describe("failures as Node reports them", () => {
  it("a port where nothing listens", async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await failureOf(`http://127.0.0.1:${port}`)).toBe("It cannot be reached: the connection is refused.");
  });

  it("a connection that is closed", async () => {
    const port = await listen(createServer((socket) => socket.once("data", () => socket.destroy())));
    expect(await failureOf(`http://127.0.0.1:${port}`)).toBe("It cannot be reached: the connection breaks off.");
  });

  it("a server that speaks something else", async () => {
    const port = await listen(
      createServer((socket) => socket.once("data", () => socket.end("220 mail.example.com\r\n"))),
    );
    const want = "It cannot be understood: what answers there does not speak HTTP.";
    expect(await failureOf(`http://127.0.0.1:${port}`)).toBe(want);
  });

  it("TLS where there is none", async () => {
    const port = await listen(createPlainServer());
    expect(await failureOf(`https://127.0.0.1:${port}`)).toBe("It cannot be reached: there is no TLS at this port.");
  });

  it("a certificate nobody knows", async () => {
    const read = (name: string): Buffer =>
      readFileSync(new URL(`../../../support/certificates/${name}`, import.meta.url));
    const port = await listen(createTlsServer({ cert: read("localhost.cert.pem"), key: read("localhost.key.pem") }));
    const want = "It cannot be trusted: no authority that Node knows vouches for its certificate.";
    expect(await failureOf(`https://127.0.0.1:${port}`)).toBe(want);
  });
});
