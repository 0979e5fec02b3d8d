import { expect, it } from "vitest";
import { readEndpoint } from "../../../../src/transport/grpc/endpoint.js";
import { ZerobusError } from "../../../../src/zerobus/zerobus-error.js";

it.each([
  ["https://123.zerobus.eu-west-1.cloud.databricks.com", "123.zerobus.eu-west-1.cloud.databricks.com", true, false],
  ["https://example.com:443/", "example.com", true, false],
  ["https://EXAMPLE.com:8443", "example.com:8443", true, false],
  ["https://localhost:50051", "localhost:50051", true, true],
  ["https://[2001:db8::1]:7000", "[2001:db8::1]:7000", true, false],
  ["http://127.0.0.1:1234", "127.0.0.1:1234", false, true],
  ["http://127.9.8.7", "127.9.8.7:80", false, true],
  ["http://localhost", "localhost:80", false, true],
  ["http://[::1]:9", "[::1]:9", false, true],
])("reads %s", (endpoint, authority, isSecure, isLoopback) => {
  expect(readEndpoint(endpoint, "c.s.t")).toMatchObject({ authority, isSecure, isLoopback });
});

it("shows neither user nor path", () => {
  expect(readEndpoint("https://example.com:8443", "c.s.t").origin).toBe("https://example.com:8443");
});

it.each([
  "http://example.com",
  "http://127.0.0.1.example.com",
  "http://localhost.example.com",
  "http://128.0.0.1",
  "http://[::2]",
  "http://0.0.0.0:1",
  "https://user:secret@example.com",
  "https://secret@localhost",
  "https://example.com/secret",
  "https://example.com?secret",
  "https://example.com#secret",
  "example.com:443",
  "grpc://example.com",
  "",
  "https://",
])("refuses %s, without showing what may be secret", (endpoint) => {
  const read = () => readEndpoint(endpoint, "c.s.t");
  expect(read).toThrow(ZerobusError);
  expect(read).toThrow(/^c\.s\.t: INVALID_ARGUMENT: The endpoint (?!.*secret)/);
});
