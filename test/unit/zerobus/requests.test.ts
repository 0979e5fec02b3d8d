import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type RecordsRequest,
  type StreamRequest,
  decodeRequest,
  encodeRequest,
} from "../../../src/zerobus/messages.js";
import { WireError } from "../../../src/zerobus/wire.js";
import { anyInt64, anyRequest } from "./arbitrary.js";
import { type Plain, foreignRequest } from "./envelope.js";
import { anyMutation, cutsOf, isRead } from "./hostile.js";

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...values: number[]) => Uint8Array.from(values);

/** What protobuf.js has for a request of ours. */
function foreignForm(request: StreamRequest): Plain {
  if (request.kind === "create") return { create_stream: createForm(request) };
  const { offset, recordType, records, isBatch } = request;
  const content = records.map((record) => (recordType === "json" ? new TextDecoder().decode(record) : record));
  const key = recordType === "json" ? "json" : "proto_encoded";
  return isBatch
    ? { ingest_record_batch: { offset_id: offset, [`${key}_batch`]: content.length === 0 ? {} : { records: content } } }
    : { ingest_record: { offset_id: offset, [`${key}_record`]: content[0] } };
}

function createForm({ tableName, descriptor, recordType }: StreamRequest & { kind: "create" }): Plain {
  return {
    table_name: tableName,
    ...(descriptor === null ? {} : { descriptor_proto: descriptor }),
    ...(recordType === null ? {} : { record_type: recordType === "protobuf" ? 1 : 2 }),
  };
}

describe("against protobuf.js", () => {
  test("it reads what we write", () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        expect(foreignRequest.read(encodeRequest(request))).toEqual(foreignForm(request));
      }),
    );
  });

  test("we write the same bytes, and read what it writes", () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const written = foreignRequest.write(foreignForm(request));
        expect(encodeRequest(request)).toEqual(written);
        expect(decodeRequest(written)).toEqual(request);
      }),
    );
  });

  test("parts of any requests one after the other mean the same to both", () => {
    fc.assert(
      fc.property(fc.array(anyRequest, { minLength: 2, maxLength: 4 }), (requests) => {
        const joined = Buffer.concat(requests.map(encodeRequest));
        expect(foreignForm(decodeRequest(joined))).toEqual(foreignRequest.read(joined));
      }),
      { numRuns: 300 },
    );
  });

  test("random bytes that both take mean the same to both", () => {
    let both = 0;
    fc.assert(
      fc.property(anyMutation(anyRequest.map(encodeRequest)), (hostile) => {
        const ours = requestOrNull(hostile);
        if (ours === null || !isRead(() => foreignRequest.read(hostile), Error)) return;
        both++;
        // Text that is not UTF-8 is left to those who read the records; protobuf.js replaces it.
        if (ours.kind === "records" && ours.recordType === "json") return;
        expect(withoutUnknownEnum(foreignForm(ours))).toEqual(withoutUnknownEnum(foreignRequest.read(hostile)));
      }),
      { numRuns: 2000 },
    );
    expect(both).toBeGreaterThan(100);
  });
});

/** An enum's unknown numbers are null to us, and numbers to protobuf.js; so are `RECORD_TYPE_UNSPECIFIED` and an absent name. */
function withoutUnknownEnum(form: Plain): Plain {
  const create = form["create_stream"] as Plain | undefined;
  if (create === undefined) return form;
  const { record_type: type, table_name: name = "", ...rest } = create;
  return { create_stream: { ...rest, table_name: name, ...(type === 1 || type === 2 ? { record_type: type } : {}) } };
}

function requestOrNull(hostile: Uint8Array): StreamRequest | null {
  try {
    return decodeRequest(hostile);
  } catch (error) {
    expect(error).toBeInstanceOf(WireError);
    return null;
  }
}

describe("bytes by hand", () => {
  const one: RecordsRequest = {
    kind: "records",
    offset: 5n,
    recordType: "protobuf",
    records: [bytes(9, 9)],
    isBatch: false,
  };
  test.each<[string, StreamRequest, Uint8Array]>([
    ["a protobuf record", one, bytes(18, 6, 8, 5, 18, 2, 9, 9)],
    ["a JSON record", { ...one, recordType: "json", records: [utf8("{}")] }, bytes(18, 6, 8, 5, 26, 2, 123, 125)],
    ["a batch", { ...one, isBatch: true, records: [bytes(1), bytes()] }, bytes(26, 9, 8, 5, 18, 5, 10, 1, 1, 10, 0)],
    ["an empty batch", { ...one, isBatch: true, records: [] }, bytes(26, 4, 8, 5, 18, 0)],
    ["offset 0 is written", { ...one, offset: 0n }, bytes(18, 6, 8, 0, 18, 2, 9, 9)],
    [
      "a stream",
      { kind: "create", tableName: "c.s.t", descriptor: bytes(1), recordType: "protobuf" },
      bytes(10, 12, 10, 5, 99, 46, 115, 46, 116, 26, 1, 1, 32, 1),
    ],
  ])("%s", (_, request, wire) => {
    expect(encodeRequest(request)).toEqual(wire);
    expect(decodeRequest(wire)).toEqual(request);
  });

  test.each<[string, Uint8Array, StreamRequest]>([
    ["unknown fields", bytes(18, 10, 8, 5, 18, 2, 9, 9, 32, 1, 42, 0, 0x7a, 1, 7), one],
    ["unknown groups", bytes(0x23, 0x2b, 8, 1, 0x2c, 0x24, 18, 8, 8, 5, 0x23, 0x24, 18, 2, 9, 9), one],
    ["a known field of another wire type", bytes(13, 0, 0, 0, 0, 18, 9, 10, 1, 7, 8, 5, 18, 2, 9, 9), one],
    ["the offset apart from its record", bytes(18, 4, 18, 2, 9, 9, 18, 2, 8, 5), one],
    ["the last record wins", bytes(18, 9, 8, 5, 18, 1, 1, 18, 2, 9, 9), one],
    ["the last arm wins", bytes(18, 9, 8, 5, 26, 1, 1, 18, 2, 9, 9), one],
    ["the last payload wins", bytes(10, 0, 26, 4, 8, 1, 18, 0, 18, 6, 8, 5, 18, 2, 9, 9), one],
    [
      "an offset in ten bytes",
      bytes(18, 15, 8, 0x85, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 18, 2, 9, 9),
      one,
    ],
    [
      "a batch in parts",
      bytes(26, 7, 8, 4, 18, 3, 10, 1, 1, 26, 9, 18, 3, 10, 1, 2, 8, 5, 18, 0),
      { ...one, isBatch: true, records: [bytes(1), bytes(2)] },
    ],
    [
      "a batch that changes its type",
      bytes(26, 11, 8, 5, 18, 3, 10, 1, 1, 26, 2, 10, 0),
      { ...one, isBatch: true, recordType: "json", records: [bytes()] },
    ],
    ["nothing of a stream", bytes(10, 0), { kind: "create", tableName: "", descriptor: null, recordType: null }],
    ["no type", bytes(10, 2, 32, 0), { kind: "create", tableName: "", descriptor: null, recordType: null }],
    ["a later type", bytes(10, 2, 32, 3), { kind: "create", tableName: "", descriptor: null, recordType: null }],
  ])("%s", (_, wire, request) => {
    expect(decodeRequest(wire)).toEqual(request);
  });

  test.each<[string, Uint8Array, string, number?]>([
    ["no bytes", bytes(), "a request without a payload"],
    ["only unknown fields", bytes(32, 1), "a request without a payload"],
    ["no offset", bytes(18, 4, 18, 2, 9, 9), "records without offset_id"],
    ["no record", bytes(18, 2, 8, 5), "records that are neither protobuf nor JSON"],
    ["no records in a batch", bytes(26, 2, 8, 5), "records that are neither protobuf nor JSON"],
    ["a later kind of record", bytes(18, 6, 8, 5, 34, 2, 9, 9), "records that are neither protobuf nor JSON"],
    ["a table's name that is no text", bytes(10, 4, 10, 2, 0xc3, 0x28), "text that is not UTF-8, at byte 4", 4],
    ["a record longer than its message", bytes(18, 4, 8, 5, 18, 2, 9, 9), "a length beyond the end, at byte 6", 6],
    [
      "a batch longer than its message",
      bytes(26, 5, 8, 5, 18, 2, 10, 5, 1, 1, 1, 1, 1),
      "a length beyond the end, at byte 6",
      6,
    ],
  ])("refused: %s", (_, wire, message, offset = wire.length) => {
    expect(() => decodeRequest(wire)).toThrow(new WireError(message, offset));
  });

  test("what cannot be written", () => {
    expect(() => encodeRequest({ ...one, records: [] })).toThrow(RangeError);
    expect(() => encodeRequest({ ...one, records: [bytes(), bytes()] })).toThrow(RangeError);
    expect(() => encodeRequest({ ...one, offset: 2n ** 63n })).toThrow(RangeError);
    expect(() => encodeRequest({ ...one, offset: -(2n ** 63n) - 1n })).toThrow(RangeError);
  });
});

describe("hostile bytes", () => {
  test("no beginning of a request is one, as one field holds it all", () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        for (const cut of cutsOf(encodeRequest(request)))
          expect(isRead(() => decodeRequest(cut), WireError)).toBe(false);
      }),
    );
  });

  test("changed bytes are read or refused", () => {
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(anyMutation(anyRequest.map(encodeRequest)), (hostile) => {
        outcomes[isRead(() => decodeRequest(hostile), WireError) ? "read" : "refused"]++;
      }),
      { numRuns: 6000 },
    );
    expect(outcomes.read).toBeGreaterThan(200);
    expect(outcomes.refused).toBeGreaterThan(200);
  });

  test("a megabyte of open groups is refused", () => {
    expect(() => decodeRequest(new Uint8Array(1_000_000).fill(0x23))).toThrow(WireError);
  });
});

test("records and descriptor are views on what was given, plain even where that is a Buffer", () => {
  const anyWire = anyRequest.map(encodeRequest);
  fc.assert(
    fc.property(anyWire, fc.nat(20), (wire, before) => {
      const given = Buffer.concat([new Uint8Array(before), wire]).subarray(before);
      const request = decodeRequest(given);
      const views = request.kind === "create" ? [request.descriptor ?? new Uint8Array(given.buffer)] : request.records;
      for (const view of views) {
        expect(view.constructor).toBe(Uint8Array);
        expect(view.buffer).toBe(given.buffer);
      }
    }),
  );
});

test("offsets keep all 64 bits", () => {
  fc.assert(
    fc.property(anyInt64, (offset) => {
      const request: StreamRequest = {
        kind: "records",
        offset,
        recordType: "json",
        records: [bytes()],
        isBatch: false,
      };
      expect(decodeRequest(encodeRequest(request))).toEqual(request);
    }),
  );
});
