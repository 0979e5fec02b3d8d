import { Buffer } from "node:buffer";
import { parseJson } from "../../catalog/json/parse-json.js";
import { decodeText } from "../decode-text.js";
import { isComplete, LogFileError, noActions, type TableActions, withOlder } from "./actions.js";
import { readLines } from "./read-lines.js";

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const keys = { metaData: Buffer.from('"metaData"'), protocol: Buffer.from('"protocol"') } as const;

/**
 * The actions of a commit, a log compaction or a JSON checkpoint: one JSON object a line. Reads no further than to the
 * second of them, and parses only lines that can hold one: the file may have a million lines of data files.
 *
 * @throws LogFileError where a line is not an action, or there is none; an error of the system where reading fails.
 */
export async function readJsonActions(path: string): Promise<TableActions> {
  let found = noActions;
  let number = 0;
  let isEmpty = true;
  for await (const lines of readLines(path)) {
    for (const bytes of lines) {
      number++;
      const line = trimmed(number === 1 ? withoutMark(bytes) : bytes);
      if (line.length === 0) continue;
      isEmpty = false;
      found = withOlder(found, actionsOf(line, number));
      if (isComplete(found)) return found;
    }
  }
  if (isEmpty) throw new LogFileError("it is empty");
  return found;
}

function actionsOf(line: Buffer, number: number): TableActions {
  // A line cut off before the name of its action can be told by its last byte alone.
  if (line[0] !== 0x7b || line[line.length - 1] !== 0x7d) throw notAnAction(number);
  if (!line.includes(keys.metaData) && !line.includes(keys.protocol)) return noActions;
  const action = parseAction(line, number);
  return { metaData: action["metaData"] ?? null, protocol: action["protocol"] ?? null };
}

function parseAction(line: Buffer, number: number): Readonly<Record<string, unknown>> {
  const decoded = decodeText(line);
  if (!decoded.ok) throw notAnAction(number);
  try {
    // A JSON text in braces is an object.
    return parseJson(decoded.text) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof SyntaxError) throw notAnAction(number);
    throw error;
  }
}

function notAnAction(number: number): LogFileError {
  return new LogFileError(`line ${number} is not a whole JSON object`);
}

function withoutMark(line: Buffer): Buffer {
  return line.subarray(0, 3).equals(byteOrderMark) ? line.subarray(3) : line;
}

/** Without the white space around: a line may end in CRLF. */
function trimmed(line: Buffer): Buffer {
  let start = 0;
  let end = line.length;
  while (start < end && isSpace(line[start])) start++;
  while (end > start && isSpace(line[end - 1])) end--;
  return line.subarray(start, end);
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}
