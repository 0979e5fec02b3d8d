import fc from "fast-check";
import { expect, test } from "vitest";
import { base64 } from "../../../src/mapping/base64.js";

test("is what Buffer gives", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      expect(base64(Buffer.from(bytes).toString("latin1"))).toBe(Buffer.from(bytes).toString("base64"));
    }),
  );
});
