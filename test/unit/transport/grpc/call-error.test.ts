import { expect, it } from "vitest";
import { callError, type CallPlace } from "../../../../src/transport/grpc/call-error.js";

const place: CallPlace = {
  table: "c.s.t",
  streamId: "s1",
  origin: "https://z",
  secrets: ["abcdefgh"],
  isProxied: false,
};

function text(details: string, more: Partial<CallPlace> = {}): string {
  return callError({ code: 14, details }, { ...place, ...more }).message;
}

function notConnected(reason: string): string {
  return text(`No connection established. Last error: ${reason} (2026-01-01T00:00:00.000Z). Resolution note: `);
}

it.each([
  ["Error: connect ECONNREFUSED 127.0.0.1:1", "cannot be reached: the connection is refused"],
  ["Error: read ECONNRESET", "cannot be reached: the connection breaks off"],
  ["socket hang up", "cannot be reached: the connection breaks off"],
  ["Error: Client network socket disconnected before secure TLS connection was established", "breaks off"],
  ["Error: connect ETIMEDOUT 10.0.0.1:443", "does not answer in time"],
  ["Error: connect EHOSTUNREACH 10.0.0.1:443", "there is no route to it"],
  ["Error: self-signed certificate in certificate chain", "cannot be trusted: no authority"],
  ["Error: unable to get local issuer certificate", "cannot be trusted: no authority"],
  ["Error: unable to verify the first certificate", "cannot be trusted: no authority"],
  ["Error: certificate has expired", "is not valid today"],
  ["Error: Hostname/IP does not match certificate's altnames: Host: z. is not cert's CN: x", "for another host"],
  ["Error: 40:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl3.c:355:", "there is no TLS"],
  ["Protocol error", "does not speak HTTP"],
  ["something new", "https://z cannot be reached."],
])("says in one sentence what %s means", (reason, meaning) => {
  const message = notConnected(reason);
  expect(message).toMatch(/^c\.s\.t: UNAVAILABLE: https:\/\/z [^\n]*\.$/);
  expect(message).toContain(meaning);
  expect(message).not.toContain("Last error");
});

it("knows a proxy by its silence", () => {
  const details = "No connection established. Last error: undefined. Resolution note: ";
  expect(text(details, { isProxied: true })).toContain("https://z cannot be reached: the proxy does not connect to it");
  expect(text(details)).toBe("c.s.t: UNAVAILABLE: https://z cannot be reached.");
});

it.each(["Connection dropped", "read ECONNRESET", "write EPIPE"])(
  "says of %s that the connection was lost",
  (details) => {
    expect(text(details)).toBe("c.s.t: UNAVAILABLE: The connection to https://z was lost.");
  },
);

it("leaves a server's own text alone, where it is about connections too", () => {
  expect(text("backend: read ECONNRESET")).toBe("c.s.t: UNAVAILABLE: backend: read ECONNRESET");
});

it("takes status, code and what to do from what the server says", () => {
  const error = callError({ code: 7, details: "Error 4024: not granted" }, place);
  expect(error).toMatchObject({
    status: "PERMISSION_DENIED",
    code: 4024,
    retryable: false,
    table: "c.s.t",
    streamId: "s1",
  });
  expect(error.message).toContain("Grant the service principal MODIFY and SELECT");
});

it("keeps text short, on one line and without secrets", () => {
  const { message } = callError({ code: 13, details: `a\nabcdefgh\u0007\u202eb ${"c".repeat(10_000)}` }, place);
  expect(message).toMatch(/^c\.s\.t: INTERNAL: a \*\*\* b c+…$/);
  expect(message.length).toBeLessThan(550);
});

it("takes a status it does not know for UNKNOWN", () => {
  expect(callError({ code: 17, details: "" }, place)).toMatchObject({ status: "UNKNOWN", retryable: true });
});
