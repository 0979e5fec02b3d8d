/** Results of `work` for every item, in the order of the items, with at most `limit` under way at once. */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const queue = items.entries();
  const drain = async (): Promise<void> => {
    // The workers share one iterator, so each item is taken once.
    for (const [index, item] of queue) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, drain));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
