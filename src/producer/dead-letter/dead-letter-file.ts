import type { DeadLetterSink } from "../rejection.js";
import { deadLetterSink } from "./dead-letter-sink.js";

/**
 * Keeps rejected rows in a file, one line of JSON for each, which people can read and edit, `readDeadLetters` reads, and
 * `gen-producers replay` sends again.
 *
 * The file is opened at the first row, with its directories, for its owner alone: rows may be personal data. Rows are only
 * ever added. `write` resolves when the row is on the disk; rows that come meanwhile are written together. It rejects with
 * an Error that names the file and says why, and the next one tries again. Producers may share one sink: it can be written
 * to after `close`.
 */
export function deadLetterFile(path: string): DeadLetterSink {
  return deadLetterSink(path);
}
