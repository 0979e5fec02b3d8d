import { describe, expect, it } from "vitest";
import { diagnostic } from "../../../../src/diagnostics/create-diagnostic.js";
import { WorkspaceError } from "../../../../src/source/workspace/workspace.js";
import type { Fault } from "../../../support/warehouse-server.js";
import { bearer, read, sensors, shown, token, warehouse } from "./support.js";

const stations = "main.sensors.stations";
const rain = "main.weather.rain";

function status(code: number, message: string, headers: Record<string, string> = {}): Fault {
  return { kind: "status", status: code, headers: { "x-thriftserver-error-message": message, ...headers } };
}

const always = Number.POSITIVE_INFINITY;

/** Nobody waits for an answer that never comes. */
function haste({ kind }: Fault): number {
  return ["hang", "truncate", "page", "pending"].includes(kind) ? 20 : 1;
}

describe("a warehouse that cannot be used is an error for every table", () => {
  it.each([
    [
      "no CAN USE",
      status(403, "PERMISSION_DENIED: You do not have permission to use the SQL warehouse."),
      "GP5104 T: The SQL warehouse `1234567890abcdef` may not be used with the personal access token from DATABRICKS_TOKEN (PERMISSION_DENIED: You do not have permission to use the SQL warehouse): the table `T` was not read.",
    ],
    [
      "a token that is wrong",
      { kind: "status", status: 403, headers: { "x-databricks-reason-phrase": "Invalid access token." } },
      "GP5103 T: ORIGIN refused the personal access token from DATABRICKS_TOKEN: the table `T` was not read.",
    ],
    [
      "deleted",
      status(404, "RESOURCE_DOES_NOT_EXIST: SQL warehouse 1234567890abcdef does not exist at all in the database."),
      "GP5110 T: There is no SQL warehouse `1234567890abcdef` at ORIGIN: the table `T` was not read.",
    ],
    [
      "unknown, as JSON with another status",
      { kind: "status", status: 400, body: `{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"No."}` },
      "GP5110 T: There is no SQL warehouse `1234567890abcdef` at ORIGIN: the table `T` was not read.",
    ],
    [
      "refusing",
      {
        kind: "status",
        status: 400,
        body: `{"error_code":"BAD_REQUEST","message":"Warehouse is stopped\\n\\tand may not \\u202estart."}`,
      },
      "GP5110 T: The SQL warehouse `1234567890abcdef` refused with status 400 (BAD_REQUEST: Warehouse is stopped and may not start): the table `T` was not read.",
    ],
    [
      "failing",
      status(500, ""),
      "GP5108 T: The SQL warehouse `1234567890abcdef` keeps failing with status 500: the table `T` was not read.",
    ],
    [
      "starting for ever",
      status(503, "TEMPORARILY_UNAVAILABLE: starting"),
      "GP5107 T: The SQL warehouse `1234567890abcdef` is still starting: the table `T` was not read.",
    ],
    [
      "losing every session",
      { kind: "invalid-session" },
      "GP5107 T: The SQL warehouse `1234567890abcdef` is still starting: the table `T` was not read.",
    ],
    [
      "behind a page to sign in",
      { kind: "page" },
      "GP5107 T: The SQL warehouse `1234567890abcdef` did not answer within 5 s: the table `T` was not read.",
    ],
    [
      "of another kind",
      { kind: "garbage" },
      "GP5109 T: The answer of the SQL warehouse `1234567890abcdef` cannot be understood: the table `T` was not read.",
    ],
    [
      "silent",
      { kind: "hang" },
      "GP5107 T: The SQL warehouse `1234567890abcdef` did not answer within 5 s: the table `T` was not read.",
    ],
    [
      "cutting its answers short",
      { kind: "truncate" },
      "GP5107 T: The SQL warehouse `1234567890abcdef` did not answer within 5 s: the table `T` was not read.",
    ],
    [
      "never ready to run a statement",
      { kind: "pending", polls: always },
      "GP5107 T: The SQL warehouse `1234567890abcdef` is still starting: the table `T` was not read.",
    ],
  ] satisfies readonly (readonly [string, Fault, string])[])("%s", async (_, fault, want) => {
    const server = await warehouse({
      ddl: sensors,
      fault: ({ method }) => (method.startsWith("Close") ? null : fault),
    });
    const result = await read(server, [stations, rain], { timeout: 5_000, haste: haste(fault) });
    expect(result.tables).toEqual([]);
    const messages = [stations, rain].map((table) => want.replaceAll(/\bT\b/g, table).replace("ORIGIN", server.origin));
    expect(shown(result)).toEqual(messages);
    expect(result.diagnostics.every(({ hint }) => (hint ?? "") !== "")).toBe(true);
  });

  it("that nobody answers for", async () => {
    const server = await warehouse();
    await server.close();
    const result = await read(server, [stations, "main.*.*"]);
    expect(result.diagnostics).toMatchObject([{ code: "GP5106", table: stations }, { code: "GP5106" }]);
  });

  it("whose certificate is not trusted", async () => {
    const server = await warehouse({ ddl: sensors });
    const result = await read({ ...server, certificate: "" }, [stations]);
    expect(result.diagnostics).toMatchObject([{ code: "GP5106", table: stations }]);
  });

  it("without a token", async () => {
    const server = await warehouse({ ddl: sensors });
    const headers = () => Promise.reject(new WorkspaceError(diagnostic("GP5103", "No token.", { hint: "Log in." })));
    const result = await read(server, [stations, rain], { credentials: { ...bearer(token), headers } });
    expect(shown(result)).toEqual([`GP5103 ${stations}: No token.`, `GP5103 ${rain}: No token.`]);
  });
});
