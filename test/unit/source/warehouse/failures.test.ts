import { describe, expect, it } from "vitest";
import type { Fault } from "../../../support/warehouse-server.js";
import { faults, read, type Reading, sensors, shown, token, warehouse } from "./support.js";

const stations = "main.sensors.stations";
const rain = "main.weather.rain";
const showStations = "SHOW CREATE TABLE `main`.`sensors`.`stations`";

function status(code: number, message: string, headers: Record<string, string> = {}): Fault {
  return { kind: "status", status: code, headers: { "x-thriftserver-error-message": message, ...headers } };
}

function failing(message: string, sqlState = "XX000", where: "status" | "operation" = "operation"): Fault {
  return { kind: "error", error: { message, sqlState }, where };
}

const always = Number.POSITIVE_INFINITY;

/** Nobody waits for an answer that never comes. */
function haste({ kind }: Fault): number {
  return kind === "pending" || kind === "slow" ? 10 : 1;
}

function retries({ progress }: Reading): readonly string[] {
  return progress.flatMap((event) => (event.kind === "retry" ? `${event.reason}, ${event.pause}` : []));
}

describe("what passes is tried again", () => {
  it.each([
    [
      "starting, as some say it",
      "OpenSession",
      status(503, "TEMPORARILY_UNAVAILABLE"),
      ["the warehouse is starting, 2000"],
    ],
    ["starting, as others do", "SELECT 1", { kind: "invalid-session" }, ["the warehouse is starting, 2000"]],
    ["starting, without words", "SELECT 1", { kind: "pending", polls: 2 }, ["the warehouse is starting, 0"]],
    [
      "starting, in no hurry",
      "SELECT 1",
      status(503, "", { "retry-after": "20" }),
      ["the warehouse is starting, 20000"],
    ],
    ["busy", showStations, status(429, "", { "retry-after": "7" }), ["the warehouse answered with status 429, 7000"]],
    ["broken for a moment", showStations, status(502, ""), ["the warehouse answered with status 502, 1000"]],
    ["a connection that drops", showStations, { kind: "drop" }, ["the connection broke off, 1000"]],
    ["a connection that drops at once", "OpenSession", { kind: "drop" }, ["the connection broke off, 1000"]],
    ["a session that is lost", showStations, { kind: "invalid-session" }, ["the session was lost, 0"]],
    ["a statement that waits its turn", showStations, { kind: "pending", polls: 2 }, []],
  ] satisfies readonly (readonly [string, string, Fault, readonly string[]])[])("%s", async (_, text, fault, want) => {
    const server = await warehouse({ ddl: sensors, fault: faults([text, 1, fault]) });
    const result = await read(server, [stations, rain], { concurrency: 1 });
    expect(shown(result)).toEqual([]);
    expect(result.tables.map(({ name }) => name.table)).toEqual(["stations", "rain"]);
    expect(retries(result)).toEqual(want);
    expect(server.open()).toEqual({ sessions: 0, operations: 0 });
  });

  it("a session lost to several statements at once is opened again once", async () => {
    const server = await warehouse({ ddl: sensors, fault: faults(["SHOW CREATE", 1, { kind: "invalid-session" }]) });
    const result = await read(server, ["main.sensors.air_quality", stations, rain], { concurrency: 3 });
    expect(shown(result)).toEqual([]);
    expect(server.calls.filter(({ method }) => method === "OpenSession")).toHaveLength(2);
  });
});

describe("a statement that fails", () => {
  it.each([
    [
      "gets lost",
      { kind: "invalid-session" },
      "GP5108 T: The SQL warehouse `1234567890abcdef` keeps losing the session: the table `T` was not read.",
    ],
    [
      "is not done in time",
      { kind: "pending", polls: always },
      "GP5107 T: The SQL warehouse `1234567890abcdef` did not answer within 5 s: the table `T` was not read.",
    ],
    [
      "is too slow",
      { kind: "slow", milliseconds: 2_000 },
      "GP5107 T: The SQL warehouse `1234567890abcdef` did not answer within 5 s: the table `T` was not read.",
    ],
    [
      "answers with nothing",
      { kind: "no-result" },
      "GP5109 T: The SQL warehouse `1234567890abcdef` does not give the columns of the table `T`.",
    ],
    [
      "meets a server that is down",
      status(500, "x"),
      "GP5108 T: The SQL warehouse `1234567890abcdef` keeps failing with status 500 (x): the table `T` was not read.",
    ],
    [
      "does not exist",
      failing("[TABLE_OR_VIEW_NOT_FOUND] x SQLSTATE: 42P01"),
      "GP5105 T: The table `T` is not found in the workspace.",
    ],
    [
      "does not exist, in the words of the catalog",
      failing("TABLE_DOES_NOT_EXIST: Table 'x' does not exist."),
      "GP5105 T: The table `T` is not found in the workspace.",
    ],
    [
      "is in no catalog",
      failing("[NO_SUCH_CATALOG_EXCEPTION] Catalog 'main' was not found.", "42704"),
      "GP5105 T: The table `T` is not found in the workspace.",
    ],
    [
      "may not be read",
      failing(
        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have SELECT on Table 'main.sensors.stations'. SQLSTATE: 42501",
      ),
      "GP5104 T: The table `T` may not be read: [INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have SELECT on Table 'main.sensors.stations'.",
    ],
    [
      "fails for another reason",
      failing(`[INTERNAL_ERROR] A ${"long ".repeat(200)}story\n\tat org.apache.spark.Foo(Foo.scala:1)`),
      `GP5111 T: The table \`T\` was not read, its statement failed: ${`[INTERNAL_ERROR] A ${"long ".repeat(200)}`.slice(0, 299)}….`,
    ],
    ["fails without a word", failing("", ""), "GP5111 T: The table `T` was not read, its statement failed."],
  ] satisfies readonly (readonly [string, Fault, string])[])("%s", async (_, fault, want) => {
    const describeStations = "DESCRIBE TABLE EXTENDED `main`.`sensors`.`stations`";
    const server = await warehouse({
      ddl: sensors,
      fault: faults([showStations, always, fault], [describeStations, always, fault]),
    });
    const result = await read(server, [stations, rain], { timeout: 5_000, concurrency: 1, haste: haste(fault) });
    expect(result.tables.map(({ name }) => name.table)).toEqual(["rain"]);
    expect(shown(result)).toEqual([want.replaceAll(/\bT\b/g, stations)]);
    expect(server.open().operations).toBe(0);
  });

  it("is reported the same when the call says so", async () => {
    const fault = failing(
      "[SCHEMA_NOT_FOUND] The schema `main`.`sensors` cannot be found. SQLSTATE: 42704",
      "42704",
      "status",
    );
    const server = await warehouse({ ddl: sensors, fault: faults([showStations, 1, fault]) });
    expect(shown(await read(server, [stations]))).toEqual([
      `GP5105 ${stations}: The table \`${stations}\` is not found in the workspace.`,
    ]);
  });

  it("is cancelled where it takes too long", async () => {
    const server = await warehouse({
      ddl: sensors,
      fault: faults([showStations, 1, { kind: "pending", polls: always }]),
    });
    await read(server, [stations], { timeout: 5_000, haste: 10 });
    expect(server.calls.filter(({ method }) => method === "CancelOperation")).toHaveLength(1);
  });

  it("never shows a token, whatever the server says", async () => {
    const message = `[X_Y] header Authorization: Bearer ${token} was not good`;
    const server = await warehouse({ ddl: sensors, fault: faults(["sensors", always, failing(message)]) });
    const result = await read(server, [stations]);
    expect(shown(result)).toEqual([
      `GP5111 ${stations}: The table \`${stations}\` was not read, its statement failed: [X_Y] header Authorization: *** was not good.`,
    ]);
    expect(JSON.stringify(result)).not.toContain(token);
  });

  it("does not stop a listing of other catalogs", async () => {
    const server = await warehouse({
      ddl: `${sensors} CREATE TABLE dev.a.t (id INT);`,
      fault: faults(["FROM `main`", always, failing("[X] no")], ["SHOW SCHEMAS IN `main`", always, failing("[X] no")]),
    });
    const result = await read(server, ["{main,dev}.*.*"]);
    expect(result.tables.map(({ name }) => name.catalog)).toEqual(["dev"]);
    expect(shown(result)).toEqual(["GP5111 -: The catalog `main` was not read, its statement failed: [X] no."]);
  });
});

describe("closing", () => {
  it.each([
    ["hangs", { kind: "hang" }],
    ["is refused", status(500, "")],
    ["drops the connection", { kind: "drop" }],
  ] satisfies readonly (readonly [string, Fault])[])("takes no longer where it %s", async (_, fault) => {
    const server = await warehouse({ ddl: sensors, fault: faults(["Close", always, fault]) });
    const result = await read(server, [stations], { haste: 10 });
    expect(result.tables).toHaveLength(1);
    expect(result.diagnostics).toEqual([]);
  });
});
