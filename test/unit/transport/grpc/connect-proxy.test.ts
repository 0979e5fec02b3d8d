import { expect, it } from "vitest";
import { ProxyError } from "../../../../src/network/proxy-error.js";
import { connectProxy } from "../../../../src/transport/grpc/connect-proxy.js";

const host = "a.example.com";

it.each([
  ["nothing", {}, null],
  ["an empty variable", { https_proxy: " " }, null],
  ["https_proxy", { https_proxy: "http://proxy:3128", http_proxy: "http://other" }, "proxy:3128"],
  ["http_proxy", { http_proxy: "http://proxy" }, "proxy:80"],
  ["ALL_PROXY before http_proxy", { http_proxy: "http://other", ALL_PROXY: "http://proxy:1" }, "proxy:1"],
  ["grpc_proxy first", { grpc_proxy: "http://proxy:1", https_proxy: "http://other" }, "proxy:1"],
  ["lower case first", { https_proxy: "http://proxy:1", HTTPS_PROXY: "http://other" }, "proxy:1"],
  ["a proxy without http://", { HTTPS_PROXY: "proxy:3128" }, "proxy:3128"],
  ["an IPv6 address", { HTTPS_PROXY: "http://[::1]:3128" }, "[::1]:3128"],
  ["another host excepted", { https_proxy: "http://proxy:1", no_proxy: "b.example.com,,ample.com" }, "proxy:1"],
  ["the host excepted", { https_proxy: "http://proxy:1", no_proxy: "x, A.Example.com" }, null],
  ["its domain excepted", { https_proxy: "http://proxy:1", NO_PROXY: ".example.com" }, null],
  ["its domain excepted with *", { https_proxy: "http://proxy:1", NO_PROXY: "*.example.com:443" }, null],
  ["every host excepted", { https_proxy: "http://proxy:1", no_proxy: "*" }, null],
  ["gRPC's own exceptions", { https_proxy: "http://proxy:1", no_grpc_proxy: "example.com", no_proxy: "x" }, null],
])("finds the proxy: %s", (_name, env, address) => {
  expect(connectProxy(env, host)?.address ?? null).toBe(address);
});

it("takes user and password as they are meant", () => {
  const { credentials } = connectProxy({ https_proxy: "http://us%40er:p%3Aw@proxy" }, host) ?? {};
  expect(credentials).toBe("us@er:p:w");
  expect(connectProxy({ https_proxy: "http://proxy" }, host)?.credentials).toBeNull();
});

it.each(["https://secret@proxy", "socks5://proxy", "http://", "http://a:%zz@proxy", "not a url"])(
  "refuses %s",
  (value) => {
    expect(() => connectProxy({ HTTPS_PROXY: value }, host)).toThrow(ProxyError);
    expect(() => connectProxy({ HTTPS_PROXY: value }, host)).toThrow("HTTPS_PROXY is not the URL of a proxy.");
  },
);
