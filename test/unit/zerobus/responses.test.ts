import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type StreamResponse, decodeResponse, encodeResponse } from "../../../src/zerobus/messages.js";
import { WireError } from "../../../src/zerobus/wire.js";
import { anyResponse } from "./arbitrary.js";
import { type Plain, foreignResponse } from "./envelope.js";
import { anyMutation, cutsOf, isRead } from "./hostile.js";

const bytes = (...values: number[]) => Uint8Array.from(values);

/** What protobuf.js has for a response of ours. */
function foreignForm(response: StreamResponse): Plain {
  switch (response.kind) {
    case "created":
      return { create_stream_response: { stream_id: response.streamId } };
    case "ack":
      return { ingest_record_response: { durability_ack_up_to_offset: response.offset } };
    case "close":
      return { close_stream_signal: { duration: durationForm(response.seconds) } };
  }
}

/** Of a time in whole milliseconds. */
function durationForm(time: number): Plain {
  const millis = Math.round(time * 1000);
  const seconds = Math.trunc(millis / 1000);
  const nanos = (millis % 1000) * 1_000_000;
  return { ...(seconds === 0 ? {} : { seconds: BigInt(seconds) }), ...(nanos === 0 ? {} : { nanos }) };
}

describe("against protobuf.js", () => {
  test("it reads what we write", () => {
    fc.assert(
      fc.property(anyResponse, (response) => {
        expect(foreignResponse.read(encodeResponse(response))).toEqual(foreignForm(response));
      }),
    );
  });

  test("we write the same bytes, and read what it writes", () => {
    fc.assert(
      fc.property(anyResponse, (response) => {
        const written = foreignResponse.write(foreignForm(response));
        expect(encodeResponse(response)).toEqual(written);
        expect(decodeResponse(written)).toEqual(response);
      }),
    );
  });

  test("parts of any responses one after the other mean the same to both", () => {
    fc.assert(
      fc.property(fc.array(anyResponse, { minLength: 2, maxLength: 4 }), (responses) => {
        // Of two durations each part is the last one that was written: not a time of ours, but one of protobuf's.
        if (responses.filter(({ kind }) => kind === "close").length > 1) return;
        const joined = Buffer.concat(responses.map(encodeResponse));
        expect(foreignForm(decodeResponse(joined))).toEqual(foreignResponse.read(joined));
      }),
    );
  });
});

describe("bytes by hand", () => {
  test.each<[string, StreamResponse, Uint8Array]>([
    ["a stream", { kind: "created", streamId: "id" }, bytes(10, 4, 10, 2, 105, 100)],
    ["an acknowledgement", { kind: "ack", offset: 300n }, bytes(18, 3, 8, 0xac, 2)],
    ["an acknowledgement of the first", { kind: "ack", offset: 0n }, bytes(18, 2, 8, 0)],
    ["the end in a minute", { kind: "close", seconds: 60 }, bytes(26, 4, 10, 2, 8, 60)],
    ["the end at once", { kind: "close", seconds: 0 }, bytes(26, 2, 10, 0)],
    ["the end in a nanosecond", { kind: "close", seconds: 1e-9 }, bytes(26, 4, 10, 2, 16, 1)],
    ["nearly a second is not 10^9 nanoseconds", { kind: "close", seconds: 2 }, bytes(26, 4, 10, 2, 8, 2)],
  ])("%s", (_, response, wire) => {
    expect(encodeResponse(response)).toEqual(wire);
    expect(decodeResponse(wire)).toEqual(response);
  });

  test("a time is rounded to whole nanoseconds, and may fill the second", () => {
    expect(encodeResponse({ kind: "close", seconds: 1.9999999999 })).toEqual(bytes(26, 4, 10, 2, 8, 2));
  });

  test.each<[string, Uint8Array, StreamResponse]>([
    ["no id", bytes(10, 0), { kind: "created", streamId: "" }],
    ["no duration", bytes(26, 0), { kind: "close", seconds: 0 }],
    ["a duration in parts", bytes(26, 4, 10, 2, 8, 1, 26, 4, 10, 2, 16, 0), { kind: "close", seconds: 1 }],
    ["unknown fields", bytes(32, 1, 18, 6, 16, 1, 8, 7, 26, 0), { kind: "ack", offset: 7n }],
    [
      "a time before now",
      bytes(26, 13, 10, 11, 8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1),
      { kind: "close", seconds: -1 },
    ],
  ])("%s", (_, wire, response) => {
    expect(decodeResponse(wire)).toEqual(response);
  });

  test.each<[string, Uint8Array, string]>([
    ["no bytes", bytes(), "a response without a payload"],
    ["an acknowledgement of nothing", bytes(18, 0), "an acknowledgement without an offset"],
  ])("refused: %s", (_, wire, message) => {
    expect(() => decodeResponse(wire)).toThrow(new WireError(message, wire.length));
  });

  test("what cannot be written", () => {
    expect(() => encodeResponse({ kind: "ack", offset: 2n ** 63n })).toThrow(RangeError);
    expect(() => encodeResponse({ kind: "close", seconds: Number.NaN })).toThrow(RangeError);
    expect(() => encodeResponse({ kind: "close", seconds: Infinity })).toThrow(RangeError);
  });
});

describe("hostile bytes", () => {
  test("no beginning of a response is one", () => {
    fc.assert(
      fc.property(anyResponse, (response) => {
        for (const cut of cutsOf(encodeResponse(response)))
          expect(isRead(() => decodeResponse(cut), WireError)).toBe(false);
      }),
    );
  });

  test("changed bytes are read or refused", () => {
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(anyMutation(anyResponse.map(encodeResponse)), (hostile) => {
        outcomes[isRead(() => decodeResponse(hostile), WireError) ? "read" : "refused"]++;
      }),
      { numRuns: 4000 },
    );
    expect(outcomes.read).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(100);
  });
});
