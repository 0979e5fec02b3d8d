/** Files of a Delta log by what their names say; all names are relative to `_delta_log`. */
export interface LogFiles {
  /** Version → name of the commit. */
  readonly commits: ReadonlyMap<number, string>;
  /** Checkpoints whose parts are all there, newest first. */
  readonly checkpoints: readonly Checkpoint[];
  readonly compactions: readonly Compaction[];
  /** The newest multi-part checkpoint of which parts are missing; null where there is none. */
  readonly incomplete: Incomplete | null;
}

/** The state of a table at a version. */
export interface Checkpoint {
  readonly version: number;
  readonly format: "parquet" | "json";
  /** Names of all its parts, in order. */
  readonly files: readonly string[];
}

/** The actions of the commits of a range of versions, both ends included. */
export interface Compaction {
  readonly first: number;
  readonly last: number;
  readonly file: string;
}

export interface Incomplete {
  readonly version: number;
  readonly parts: number;
  readonly present: number;
}

const commitName = /^(\d{20})\.json$/;
const compactionName = /^(\d{20})\.(\d{20})\.compacted\.json$/;
const classicName = /^(\d{20})\.checkpoint\.parquet$/;
const partName = /^(\d{20})\.checkpoint\.(\d{10})\.(\d{10})\.parquet$/;
const uuidName = /^(\d{20})\.checkpoint\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.(parquet|json)$/i;
const stagedName = /^(\d{20})\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.json$/i;

/**
 * Sorts the names of a `_delta_log` directory as the Delta protocol defines them ("Checkpoint Naming Scheme" and "Log
 * Compaction Files"); other files, such as checksums, do not matter. `_last_checkpoint` is a hint for stores that list
 * slowly: a local directory is listed whole, so it is never needed.
 */
export function sortLogFiles(names: readonly string[]): LogFiles {
  const ordered = [...names].sort();
  const parts = groupParts(ordered);
  const checkpoints = [...wholeCheckpoints(ordered), ...parts.flatMap(completeParts)];
  return {
    commits: new Map(matches(ordered, commitName).map(([file, version]) => [Number(version), file])),
    checkpoints: checkpoints.sort((a, b) => b.version - a.version),
    compactions: matches(ordered, compactionName).map(([file, first, last]) => ({
      first: Number(first),
      last: Number(last),
      file,
    })),
    incomplete: parts.flatMap(missingParts).at(-1) ?? null,
  };
}

/** The version a commit would have once the catalog ratifies it; null for the name of any other file. */
export function stagedVersion(name: string): number | null {
  const version = stagedName.exec(name)?.[1];
  return version === undefined ? null : Number(version);
}

type NameMatch = readonly [file: string, ...groups: string[]];

function matches(names: readonly string[], pattern: RegExp): readonly NameMatch[] {
  return names.flatMap((name) => {
    const match = pattern.exec(name);
    return match === null ? [] : [[name, ...match.slice(1)] as const];
  });
}

function wholeCheckpoints(names: readonly string[]): readonly Checkpoint[] {
  const classic = matches(names, classicName).map(([file, version]): Checkpoint => ({
    version: Number(version),
    format: "parquet",
    files: [file],
  }));
  const named = matches(names, uuidName).map(([file, version, format]): Checkpoint => ({
    version: Number(version),
    format: format?.toLowerCase() === "json" ? "json" : "parquet",
    files: [file],
  }));
  return [...classic, ...named];
}

/** The parts present of one multi-part checkpoint; two of a version may be cut into a different number of parts. */
interface Parts {
  readonly version: number;
  readonly total: number;
  readonly files: ReadonlyMap<number, string>;
}

function groupParts(names: readonly string[]): readonly Parts[] {
  const groups = new Map<string, Parts & { readonly files: Map<number, string> }>();
  for (const [file, version, part, total] of matches(names, partName)) {
    const key = `${version ?? ""}/${total ?? ""}`;
    const group = groups.get(key) ?? { version: Number(version), total: Number(total), files: new Map() };
    group.files.set(Number(part), file);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The protocol asks readers to pass over a multi-part checkpoint with a part missing: it may be half written. */
function completeParts({ version, total, files }: Parts): readonly Checkpoint[] {
  if (presentParts({ version, total, files }) < total) return [];
  return [{ version, format: "parquet", files: [...files.values()] }];
}

function missingParts(parts: Parts): readonly Incomplete[] {
  const present = presentParts(parts);
  return present < parts.total ? [{ version: parts.version, parts: parts.total, present }] : [];
}

function presentParts({ total, files }: Parts): number {
  return [...files.keys()].filter((part) => part >= 1 && part <= total).length;
}
