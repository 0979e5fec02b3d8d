import { describe, expect, it } from "vitest";
import { httpPath, warehouseName } from "../../../../src/source/warehouse/http-path.js";
import { proxyOf } from "../../../../src/source/warehouse/proxy.js";
import {
  describeAsJson,
  selectPositions,
  selectTables,
  showCreateTable,
} from "../../../../src/source/warehouse/sql.js";

describe("httpPath", () => {
  it.each([
    ["1234567890abcdef", "/sql/1.0/warehouses/1234567890abcdef"],
    [" 1234567890abcdef\n", "/sql/1.0/warehouses/1234567890abcdef"],
    ["/sql/1.0/endpoints/1234567890abcdef", "/sql/1.0/endpoints/1234567890abcdef"],
    ["sql/protocolv1/o/123/0123-456789-abc", "/sql/protocolv1/o/123/0123-456789-abc"],
    ["/sql/1.0/warehouses/1234567890abcdef?o=123", "/sql/1.0/warehouses/1234567890abcdef?o=123"],
    ["/sql/1.0/warehouses/x\r\nHost: y", null],
    ["/api/2.0/secrets", null],
    ["", null],
  ])("of %j is %s", (given, want) => {
    expect(httpPath(given)).toBe(want);
  });

  it("is shortened to the id in messages", () => {
    expect(warehouseName("/sql/1.0/warehouses/abc?o=1")).toBe("abc");
    expect(warehouseName("/sql/protocolv1/o/1/2")).toBe("/sql/protocolv1/o/1/2");
  });
});

describe("statements", () => {
  const name = { catalog: "a`b", schema: "s.t", table: "x`; --" };

  it.each([
    ["SHOW CREATE TABLE", showCreateTable(name), "SHOW CREATE TABLE `a``b`.`s.t`.`x``; --`"],
    ["DESCRIBE", describeAsJson(name), "DESCRIBE TABLE EXTENDED `a``b`.`s.t`.`x``; --` AS JSON"],
    [
      "the tables of a schema",
      selectTables("m", "It's\\"),
      "SELECT table_schema, table_name, table_type, data_source_format FROM `m`.`information_schema`.`tables` WHERE table_schema = 'it\\'s\\\\'",
    ],
    [
      "the columns of tables",
      selectPositions("m", "S", ["A'", "b"]),
      "SELECT table_name, column_name, ordinal_position FROM `m`.`information_schema`.`columns` WHERE table_schema = 's' AND table_name IN ('a\\'', 'b')",
    ],
  ])("%s cannot be broken out of", (_, statement, want) => {
    expect(statement).toBe(want);
  });
});

describe("proxyOf", () => {
  const host = "adb-1.2.azuredatabricks.net";
  const proxy = { protocol: "http", host: "proxy", port: 8080 };

  it.each([
    ["none", {}, null],
    ["HTTPS_PROXY", { HTTPS_PROXY: "http://proxy:8080" }, proxy],
    ["https_proxy before it", { https_proxy: "http://proxy:8080", HTTPS_PROXY: "http://other" }, proxy],
    ["ALL_PROXY", { ALL_PROXY: "http://proxy:8080" }, proxy],
    ["without a scheme", { HTTPS_PROXY: "proxy:8080" }, proxy],
    ["with the usual port", { HTTPS_PROXY: "https://proxy" }, { protocol: "https", host: "proxy", port: 443 }],
    [
      "with a password",
      { HTTPS_PROXY: "http://me:p%40ss@proxy:8080" },
      { ...proxy, auth: { username: "me", password: "p%40ss" } },
    ],
    ["empty", { HTTPS_PROXY: "" }, null],
    ["HTTP_PROXY, where there is no other", { HTTP_PROXY: "http://proxy:8080" }, proxy],
    ["SOCKS", { ALL_PROXY: "socks5://proxy" }, { protocol: "socks5", host: "proxy", port: 1080 }],
    ["excepted", { HTTPS_PROXY: "http://proxy:8080", NO_PROXY: "localhost, .azuredatabricks.net" }, null],
    ["excepted by its name", { HTTPS_PROXY: "http://proxy:8080", no_proxy: host.toUpperCase() }, null],
    ["excepted with all", { HTTPS_PROXY: "http://proxy:8080", NO_PROXY: "*" }, null],
    ["not excepted", { HTTPS_PROXY: "http://proxy:8080", NO_PROXY: "databricks.net,,x" }, proxy],
  ])("%s", (_, env, want) => {
    expect(proxyOf(env, host)).toEqual(want);
  });

  it.each(["localhost", "127.0.0.1", "[::1]"])("is not for %s", (own) => {
    expect(proxyOf({ HTTPS_PROXY: "http://proxy:8080" }, own)).toBeNull();
  });

  it.each(["http://[", "ftp://me:secret@proxy", "__proto__://x"])("is not at %s", (url) => {
    expect(() => proxyOf({ HTTPS_PROXY: url }, host)).toThrow(
      "The variable HTTPS_PROXY does not hold the URL of a proxy.",
    );
  });
});
