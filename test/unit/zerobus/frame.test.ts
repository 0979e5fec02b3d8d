import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  frameSize,
  maxHeadBytes,
  putFrame,
  recordsOf,
  requestAround,
  type Frames,
} from "../../../src/zerobus/frame.js";
import { encodeRequest, type RecordType } from "../../../src/zerobus/messages.js";

function framesOf(records: readonly Uint8Array[]): Frames {
  const size = records.reduce((sum, record) => sum + frameSize(record), maxHeadBytes);
  const bytes = new Uint8Array(size);
  let end = maxHeadBytes;
  for (const record of records) end = putFrame(bytes, end, record);
  expect(end).toBe(size);
  return { bytes, start: maxHeadBytes, end, count: records.length };
}

const records = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 });
const offsets = fc.oneof(fc.nat(), fc.constantFrom(0, 127, 128, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER));
const recordTypes = fc.constantFrom<RecordType>("protobuf", "json");

describe("a request around records", () => {
  it("is what encodeRequest makes of them, under one offset after the other", () => {
    fc.assert(
      fc.property(records, offsets, offsets, recordTypes, (given, first, second, recordType) => {
        const frames = framesOf(given);
        for (const offset of [first, second]) {
          const isBatch = given.length > 1;
          const request = { kind: "records", offset: BigInt(offset), recordType, records: given, isBatch } as const;
          expect(Buffer.from(requestAround(frames, offset, recordType))).toEqual(Buffer.from(encodeRequest(request)));
        }
        expect(recordsOf(frames).map((record) => Buffer.from(record))).toEqual(
          given.map((record) => Buffer.from(record)),
        );
      }),
    );
  });

  it("has room for the longest head", () => {
    const record = new Uint8Array(10_485_760);
    const frames = framesOf([record, record]);
    const request = requestAround(frames, Number.MAX_SAFE_INTEGER, "json");
    expect(request.length - (frames.end - frames.start)).toBeLessThanOrEqual(maxHeadBytes);
  });
});
