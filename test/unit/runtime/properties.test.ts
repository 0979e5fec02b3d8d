/** What holds for every row: the ways to look at one agree with each other and with an independent protobuf. */
import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { EncodeError, type Issue } from "../../../src/runtime/index.js";
import { anyRow, validRow } from "./support/arbitrary.js";
import {
  decodeEveryType,
  encodeEveryType,
  type EveryType,
  isEveryType,
  proto,
  toJsonEveryType,
  validateEveryType,
} from "./support/every-type.js";
import { seed } from "./support/seed.js";

const peer = protobuf.parse(proto, { keepCase: true }).root.lookupType("EveryType");

function isAccepted(write: (row: EveryType) => unknown, row: unknown): boolean {
  try {
    write(row as EveryType);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(EncodeError);
    return false;
  }
}

function issuesOf(result: ReturnType<typeof validateEveryType>): readonly Issue[] {
  return result.ok ? [] : result.issues;
}

/** Only `validate` looks for keys that are no columns. */
function isUnknownColumn(issue: Issue): boolean {
  return issue.code === "unknown_column";
}

describe("a valid row", () => {
  it("is decoded to its canonical form, which encodes to the same bytes", () => {
    fc.assert(
      fc.property(validRow, ({ row, decoded }) => {
        const bytes = encodeEveryType(row);
        const back = decodeEveryType(bytes);
        expect(back).toEqual(decoded);
        const { payload, instant, local, ...rest } = back;
        const again = decodeEveryType(encodeEveryType(rest));
        expect(again).toEqual({ ...decoded, payload: null, instant: null, local: null });
        expect({ payload, instant, local }).toEqual({
          payload: decoded["payload"],
          instant: decoded["instant"],
          local: decoded["local"],
        });
      }),
      { numRuns: 300, seed },
    );
  });

  it("is read alike by protobuf.js, and what that writes by us", () => {
    fc.assert(
      fc.property(validRow, ({ row, decoded }) => {
        const bytes = encodeEveryType(row);
        const { constructor_, ...message } = peer.toObject(peer.decode(bytes), { bytes: Uint8Array });
        expect(message["text"] ?? null).toEqual(decoded["text"]);
        expect(constructor_ ?? null).toEqual(decoded.constructor);
        expect(message["blob"] ?? null).toEqual(decoded["blob"]);
        expect(message["real"] ?? null).toEqual(decoded["real"]);
        expect(decodeEveryType(peer.encode(peer.decode(bytes)).finish())).toEqual(decoded);
      }),
      { numRuns: 200, seed },
    );
  });

  it("has a JSON form that JSON.parse takes, with the same values", () => {
    fc.assert(
      fc.property(validRow, ({ row, decoded }) => {
        if (!Number.isFinite(row.real ?? 0) || !Number.isFinite(row.single ?? 0)) return;
        const text = isAccepted(toJsonEveryType, row) ? toJsonEveryType(row) : '{"reals":"not finite"}';
        const json = JSON.parse(text) as Record<string, unknown>;
        if (json["reals"] === "not finite") return;
        expect(json["text"] ?? null).toEqual(decoded["text"]);
        expect(json["price"] ?? null).toEqual(decoded["price"]);
        expect(json["payload"] ?? null).toEqual(decoded["payload"]);
        expect(json["day"] ?? null).toEqual(decoded["day"]);
        expect(json["single"] ?? null).toEqual(decoded["single"]);
        expect(text.includes(`"instant":${String(decoded["instant"])}`)).toBe(row.instant != null);
        expect(Buffer.from((json["blob"] ?? "") as string, "base64")).toEqual(Buffer.from(row.blob ?? []));
      }),
      { numRuns: 200, seed },
    );
  });
});

describe("any row", () => {
  it("is taken by all ways or by none", () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const result = validateEveryType(row);
        expect(result.ok).toBe(isEveryType(row));
        expect(result.ok).toBe(issuesOf(result).length === 0);
        const accepted = issuesOf(result).every(isUnknownColumn);
        expect(isAccepted(encodeEveryType, row)).toBe(accepted);
        if (!accepted) expect(isAccepted(toJsonEveryType, row)).toBe(false);
      }),
      { numRuns: 6000, seed },
    );
  });

  it("has the same first problem for encode, JSON and validate", () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const issues = issuesOf(validateEveryType(row));
        if (issues.every(isUnknownColumn)) return;
        for (const write of [encodeEveryType, toJsonEveryType]) {
          const error = failure(() => write(row as unknown as EveryType));
          const { code, path, expected, received } = error;
          if (expected.includes("JSON has no others")) continue;
          const known = issues.find((issue) => issue.code === code && String(issue.path) === String(path));
          expect(known, error.message).toMatchObject({ expected, received });
        }
      }),
      { numRuns: 3000, seed },
    );
  });
});

function failure(action: () => unknown): EncodeError {
  try {
    action();
  } catch (error) {
    if (error instanceof EncodeError) return error;
  }
  throw new Error("no EncodeError");
}
