import fc from "fast-check";
import type { RecordsRequest, StreamRequest, StreamResponse } from "../../../src/zerobus/messages.js";

export const anyInt64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(
    ...[0n, 7n, 14n, 28n, 32n, 35n, 49n, 53n, 56n, 63n].flatMap((bits) => [2n ** bits - 1n, -(2n ** bits)]),
  ),
);

const anyText = fc.string({ unit: "binary", maxLength: 60 });
const anyBytes = fc.uint8Array({ maxLength: 200 });
const anyRecordType = fc.constantFrom("protobuf" as const, "json" as const);

const anyCreate = fc.record({
  kind: fc.constant("create" as const),
  tableName: anyText,
  descriptor: fc.option(anyBytes),
  recordType: fc.option(anyRecordType),
});

const anyRecords: fc.Arbitrary<RecordsRequest> = fc
  .record({ offset: anyInt64, recordType: anyRecordType, isBatch: fc.boolean() })
  .chain((rest) => {
    const anyRecord = rest.recordType === "protobuf" ? anyBytes : anyText.map((text) => new TextEncoder().encode(text));
    const size = rest.isBatch ? { maxLength: 6 } : { minLength: 1, maxLength: 1 };
    return fc.array(anyRecord, size).map((records) => ({ kind: "records", ...rest, records }));
  });

export const anyRequest: fc.Arbitrary<StreamRequest> = fc.oneof(anyCreate, anyRecords);

export const anyResponse: fc.Arbitrary<StreamResponse> = fc.oneof(
  anyText.map((streamId) => ({ kind: "created" as const, streamId })),
  anyInt64.map((offset) => ({ kind: "ack" as const, offset })),
  fc.integer({ min: -1e6, max: 1e6 }).map((millis) => ({ kind: "close" as const, seconds: millis / 1000 })),
);
