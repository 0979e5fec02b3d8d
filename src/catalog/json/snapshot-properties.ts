import type { Table } from "../table.js";

/**
 * Properties that change without the table changing: the time and number of the last commit, and counters and sizes that
 * every write moves.
 */
const volatileKeys: ReadonlySet<string> = new Set([
  "delta.lastCommitTimestamp",
  "delta.lastUpdateVersion",
  "delta.rowTracking.rowIdHighWaterMark",
  "transient_lastDdlTime",
  "last_modified_by",
  "last_modified_time",
  "numFiles",
  "numRows",
  "rawDataSize",
  "totalSize",
]);

const volatilePrefix = "spark.sql.statistics.";

/** Words in the keys of options that open a store, such as `fs.azure.account.key` or `option.password`. */
const secretKey =
  /password|passwd|secret|credential|token|(?:access|account|api|private)[._-]?key|(?:^|[._-])sas(?:[._-]|$)/i;

/** The properties of a table that go into a snapshot: neither volatile nor secret, sorted by key. */
export function snapshotProperties(properties: Table["properties"]): readonly (readonly [string, string])[] {
  return Object.entries(properties)
    .filter(([key]) => !isVolatile(key) && !isSecret(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function isVolatile(key: string): boolean {
  return volatileKeys.has(key) || key.startsWith(volatilePrefix);
}

/** Delta's own properties are no secrets, whatever words are in them. */
function isSecret(key: string): boolean {
  return !key.startsWith("delta.") && secretKey.test(key);
}

/** A location without a user's name and password: `s3a://key:secret@bucket` is a spelling of old. */
export function snapshotLocation(location: string): string {
  return location.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*:[^/@]*@/i, "$1");
}
