/** Rows written into a batch: the same bytes as alone, one behind the other, whatever happens between them. */
import { describe, expect, it } from "vitest";
import { EncodeError, type RowBatch } from "../../../src/runtime/index.js";
import { WireReader } from "../../../src/zerobus/wire.js";
import { encodeEveryType, everyType, type EveryType } from "./support/every-type.js";

const row = (id: number, text = ""): EveryType => ({ id, text }) as EveryType;

function newBatch(size: number, end = 0): RowBatch {
  const bytes = new Uint8Array(size);
  return { bytes, view: new DataView(bytes.buffer), end };
}

function recordsIn({ bytes, end }: RowBatch, start = 0): readonly string[] {
  const reader = new WireReader(bytes.subarray(start, end));
  const records: string[] = [];
  while (reader.tag() !== 0) records.push(hex(reader.bytes()));
  return records;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const alone = (each: EveryType): string => hex(encodeEveryType(each));

describe("append", () => {
  it("writes rows of every length behind one another", () => {
    const lengths = [0, 1, 120, 121, 122, 123, 124, 125, 126, 127, 16_370, 16_379, 16_380, 16_381, 3, 70_000, 0];
    const rows = lengths.map((length, index) => row(index, "x".repeat(length)));
    for (const size of [0, 64, 1_000, 1_000_000]) {
      const batch = newBatch(size + 32, 32);
      for (const each of rows) everyType.append(each, batch);
      expect(recordsIn(batch, 32)).toEqual(rows.map(alone));
    }
  });

  it("leaves the batch as it was where a row is refused, also after it grew", () => {
    const batch = newBatch(64);
    everyType.append(row(1, "first"), batch);
    const before = { ...batch };
    const invalid = { id: 2, text: "y".repeat(5_000), place: { name: 1 } } as unknown as EveryType;
    expect(() => {
      everyType.append(invalid, batch);
    }).toThrow(EncodeError);
    expect(batch).toEqual(before);
    everyType.append(row(3, "third"), batch);
    expect(recordsIn(batch)).toEqual([alone(row(1, "first")), alone(row(3, "third"))]);
  });

  it("does not disturb rows that are encoded alone", () => {
    const first = encodeEveryType(row(1, "alone"));
    const batch = newBatch(100);
    everyType.append(row(2, "in the batch"), batch);
    const second = encodeEveryType(row(3, "alone again"));
    everyType.append(row(4, "in the batch again"), batch);
    expect([hex(first), hex(second)]).toEqual([alone(row(1, "alone")), alone(row(3, "alone again"))]);
    expect(recordsIn(batch)).toEqual([alone(row(2, "in the batch")), alone(row(4, "in the batch again"))]);
  });

  const inner: [string, (batch: RowBatch) => void][] = [
    ["encodes a row", () => encodeEveryType(row(7, "inner"))],
    [
      "adds a row to the same batch",
      (batch) => {
        everyType.append(row(7, "inner"), batch);
      },
    ],
    [
      "adds a row to another batch",
      () => {
        everyType.append(row(7, "inner"), newBatch(100));
      },
    ],
  ];
  it.each(inner)("refuses a row with a getter that %s, and goes on", (_, work) => {
    const batch = newBatch(100);
    const sly = {
      id: 1,
      get text() {
        work(batch);
        return "outer";
      },
    } as unknown as EveryType;
    expect(() => {
      everyType.append(sly, batch);
    }).toThrow(expect.objectContaining({ code: "unreadable" }));
    everyType.append(row(2, "fine"), batch);
    expect(recordsIn(batch)).toEqual([alone(row(2, "fine"))]);
  });

  it("keeps batches apart that are written in turn, in memory of whatever kind", () => {
    const pool = Buffer.alloc(4_000, 0xee);
    const part = pool.subarray(100, 200);
    const pooled: RowBatch = { bytes: part, view: new DataView(pool.buffer, part.byteOffset, part.length), end: 0 };
    const batches = [newBatch(64), pooled, newBatch(100_000)];
    const rows = Array.from({ length: 30 }, (_, index) => row(index, "t".repeat(index)));
    rows.forEach((each, index) => {
      everyType.append(each, batches[index % 3]!);
      if (index % 7 === 0) encodeEveryType(each);
    });
    batches.forEach((batch, at) => {
      expect(recordsIn(batch)).toEqual(rows.filter((_, index) => index % 3 === at).map(alone));
    });
    expect([pool[99], pool[200]]).toEqual([0xee, 0xee]);
  });

  it("starts anew where the caller empties the batch or gives it other memory", () => {
    const batch = newBatch(1_000);
    everyType.append(row(1, "sent"), batch);
    batch.end = 0;
    everyType.append(row(2, "next"), batch);
    expect(recordsIn(batch)).toEqual([alone(row(2, "next"))]);
    const sent = hex(batch.bytes);
    Object.assign(batch, newBatch(1_000));
    everyType.append(row(3, "elsewhere"), batch);
    expect(recordsIn(batch)).toEqual([alone(row(3, "elsewhere"))]);
    expect(sent).toContain(alone(row(2, "next")));
  });

  it("goes on after a row that was refused alone", () => {
    const batch = newBatch(100);
    expect(() => encodeEveryType({ id: "wrong" } as unknown as EveryType)).toThrow(EncodeError);
    everyType.append(row(1, "first"), batch);
    everyType.append(row(2, "second"), batch);
    expect(hex(encodeEveryType(row(3, "alone")))).toBe(alone(row(3, "alone")));
    expect(recordsIn(batch)).toEqual([row(1, "first"), row(2, "second")].map(alone));
  });

  it("is not written over by a row whose getter adds to it", () => {
    const batch = newBatch(1_000);
    everyType.append(row(1, "first"), batch);
    let reads = 0;
    const sly = {
      id: 9,
      get text() {
        if (++reads === 1) everyType.append(row(2, "second"), batch);
        return "outer";
      },
      place: { name: "after the getter" },
    } as unknown as EveryType;
    expect(() => encodeEveryType(sly)).toThrow(expect.objectContaining({ code: "unreadable" }));
    everyType.append(row(3, "third"), batch);
    expect(recordsIn(batch)).toEqual([row(1, "first"), row(2, "second"), row(3, "third")].map(alone));
  });

  it("refuses a row that the service would not take for its size", () => {
    const batch = newBatch(100);
    expect(() => {
      everyType.append(row(1, "z".repeat(10_485_761)), batch);
    }).toThrow(expect.objectContaining({ code: "too_large" }));
    expect(batch.end).toBe(0);
  });
});
