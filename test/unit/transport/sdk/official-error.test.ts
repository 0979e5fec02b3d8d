import { describe, expect, it } from "vitest";
import { isWaitTimeout, officialError } from "../../../../src/transport/sdk/official-error.js";

const place = { table: "c.s.t", streamId: "sdk-1" };

function errorOf(text: string, secrets = ["Bearer the-token", "the-token"]) {
  return officialError(new Error(text), place, secrets);
}

describe("officialError", () => {
  it.each([
    ["Failed to wait for offset: Invalid argument: Error 4044: no.", "INVALID_ARGUMENT", "Error 4044: no"],
    ["Failed to wait for offset: Stream is closed: code: 'Internal error', message: \"m\"", "INTERNAL", "m"],
    [
      "Stream is closed: code: 'Some resource has been exhausted'",
      "RESOURCE_EXHAUSTED",
      "Some resource has been exhausted",
    ],
    [
      "Stream is closed: code: 'The system is not in a state required for the operation's execution', message: \"m\"",
      "FAILED_PRECONDITION",
      "m",
    ],
    [
      'Failed to create stream: Failed to create stream: code: \'The service is currently unavailable\', message: "tcp connect error", source: tonic::transport::Error(Transport, "x").',
      "UNAVAILABLE",
      "tcp connect error",
    ],
    ["Failed to create SDK: Invalid argument: bad.", "INVALID_ARGUMENT", "bad"],
    [
      "Failed to create stream: Failed to establish TLS connection.",
      "UNAVAILABLE",
      "Failed to establish TLS connection.",
    ],
    ["anything else", "UNKNOWN", "anything else"],
  ])("reads %s", (text, status, said) => {
    const error = errorOf(text);
    expect(error).toMatchObject({ ...place, status });
    expect(error?.message).toBe(`c.s.t: ${status}: ${said}`);
  });

  it("is null for a stream that the service ended in order", () => {
    const text =
      "Failed to wait for offset: Stream is closed: code: 'The operation completed successfully', message: \"m\"";
    expect(errorOf(text)).toBeNull();
  });

  it("does not take a status from the text of the service", () => {
    const status = "Stream is closed: code: 'The service is currently unavailable', message: \"m\"";
    expect(errorOf(`Failed to wait for offset: Invalid argument: ${status}.`)).toMatchObject({
      status: "INVALID_ARGUMENT",
    });
    const quoted = JSON.stringify(`", message: "${status}`);
    const text = `Failed to wait for offset: Stream is closed: code: 'Some requested entity was not found', message: ${quoted}`;
    expect(errorOf(text)).toMatchObject({ status: "NOT_FOUND" });
  });

  it("makes one line of the service's text, with what it escapes", () => {
    const text = String.raw`Stream is closed: code: 'Internal error', message: "a\n\tb\u{7}c\u{1b}[31m \"q\" \\n \u{fffffff} ü\u{202e}"`;
    expect(errorOf(text)?.message).toBe('c.s.t: INTERNAL: a b c [31m "q" \\n ü');
  });

  it("cuts a long text, and leaves out the token", () => {
    expect(errorOf(`Invalid argument: ${"x".repeat(600)}.`)?.message).toBe(
      `c.s.t: INVALID_ARGUMENT: ${"x".repeat(499)}…`,
    );
    expect(errorOf("Invalid argument: got Bearer the-token.")?.message).toBe("c.s.t: INVALID_ARGUMENT: got ***");
    expect(errorOf("Invalid argument: got it.", [])?.message).toBe("c.s.t: INVALID_ARGUMENT: got it");
    expect(JSON.stringify(Object.values(errorOf("Invalid argument: the-token.") ?? {}))).not.toContain("the-token");
  });
});

describe("isWaitTimeout", () => {
  const timedOut = "Stream is closed: code: 'Deadline expired before operation could complete', message: \"%\"";
  it.each([
    ["Waiting for acknowledgement timed out", true],
    ["Server ack timeout", false],
  ])("takes %s for %s", (message, is) => {
    expect(isWaitTimeout(new Error(`Failed to wait for offset: ${timedOut.replace("%", message)}`))).toBe(is);
  });
});
