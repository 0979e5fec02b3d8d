const firstPause = 500;
const longestPause = 15_000;

/** Milliseconds all pauses of one request may take together. */
export const pauseBudget = 120_000;

/** How long to wait before a request is sent again, in milliseconds: doubling, anything from nothing up to that. */
export function backoff(failures: number, random: () => number): number {
  return Math.round(random() * Math.min(longestPause, firstPause * 2 ** (failures - 1)));
}

/** What a `Retry-After` header asks for, in milliseconds: it holds seconds or an HTTP date. Null where it says nothing. */
export function retryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
