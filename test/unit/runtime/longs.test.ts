/** BIGINT as one TypeScript type only: check, encode, decode, issues and JSON. */
import { describe, expect, it } from "vitest";
import {
  beginRead,
  beginRow,
  DecodeError,
  EncodeError,
  endRow,
  isLongBigInt,
  isLongNumber,
  isStruct,
  readLongNumber,
  refuse,
  rowToJson,
  structInfo,
  validateWith,
  writeLong,
  writeLongBigInt,
  writeLongNumber,
} from "../../../src/runtime/index.js";

interface Form {
  readonly check: (value: unknown) => boolean;
  readonly write: (value: unknown) => void;
  readonly columns: ReturnType<typeof structInfo>;
}

const forms: Readonly<Record<"number" | "bigint", Form>> = {
  number: {
    check: isLongNumber,
    write: (value) => {
      writeLongNumber(8, value as number, "id");
    },
    columns: structInfo([{ name: "id", type: "long(number)", nullable: false, number: 1 }]),
  },
  bigint: {
    check: isLongBigInt,
    write: (value) => {
      writeLongBigInt(8, value as bigint, "id");
    },
    columns: structInfo([{ name: "id", type: "long(bigint)", nullable: false, number: 1 }]),
  },
};

function encode(write: (value: unknown) => void, value: unknown): Uint8Array {
  const start = beginRow({ id: value }, "t");
  write(value);
  return endRow(start);
}

describe("values that are taken", () => {
  /** Form, value, its JSON. */
  it.each<[keyof typeof forms, number | bigint, string]>([
    ["number", 0, "0"],
    ["number", -0, "0"],
    ["number", 1, "1"],
    ["number", -1, "-1"],
    ["number", 2 ** 32, "4294967296"],
    ["number", -(2 ** 32), "-4294967296"],
    ["number", Number.MAX_SAFE_INTEGER, "9007199254740991"],
    ["number", Number.MIN_SAFE_INTEGER, "-9007199254740991"],
    ["bigint", 0n, "0"],
    ["bigint", -1n, "-1"],
    ["bigint", 2n ** 53n - 1n, "9007199254740991"],
    ["bigint", 2n ** 53n, '"9007199254740992"'],
    ["bigint", 2n ** 63n - 1n, '"9223372036854775807"'],
    ["bigint", -(2n ** 63n), '"-9223372036854775808"'],
  ])("as %s, %s is written as BIGINT is", (form, value, json) => {
    const { check, write, columns } = forms[form];
    expect(check(value)).toBe(true);
    const usual = encode((id) => {
      writeLong(8, id as number, "id");
    }, value);
    expect(encode(write, value)).toEqual(usual);
    expect(rowToJson(columns, { id: value }, "t")).toBe(`{"id":${json}}`);
  });
});

describe("values that are refused", () => {
  /** Form, value, code, message. */
  it.each<[keyof typeof forms, unknown, string, string]>([
    ["number", 1n, "type", "expected an integer number, received the bigint 1"],
    ["number", "1", "type", "expected an integer number, received a string of 1 character"],
    ["number", true, "type", "expected an integer number, received true"],
    ["number", 0.5, "not_integer", "expected an integer, received the number 0.5"],
    ["number", NaN, "not_integer", "expected an integer, received the number NaN"],
    ["number", Infinity, "not_integer", "expected an integer, received the number Infinity"],
    [
      "number",
      2 ** 53,
      "range",
      "expected -9007199254740991 to 9007199254740991, where numbers are exact (BIGINT), received the number 9007199254740992",
    ],
    ["number", null, "required", "expected a value (NOT NULL), received null"],
    ["number", undefined, "required", "expected a value (NOT NULL), received undefined"],
    ["bigint", 1, "type", "expected a bigint, received the number 1"],
    ["bigint", 2 ** 53, "type", "expected a bigint, received the number 9007199254740992"],
    ["bigint", "1", "type", "expected a bigint, received a string of 1 character"],
    ["bigint", 2n ** 63n, "range", "expected -2^63 to 2^63-1 (BIGINT), received the bigint 9223372036854775808"],
    ["bigint", undefined, "required", "expected a value (NOT NULL), received undefined"],
  ])("as %s, %s is refused by all alike", (form, value, code, message) => {
    const { check, write, columns } = forms[form];
    expect(check(value)).toBe(false);
    expect(refuse(columns, { id: value }).issues.map((issue) => [issue.code, issue.message])).toEqual([
      [code, message],
    ]);
    for (const action of [() => encode(write, value), () => rowToJson(columns, { id: value }, "t")]) {
      expect(action).toThrow(EncodeError);
      expect(action).toThrow(`t: id: ${message}`);
    }
  });
});

it("keys of a MAP are told apart as they are", () => {
  const columns = structInfo([
    {
      name: "m",
      type: { type: "map", keyType: "long(number)", valueType: "long(bigint)" },
      nullable: false,
      number: 1,
    },
  ]);
  const row = {
    m: new Map<unknown, unknown>([
      [1, 1n],
      [2, 2n],
    ]),
  };
  expect(rowToJson(columns, row, "t")).toBe('{"m":{"1":1,"2":2}}');
  row.m.set(1n, 3);
  const result = validateWith((input): input is object => isStruct(input) && false, columns, row);
  expect(result.ok ? [] : result.issues.map(({ code, path }) => [code, ...path])).toEqual([
    ["type", "m", "1"],
    ["type", "m", "1"],
  ]);
});

describe("reading a number", () => {
  function read(hex: string): number {
    const bytes = Uint8Array.from(Buffer.from(hex, "hex"));
    beginRead(bytes, "t");
    return readLongNumber();
  }

  it.each<[string, number]>([
    ["00", 0],
    ["7f", 127],
    ["8001", 128],
    ["ffffffffffff7f", 2 ** 49 - 1],
    ["8080808080808001", 2 ** 49],
    ["ffffffffffffff0f", 2 ** 53 - 1],
    ["ffffffffffffffffff01", -1],
    ["81808080808080f0ff01", -(2 ** 53) + 1],
    ["81808080808080808000", 1],
    ["8100", 1],
  ])("%s is %d", (hex, want) => {
    expect(read(hex)).toBe(want);
  });

  it.each<[string, string]>([
    ["8080808080808010", "byte 0: the BIGINT 9007199254740992, which no number holds exactly"],
    ["80808080808080f0ff01", "byte 0: the BIGINT -9007199254740992, which no number holds exactly"],
    ["80808080808080808001", "byte 0: the BIGINT -9223372036854775808, which no number holds exactly"],
    ["", "byte 0: the bytes end inside a field"],
    ["8080", "byte 0: the bytes end inside a field"],
    ["80808080808080", "byte 0: the bytes end inside a field"],
    ["8080808080808080808001", "byte 0: a varint of more than 10 bytes"],
  ])("%s is an error", (hex, message) => {
    expect(() => read(hex)).toThrow(DecodeError);
    expect(() => read(hex)).toThrow(`t: ${message}`);
  });
});
