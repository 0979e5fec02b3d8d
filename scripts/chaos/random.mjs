/** Draws from a seed: the same seed gives the same draws on every machine. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return {
    below,
    /** A whole number from the first to the last, both included. */
    between: (first, last) => first + below(last - first + 1),
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)],
    /** One of the names, by their weights. */
    weighted: (weights) => pickWeighted(weights, next()),
    /** A generator of its own, so that what one part draws does not depend on how fast another is. */
    fork: () => randomFrom(below(2 ** 32)),
  };
}

function pickWeighted(weights, drawn) {
  const entries = Object.entries(weights);
  let left = drawn * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  return entries.at(-1)[0];
}
