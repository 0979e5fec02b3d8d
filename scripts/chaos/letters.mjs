// Where rejected rows go in a round, and what came there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { idOf, idOfRecord } from "./rows.mjs";

/** Returns `{ onReject, read }`: the option of the producer, and the dead letters so far as `{ id, kind }`. */
export function openLetters(mode, { deadLetterFile, directory, random }) {
  const letters = [];
  const take = (rejection) => {
    letters.push(letterOf(rejection));
  };
  const later = async (rejection) => {
    await wait(random.below(20));
    take(rejection);
  };
  const read = () => letters;
  switch (mode) {
    case "function":
      return { onReject: take, read };
    case "slow":
      return { onReject: later, read };
    case "sink":
      return { onReject: { write: later, close: () => Promise.resolve() }, read };
    case "file": {
      const path = join(directory, "rejected.ndjson");
      return { onReject: deadLetterFile(path), read: () => readLetters(path) };
    }
    default:
      return { onReject: "throw", read: null };
  }
}

export function letterOf(rejection) {
  const id = rejection.kind === "invalid" ? idOf(rejection.row) : idOfRecord(rejection);
  return { id, kind: rejection.kind };
}

/** Dead letters of a file, one JSON object a line; half a line is what a kill left. */
export function readLetters(path) {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line.endsWith("}}")).map(readLetter);
}

function readLetter(line) {
  const { kind, row } = JSON.parse(line);
  // A bigint stands in an object of its own, unless the row is a JSON record.
  return { id: idOf({ key: row.key, n: row.n.$bigint ?? row.n }), kind };
}
