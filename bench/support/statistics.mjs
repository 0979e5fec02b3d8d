/** Median and quartiles. */
export function quartiles(numbers) {
  const sorted = numbers.toSorted((left, right) => left - right);
  const at = (share) => {
    const place = (sorted.length - 1) * share;
    const low = sorted[Math.floor(place)];
    return low + (sorted[Math.ceil(place)] - low) * (place % 1);
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** How many times as fast as `theirs`: quartiles of the ratios of each round. */
export function ratio(ours, theirs) {
  return quartiles(ours.map((time, round) => theirs[round] / time));
}
