import type { DeadLetterSink } from "../rejection.js";
import { appendFile, type OpenFile } from "./append-file.js";
import { deadLetterLine } from "./dead-letter-line.js";

/** See `deadLetterFile`; tests open files that fail. */
export function deadLetterSink(path: string, openFile?: OpenFile): DeadLetterSink {
  const file = appendFile(path, openFile);
  return {
    // The row is read before anything is waited for: it may change.
    write: async (rejection) => {
      await file.append(deadLetterLine(rejection));
    },
    close: () => file.close(),
  };
}
