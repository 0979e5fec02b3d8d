/**
 * Results of which each is of one peer, as one per shape: times of ours are those of all processes, one after the other, and
 * `ours` has them by the peer they were measured with. Results without a peer stay as they are.
 */
export function joinPeers(results) {
  const joined = new Map();
  for (const { peer, absent, ...result } of results) {
    const key = JSON.stringify(peer === undefined ? [joined.size] : [result.shape, result.invalid]);
    const known = joined.get(key);
    if (absent === true) continue;
    if (peer === undefined) joined.set(key, result);
    else if (result.failed === true || known?.failed === true) joined.set(key, { ...known, ...result, failed: true });
    else joined.set(key, join(known, peer, result));
  }
  return [...joined.values()];
}

function join(known, peer, result) {
  const times = { ...known?.times };
  for (const [name, list] of Object.entries(result.times)) times[name] = [...(times[name] ?? []), ...list];
  return { ...result, times, ours: { ...known?.ours, [peer]: result.times["gen-producers"] } };
}
