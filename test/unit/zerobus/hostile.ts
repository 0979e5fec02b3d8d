import fc from "fast-check";
import { expect } from "vitest";

/** Bytes near to good ones: one to three of them changed, put in or taken out. */
export function anyMutation(good: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const anyEdit = fc.record({
    at: fc.nat(),
    byte: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 3, 4, 8, 10, 18, 26, 127, 128, 255)),
    kind: fc.constantFrom("set", "set", "set", "set", "insert", "remove"),
  });
  return fc.tuple(good, fc.array(anyEdit, { minLength: 1, maxLength: 3 })).map(([bytes, edits]) => {
    const edited = [...bytes];
    for (const { at, byte, kind } of edits) {
      const index = at % (edited.length + 1);
      if (kind === "set") edited[index] = byte;
      else if (kind === "insert") edited.splice(index, 0, byte);
      else edited.splice(index, 1);
    }
    return Uint8Array.from(edited);
  });
}

/** Does `read` give a value? Everything but that and an error of this class fails the test. */
export function isRead(read: () => unknown, errorClass: new (...args: never[]) => Error): boolean {
  try {
    read();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(errorClass);
    return false;
  }
}

/** Every beginning of the bytes, the empty one too, without the whole. */
export function cutsOf(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from(bytes, (_, length) => bytes.subarray(0, length));
}
