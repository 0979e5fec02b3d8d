/**
 * Halves of a 64-bit integer. A store into a typed array and two 32-bit reads take 3 ns; shifting and masking bigints
 * takes 140, because each step allocates one.
 */
const longs: BigInt64Array = /* @__PURE__ */ new BigInt64Array(1);
const words: Int32Array = /* @__PURE__ */ new Int32Array(longs.buffer);
const LOW: number = /* @__PURE__ */ lowIndex();
const HIGH: number = 1 - LOW;

/** Which of the words comes first is the machine's byte order. */
function lowIndex(): number {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1;
}

/** Takes the lower 64 bits of a bigint apart; tells whether there were no more. */
export function splitLong(value: bigint): boolean {
  longs[0] = value;
  return longs[0] === value;
}

/** Lower half of the last split, signed. */
export function lowWord(): number {
  return words[LOW] ?? 0;
}

/** Upper half of the last split, signed. */
export function highWord(): number {
  return words[HIGH] ?? 0;
}

/** The bigint of two halves. */
export function joinLong(low: number, high: number): bigint {
  words[LOW] = low;
  words[HIGH] = high;
  return longs[0] ?? 0n;
}
