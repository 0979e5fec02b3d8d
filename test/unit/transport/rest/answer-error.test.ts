import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { answerError } from "../../../../src/transport/rest/answer-error.js";
import type { StreamSpec } from "../../../../src/transport/transport.js";

const table = "main.sensors.air_quality";
const spec: StreamSpec = {
  endpoint: "https://1.zerobus.example.com",
  workspaceUrl: "https://dbc-1.cloud.databricks.com",
  table,
  descriptor: null,
  recordType: "json",
  headers: { authorization: "Bearer t0ken.T/ken-1", "x-databricks-zerobus-table-name": table, "x-key": "s3cretSecret" },
  userAgent: "gen-producers/1",
  ca: null,
  signal: new AbortController().signal,
};
const place = { table, streamId: "rest-1" };

function errorOf(status: number, body: string) {
  const error = answerError(new Response(null, { status }), body, spec, place);
  if (error === null) throw new Error("no error");
  return error;
}

const refusal = JSON.stringify({ error_code: "SOME_CODE", message: "Row 0 is wrong." });

describe("answers to an insert", () => {
  it("acknowledge with 200 and a JSON object alone", () => {
    expect(answerError(new Response(null, { status: 200 }), "{}", spec, place)).toBeNull();
    for (const body of ["", "[]", "null", "<html>sign in</html>", '"ok"']) {
      expect(errorOf(200, body)).toMatchObject({ status: "UNKNOWN", retryable: true });
    }
    for (const status of [201, 202, 204]) expect(errorOf(status, "{}").status).toBe("UNKNOWN");
  });

  it.each([
    [400, "INVALID_ARGUMENT", false],
    [401, "UNAUTHENTICATED", true],
    [403, "PERMISSION_DENIED", false],
    [404, "NOT_FOUND", false],
    [408, "RESOURCE_EXHAUSTED", true],
    [413, "INVALID_ARGUMENT", false],
    [422, "INVALID_ARGUMENT", false],
    [429, "RESOURCE_EXHAUSTED", true],
    [500, "UNAVAILABLE", true],
    [503, "UNAVAILABLE", true],
    [302, "UNKNOWN", true],
    [409, "UNKNOWN", true],
  ])("with HTTP %d mean %s", (status, name, retryable) => {
    const message = `${table}: ${name}: SOME_CODE: Row 0 is wrong. (HTTP ${status})`;
    expect(errorOf(status, refusal)).toMatchObject({ status: name, retryable, message, ...place });
  });

  it("tell the code of the service, and what to do about it", () => {
    const error = errorOf(403, JSON.stringify({ message: "Error code 4024: the token lacks MODIFY." }));
    expect(error.code).toBe(4024);
    expect(error.message).toMatch(/Grant the service principal MODIFY and SELECT/);
  });

  it.each([
    ["a page", "<html>Bad gateway</html>"],
    ["nothing", ""],
    ["other fields", '{"error":{"message":"x"},"message":7}'],
  ])("with %s tell the status alone", (_name, body) => {
    expect(errorOf(502, body).message).toBe(`${table}: UNAVAILABLE: (HTTP 502)`);
  });

  it("are told on one line, and not at any length", () => {
    const { message } = errorOf(400, JSON.stringify({ message: `a\u001b[31m\r\nb\u202e${"x".repeat(100_000)}` }));
    expect(message).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
    expect(message).toContain("INVALID_ARGUMENT: a [31m b x");
    expect(message.length).toBeLessThan(600);
  });

  it.each([
    ["the token", "t0ken.T/ken-1"],
    ["the header", "Bearer t0ken.T/ken-1"],
    ["the token in other quotes", String.raw`t0ken.T\/ken\-1`],
    ["another header", "s3cretSecret"],
  ])("do not pass on %s, should they repeat it", (_name, repeated) => {
    const error = errorOf(401, JSON.stringify({ message: `No: ${repeated}` }));
    const shown = `${String(error)} ${error.stack ?? ""} ${JSON.stringify(error)} ${inspect(error, { depth: 10 })}`;
    expect(shown).not.toMatch(/t0ken|s3cretSecret/);
  });

  it("pass on what they say beside another header, and the name of the table", () => {
    const { message } = errorOf(404, JSON.stringify({ message: `No ${table} for s3cretSecret.` }));
    expect(message).toContain(`No ${table} for ***.`);
  });
});
