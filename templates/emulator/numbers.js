const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { maximumFractionDigits: 1, notation: "compact" });

/** A count in full: `1,234,567`. */
export function countText(value) {
  return whole.format(value);
}

/** A rate in few characters: `12.3K`. */
export function rateText(value) {
  return value === 0 ? "–" : short.format(value);
}

export function megabytes(bytes) {
  return bytes === 0 ? "–" : (bytes / 1_000_000).toFixed(bytes < 10_000 ? 4 : 2);
}

/** An offset; none before the first. */
export function offsetText(offset) {
  return offset < 0 ? "–" : whole.format(offset);
}

/** The time of an ISO instant, to the second. */
export function timeText(instant) {
  return instant.slice(11, 19);
}
