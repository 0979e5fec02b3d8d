import { readDeadLetters } from "../../producer/dead-letter/read-dead-letters.js";

/**
 * Names of the tables that a dead-letter file has rows of, by code unit: the definitions that are needed.
 *
 * @throws the error of the file system
 */
export async function tablesOf(path: string): Promise<readonly string[]> {
  const tables = new Set<string>();
  for await (const entry of readDeadLetters(path)) {
    if (entry.kind === "dead-letter") tables.add(entry.table);
  }
  return [...tables].sort();
}
