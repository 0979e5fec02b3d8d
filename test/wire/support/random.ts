/** A stream of random numbers that a seed gives again and again. */
export interface Random {
  /** An integer from 0 up to, but without, the limit. */
  readonly below: (limit: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  /** As many items as asked for. */
  readonly times: <T>(count: number, make: (index: number) => T) => T[];
  /** An integer of at most that many bits, small ones as often as large ones. */
  readonly bits: (limit: number) => bigint;
}

export function seededRandom(seed: number): Random {
  const next = mulberry32(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)]!,
    times: (count, make) => Array.from({ length: count }, (_, index) => make(index)),
    bits: (limit) => {
      const count = below(limit + 1);
      let value = 0n;
      for (let bit = 0; bit < count; bit += 16) value = (value << 16n) | BigInt(below(0x10000));
      return BigInt.asUintN(count, value);
    },
  };
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
