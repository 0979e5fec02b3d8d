import { describe, expect, it } from "vitest";
import { isLocalServer, parseHost } from "../../../../src/source/workspace/host.js";

const adb = "https://adb-12.3.azuredatabricks.net";

describe("parseHost", () => {
  it.each([
    ["an origin", adb, adb],
    ["a trailing slash", `${adb}/`, adb],
    ["several slashes", `${adb}///`, adb],
    ["a host name", "adb-12.3.azuredatabricks.net", adb],
    ["a host name with a path", "adb-12.3.azuredatabricks.net/explore", adb],
    ["a URL from the browser", `${adb}/?o=12#workspace/Users/somebody@example.com`, adb],
    [
      "another URL from the browser",
      "https://dbc-1.cloud.databricks.com/explore/data/main?o=1",
      "https://dbc-1.cloud.databricks.com",
    ],
    ["capitals", "HTTPS://ADB-12.3.AzureDatabricks.NET", adb],
    ["a port", "https://example.com:8443/x", "https://example.com:8443"],
    ["the port of https", "https://example.com:443", "https://example.com"],
    ["a server of this machine", "http://localhost:8080/api", "http://localhost:8080"],
    ["the same by number", "http://127.0.0.1:8080", "http://127.0.0.1:8080"],
    ["the same in IPv6", "http://[::1]:8080", "http://[::1]:8080"],
    ["a name below localhost", "http://uc.localhost:8080", "http://uc.localhost:8080"],
    ["a server of this machine with TLS", "https://localhost:8443", "https://localhost:8443"],
    ["a server of this machine, without a scheme", "localhost:8080", "http://localhost:8080"],
    ["a name without dots, where a URL says so", "https://lakehouse:8443", "https://lakehouse:8443"],
    ["one slash too few", "https:/example.com", "https://example.com"],
  ])("takes %s", (_name, value, origin) => {
    expect(parseHost({ value, source: "--host", place: "--host" })).toEqual({ origin, problem: null });
  });

  it.each([
    ["http", "http://example.com", "--host begins with http://."],
    ["http to a name that only looks local", "http://localhost.example.com", "--host begins with http://."],
    ["http to an address that only looks local", "http://127.0.0.1.example.com", "--host begins with http://."],
    ["a user name", "https://me@example.com", "--host holds a user name or a password"],
    ["a password", "https://me:s3cret@example.com", "--host holds a user name or a password"],
    ["a password without a scheme", "me:s3cret@example.com", "--host holds a user name or a password"],
    ["the account console", "https://accounts.cloud.databricks.com", "--host is the account console"],
    ["the account console on Azure", "accounts.azuredatabricks.net", "--host is the account console"],
    ["the account console of a ministry", "https://accounts-dod.cloud.databricks.us", "--host is the account console"],
    ["another scheme", "jdbc:databricks://example.com:443/default", "--host is not the URL of a workspace."],
    ["white space", "https://example .com", "--host is not the URL of a workspace."],
    ["a line break", "https://example.com\nx", "--host is not the URL of a workspace."],
    ["no host", "https://", "--host is not the URL of a workspace."],
    ["a bare word", "dbc-1234", "--host is not the URL of a workspace."],
    ["a path", "/api/2.1", "--host is not the URL of a workspace."],
    ["a token", "dapi0123456789abcdef0123456789abcdef", "--host is not the URL of a workspace."],
    ["a wrong port", "https://example.com:port", "--host is not the URL of a workspace."],
  ])("refuses %s", (_name, value, message) => {
    const { origin, problem } = parseHost({ value, source: "--host", place: "--host" });
    expect(origin).toBeNull();
    expect(problem).toMatchObject({ code: "GP5102" });
    expect(problem?.message).toContain(message);
    expect(problem?.hint).not.toBe(undefined);
    expect(JSON.stringify(problem)).not.toMatch(/s3cret|dapi/);
  });
});

describe("isLocalServer", () => {
  it.each([
    ["http://localhost:8080", true],
    ["https://localhost:8080", false],
    [adb, false],
  ])("%s", (origin, want) => {
    expect(isLocalServer(origin)).toBe(want);
  });
});
