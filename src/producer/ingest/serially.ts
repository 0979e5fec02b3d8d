const last = new Map<string, Promise<unknown>>();

/** Runs work with the same key one after the other, in the order of the calls, whether or not it succeeds. */
export function serially<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const result = (last.get(key) ?? Promise.resolve()).then(work);
  const settled = result.then(nothing, nothing).then(() => {
    if (last.get(key) === settled) last.delete(key);
  });
  last.set(key, settled);
  return result;
}

function nothing(): void {
  // Whoever asked for the work is told how it went.
}
