import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { LogDirectory } from "./actions.js";
import { stagedChange } from "./faults.js";
import { stagedVersion } from "./log-files.js";
import { readJsonActions } from "./read-json-actions.js";

/** Where commits of catalog-managed tables wait to be published; the second name is that of the first releases. */
const stagingDirectories = ["_staged_commits", "_commits"];

/**
 * Says where the log of a catalog-managed table may not be the whole truth: a staged commit newer than the log would
 * change its metadata, and which staged commits count only the catalog knows. Others add data, and do not matter.
 */
export async function stagedSchemaChange(log: LogDirectory, newest: number): Promise<Diagnostic | null> {
  for (const directory of stagingDirectories) {
    for (const name of await namesIn(join(log.absolute, directory))) {
      const version = stagedVersion(name);
      if (version === null || version <= newest) continue;
      const changes = await changesMetadata(join(log.absolute, directory, name));
      if (changes) return stagedChange(`${log.path}/${directory}/${name}`, version);
    }
  }
  return null;
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    const names = await readdir(directory);
    return names.sort();
  } catch {
    return [];
  }
}

/** A commit that cannot be read may change anything. */
async function changesMetadata(path: string): Promise<boolean> {
  try {
    const { metaData } = await readJsonActions(path);
    return metaData !== null;
  } catch {
    return true;
  }
}
