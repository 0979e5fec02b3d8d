import type { Checkpoint, LogFiles } from "./log-files.js";

/** What to read to know the newest actions of a table: the JSON files newest first, then the checkpoint under them. */
export interface Replay {
  readonly files: readonly string[];
  /** Null where the files reach down to version 0. */
  readonly checkpoint: Checkpoint | null;
}

export interface ReplayPlan {
  /** Ways to the same answer, best first: another is for when the checkpoint of one turns out to be unreadable. */
  readonly replays: readonly Replay[];
  /** Newest version that no file holds and that the newest version cannot do without; null where there are replays. */
  readonly missing: number | null;
  /** Newest version of the log; -1 where it is empty. */
  readonly newest: number;
}

/**
 * Every way to replay a log down from its newest version. Where a commit is gone, a log compaction that holds its
 * version stands for it: of a compaction that also holds newer versions, what is read newest first takes no harm,
 * because the newer versions have been searched by then.
 */
export function planReplay(log: LogFiles): ReplayPlan {
  const newest = newestVersion(log);
  const reach = reachDown(log, newest);
  const bases = [
    ...log.checkpoints.filter(({ version }) => version >= reach.lowest - 1),
    ...(reach.lowest <= 0 ? [null] : []),
  ];
  const replays = bases.map((checkpoint) => ({ files: reach.down(checkpoint?.version ?? -1), checkpoint }));
  return { replays, missing: replays.length > 0 ? null : reach.lowest - 1, newest };
}

function newestVersion({ commits, checkpoints, compactions }: LogFiles): number {
  let newest = checkpoints[0]?.version ?? -1;
  for (const version of commits.keys()) newest = Math.max(newest, version);
  for (const { last } of compactions) newest = Math.max(newest, last);
  return newest;
}

interface Reach {
  /** Lowest version that JSON files without a gap lead down to from the newest; one above the newest where none do. */
  readonly lowest: number;
  /** The JSON files that hold the versions above `version`, newest first. */
  readonly down: (version: number) => readonly string[];
}

function reachDown(log: LogFiles, newest: number): Reach {
  const steps: { readonly highest: number; readonly file: string }[] = [];
  let version = newest;
  while (version >= 0) {
    const step = stepDown(log, version);
    if (step === null) break;
    steps.push({ highest: version, file: step.file });
    version = step.lowest - 1;
  }
  const down = (base: number): readonly string[] =>
    steps.filter(({ highest }) => highest > base).map(({ file }) => file);
  return { lowest: version + 1, down };
}

/** The file to read next, and the lowest version it holds. */
function stepDown({ commits, compactions }: LogFiles, version: number): { file: string; lowest: number } | null {
  const commit = commits.get(version);
  if (commit !== undefined) return { file: commit, lowest: version };
  const holding = compactions.filter(({ first, last }) => first <= version && version <= last);
  const [longest] = holding.sort((a, b) => a.first - b.first);
  return longest === undefined ? null : { file: longest.file, lowest: longest.first };
}
