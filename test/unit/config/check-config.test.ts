import { describe, expect, it } from "vitest";
import { checkConfig } from "../../../src/config/check-config.js";
import type { Config } from "../../../src/config/config.js";
import { pathText } from "../../../src/config/value-text.js";

/** The problems as they are printed, with the hints that are no list of known keys. */
function problems(given: unknown): string[] {
  return checkConfig(given).problems.map(({ path, message, hint }) =>
    [`${pathText(path)}: ${message}`, ...(hint === null || hint.startsWith("Known keys") ? [] : [hint])].join(" | "),
  );
}

const everything: Required<Config> = {
  ddl: ["tables/", "more/*.sql"],
  from: "snapshot.json",
  workspace: {
    host: "https://adb-1.2.azuredatabricks.net",
    profile: "prod",
    warehouse: "/sql/1.0/warehouses/abc",
    via: "warehouse",
    timeout: 0.5 + 1,
    concurrency: 64,
  },
  catalog: "main",
  schema: "shop",
  vars: { env: "prod", empty: "", token: "x" },
  tables: ["main.shop.*"],
  out: "src/generated",
  runtime: "import",
  importExtension: "none",
  producer: false,
  unsupported: "omit",
  verify: true,
  prune: false,
  cache: ".cache/gen-producers.json",
  overrides: {
    "main.shop.orders": { rowName: "Order", omit: ["a", "b.c"], int64: "number" },
    "*": { int64: { id: "bigint" }, omit: [] },
  },
};

describe("checkConfig", () => {
  it("takes every key", () => {
    expect(checkConfig(everything)).toEqual({ config: everything, problems: [] });
  });

  it.each([
    ["an empty object", {}, {}],
    ["keys without a value", { ddl: undefined, workspace: { host: undefined } }, { workspace: {} }],
    ["an object without a prototype", Object.assign(Object.create(null) as object, { out: "x" }), { out: "x" }],
    ["a frozen object", Object.freeze({ tables: Object.freeze(["a"]) }), { tables: ["a"] }],
    ["a proxy", new Proxy({ ddl: "a" }, {}), { ddl: "a" }],
    [
      "an accessor",
      {
        get ddl() {
          return "a";
        },
      },
      { ddl: "a" },
    ],
    ["one object in two places", twice({ omit: ["x"] }), { overrides: { a: { omit: ["x"] }, b: { omit: ["x"] } } }],
  ])("takes %s", (_, given, want) => {
    expect(checkConfig(given)).toEqual({ config: want, problems: [] });
  });

  it.each<[name: string, given: unknown, want: string[]]>([
    ["no object", "tables/", [': expected an object, received "tables/"']],
    ["a function", () => ({}), [": expected an object, received a function"]],
    ["nothing", undefined, [": expected an object, received nothing"]],
    ["null", null, [": expected an object, received null"]],
    ["a list", [], [": expected an object, received an empty array"]],
    [
      "an instance of a class",
      new (class {
        ddl = "a";
      })(),
      [": expected an object, received an object"],
    ],
    ["a map for an object", { vars: new Map([["a", "b"]]) }, ["vars: expected an object, received an object"]],
    ["a number for paths", { ddl: 1 }, ["ddl: expected a string or an array of strings, received 1"]],
    ["null for paths", { from: null }, ["from: expected a string or an array of strings, received null"]],
    ["an empty path", { ddl: "" }, ["ddl: expected a string that is not empty, received an empty string"]],
    ["a blank path", { out: "  " }, ["out: expected a string that is not empty, received a blank string"]],
    [
      "no paths",
      { ddl: [], from: [], tables: [] },
      [
        "ddl: expected at least one string, received an empty array",
        "from: expected at least one string, received an empty array",
        "tables: expected at least one string, received an empty array",
      ],
    ],
    [
      "wrong elements",
      { tables: ["a", 2, "", undefined, /x/] },
      [
        "tables[1]: expected a string, received 2",
        "tables[2]: expected a string that is not empty, received an empty string",
        "tables[3]: expected a string, received nothing",
        "tables[4]: expected a string, received an object",
      ],
    ],
    [
      "a string for a flag",
      { verify: "yes", prune: 1, producer: "false" },
      [
        'producer: expected true or false, received "false"',
        'verify: expected true or false, received "yes"',
        "prune: expected true or false, received 1",
      ],
    ],
    [
      "wrong choices",
      { runtime: "inline", importExtension: ".js", unsupported: true },
      [
        'runtime: expected "bundle" or "import", received "inline"',
        'importExtension: expected "js", "ts" or "none", received ".js"',
        'unsupported: expected "error" or "omit", received true',
      ],
    ],
    [
      "names",
      { catalog: "", schema: ["a"] },
      [
        "catalog: expected a string that is not empty, received an empty string",
        "schema: expected a string, received an array",
      ],
    ],
    ["a workspace that is its host", { workspace: "adb.net" }, ['workspace: expected an object, received "adb.net"']],
    [
      "numbers out of range",
      { workspace: { timeout: 0, concurrency: 1.5 } },
      [
        "workspace.timeout: expected a number of seconds from 1 to 3600, received 0",
        "workspace.concurrency: expected a whole number from 1 to 64, received 1.5",
      ],
    ],
    [
      "numbers that are none",
      { workspace: { timeout: "30", concurrency: NaN } },
      [
        'workspace.timeout: expected a number of seconds from 1 to 3600, received "30"',
        "workspace.concurrency: expected a whole number from 1 to 64, received NaN",
      ],
    ],
    [
      "numbers without an end",
      { workspace: { timeout: Infinity, concurrency: 65 } },
      [
        "workspace.timeout: expected a number of seconds from 1 to 3600, received Infinity",
        "workspace.concurrency: expected a whole number from 1 to 64, received 65",
      ],
    ],
    [
      "other values of a workspace",
      { workspace: { profile: "", warehouse: 5n, via: "sql", host: " " } },
      [
        "workspace.host: expected a string that is not empty, received a blank string",
        "workspace.profile: expected a string that is not empty, received an empty string",
        "workspace.warehouse: expected a string, received a bigint",
        'workspace.via: expected "api" or "warehouse", received "sql"',
      ],
    ],
    [
      "values of template holes",
      { vars: { n: 5, ok: "x", "": "y" } },
      ["vars.n: expected a string, received 5", 'vars[""]: expected a name as the key, received an empty string'],
    ],
    [
      "a choice of an override",
      { overrides: { "main.shop.orders": { int64: "string" } } },
      ['overrides["main.shop.orders"].int64: expected "bigint" or "number", received "string"'],
    ],
    [
      "a choice of a column",
      { overrides: { orders: { int64: { "address.id": "long", constructor: 1 } } } },
      [
        'overrides.orders.int64["address.id"]: expected "bigint" or "number", received "long"',
        'overrides.orders.int64.constructor: expected "bigint" or "number", received 1',
      ],
    ],
    [
      "other values of an override",
      { overrides: { a: { rowName: "", omit: "x" }, b: null, c: { omit: [1] } } },
      [
        "overrides.a.rowName: expected a string that is not empty, received an empty string",
        'overrides.a.omit: expected an array of strings, received "x"',
        "overrides.b: expected an object, received null",
        "overrides.c.omit[0]: expected a string, received 1",
      ],
    ],
    [
      "slips",
      { dll: "a", workspace: { hots: "b" }, overrides: { t: { int46: "number" } } },
      [
        'dll: unknown key | Did you mean "ddl"?',
        'workspace.hots: unknown key | Did you mean "host"?',
        'overrides.t.int46: unknown key | Did you mean "int64"?',
      ],
    ],
    [
      "unknown keys and wrong values together",
      { outdir: "a", out: 1, zzzzzz: 2 },
      ["outdir: unknown key", "zzzzzz: unknown key", "out: expected a string, received 1"],
    ],
    [
      "keys of every object",
      JSON.parse('{"__proto__": {"ddl": "a"}, "constructor": 1, "toString": 2}'),
      ["__proto__: unknown key", "constructor: unknown key", "toString: unknown key"],
    ],
    ["a key with line breaks", { "a\nb\u001b[2J": 1 }, ['["a\\nb\\u001b[2J"]: unknown key']],
    ["a key without an end", { ["k".repeat(5000)]: 1 }, [`["${"k".repeat(60)}…"]: unknown key`]],
  ])("refuses %s", (_, given, want) => {
    const checked = checkConfig(given);
    expect(problems(given)).toEqual(want);
    expect(checked.config).toBeNull();
  });

  it("lists the known keys where none is alike", () => {
    expect(checkConfig({ workspace: { zzzzzz: 1 } }).problems[0]?.hint).toBe(
      "Known keys: host, profile, warehouse, via, timeout, concurrency.",
    );
  });
});

function twice(value: unknown): unknown {
  return { overrides: { a: value, b: value } };
}

describe("checkConfig, where code is in the values,", () => {
  it.each<[name: string, given: unknown, want: string[]]>([
    [
      "a getter that throws",
      {
        ddl: "a",
        get out() {
          throw new Error("no\nway");
        },
      },
      ["out: the value cannot be read: no"],
    ],
    [
      "a getter that throws nothing",
      {
        get out() {
          throw undefined as unknown;
        },
      },
      ["out: the value cannot be read: undefined"],
    ],
    [
      "a getter that throws a trap",
      {
        get out() {
          throw hostile() as unknown;
        },
      },
      ["out: the value cannot be read: no reason is given"],
    ],
    [
      "a proxy that refuses",
      hostile(),
      [": the value cannot be read: trapped", ": expected an object, received nothing"],
    ],
    [
      "a revoked proxy",
      { workspace: revoked() },
      ["workspace: the value cannot be read: Cannot perform 'IsArray' on a proxy that has been revoked"],
    ],
    ["a loop", looping(), ["overrides.a: the value contains itself"]],
    [
      "a list without an end",
      { tables: new Proxy([], { get: (_, key) => (key === "length" ? 4e9 : "x") }) },
      ["tables: the list has more than 100000 elements"],
    ],
  ])("withstands %s", (_, given, want) => {
    expect(problems(given)).toEqual(want);
  });
});

function hostile(): object {
  const trap = (): never => {
    throw new Error("trapped");
  };
  return new Proxy({}, { get: trap, ownKeys: trap, getPrototypeOf: trap, has: trap });
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function looping(): unknown {
  const config: { overrides: Record<string, unknown> } = { overrides: {} };
  config.overrides["a"] = config.overrides;
  return config;
}

describe("checkConfig, of secrets,", () => {
  const hint =
    "Secrets belong in the environment (DATABRICKS_TOKEN, DATABRICKS_CLIENT_SECRET) or in a profile, which workspace.profile names.";

  it.each([
    ["token", "token"],
    ["clientSecret", "client secret"],
    ["client_secret", "client secret"],
    ["password", "password"],
    ["apiKey", "key"],
  ])("says where %s belongs", (key) => {
    const secret = "dapi0123456789abcdef";
    expect(problems({ workspace: { [key]: secret } })).toEqual([
      `workspace.${key}: a secret has no place in a configuration | ${hint}`,
    ]);
    expect(problems({ [key]: secret })).toEqual([`${key}: a secret has no place in a configuration | ${hint}`]);
  });

  it.each<[name: string, given: unknown]>([
    ["under a telling name", { vars: { password: 123456 } }],
    ["under a telling name, deeper", { overrides: { api_token: "123456" } }],
    ["that looks like a token", { verify: "dapi0123456789abcdef123456" }],
    ["that looks like a JWT", { workspace: "eyJhbGciOi123456.x.y" }],
    ["in an address", { workspace: { host: "https://user:123456@adb.net" } }],
    ["in an address without a scheme", { runtime: "user:123456@adb.net" }],
    [
      "thrown",
      {
        get out() {
          throw new Error("bad dapi0123456789abcdef123456 here");
        },
      },
    ],
  ])("shows no value %s", (_, given) => {
    expect(problems(given)).toHaveLength(1);
    expect(problems(given).join()).not.toContain("123456");
  });

  it("refuses a host with a user name", () => {
    expect(problems({ workspace: { host: "https://u:p@adb.net" } })).toEqual([
      "workspace.host: expected a host without a user name or password, received a string",
    ]);
  });
});
