import { isSpace, isWord } from "./characters.js";
import type { Cursor } from "./cursor.js";
import { endOfWord } from "./scan.js";
import { Mark, Token } from "./tokens.js";

/** First words of the statements of Spark and Databricks. */
const firstWords: ReadonlySet<string> = new Set(
  `ADD ALTER ANALYZE APPLY BEGIN CACHE CALL CLEAR COMMENT COMMIT CONVERT COPY CREATE DECLARE DELETE DENY DESC DESCRIBE DFS
   DROP END EXECUTE EXPLAIN EXPORT FROM FSCK GENERATE GET GO GRANT IMPORT INSERT LIST LOAD LOCK LS MERGE MSCK OPEN OPTIMIZE
   PRINT PUT REFRESH REMOVE REORG REPAIR REPLACE RESET RESTORE REVOKE ROLLBACK SELECT SET SHOW SIGNAL START SYNC TABLE
   TRUNCATE UNCACHE UNDROP UNLOCK UNSET UPDATE USE VACUUM VALUES WITH`.split(/\s+/),
);

/** Whether a word begins a statement that Spark or Databricks knows. */
export function isFirstWord(word: string): boolean {
  return firstWords.has(word.toUpperCase());
}

/** First words of what CREATE and ALTER can name besides tables. */
const objects: ReadonlySet<string> = new Set(
  `AGGREGATE ALERT BLOOMFILTER CATALOG CLEAN CONNECTION CREDENTIAL DATABASE EXTERNAL FLOW FOREIGN FUNCTION GROUP INDEX
   LIVE LOCATION MATERIALIZED METADATA METRIC NAMESPACE POLICY PROCEDURE PROVIDER RECIPIENT ROLE SCHEMA SEARCH SECRET
   SERVER SERVICE SHARE SINK STORAGE STREAMING TAG TEMPORARY USER VARIABLE VIEW VOLUME WAREHOUSE`.split(/\s+/),
);

/** Whether a word names a kind of object that has no columns of its own. */
export function isObject(word: string): boolean {
  return objects.has(word.toUpperCase());
}

/** Words that begin a statement wherever they stand behind a complete one. */
const unmistakable: readonly string[] = ["CREATE", "ALTER", "DROP", "INSERT"];

/** Words that begin a statement behind a complete one where they are the first of their line. */
const likely: readonly string[] = [
  "GRANT",
  "REVOKE",
  "USE",
  "SET",
  "MERGE",
  "OPTIMIZE",
  "ANALYZE",
  "TRUNCATE",
  "DELETE",
  "UPDATE",
  "VACUUM",
  "DESCRIBE",
  "SHOW",
  "COPY",
  "REFRESH",
];

/**
 * Whether another statement begins at the cursor, after a complete one without a semicolon: a first word followed by
 * another word, `COMMENT ON`, or `GO` alone on its line.
 */
export function isStatementStart(cursor: Cursor): boolean {
  if (cursor.kind() !== Token.word) return false;
  if (cursor.isWord("COMMENT")) return cursor.isWord("ON", 1);
  if (cursor.isWord("REPLACE")) return cursor.isWord("TABLE", 1);
  if (cursor.isWord("GO")) return isAloneOnLine(cursor.source.text, cursor.start());
  if (!cursor.isName(1)) return false;
  if (unmistakable.some((word) => cursor.isWord(word))) return true;
  return likely.some((word) => cursor.isWord(word)) && isFirstOnLine(cursor.source.text, cursor.start());
}

/**
 * Goes to the end of the statement: its semicolon, or the line where another statement begins outside parentheses.
 * Takes only tokens that are already there.
 */
export function skipStatement(cursor: Cursor): void {
  for (let depth = 0; !cursor.isEnd(); cursor.position++) {
    if (cursor.isMark(Mark.open)) depth++;
    else if (cursor.isMark(Mark.close)) depth--;
    else if (depth <= 0 && isHeadLine(cursor)) return;
  }
}

/** Whether the line of the cursor begins with it, and with it a statement that is always known by its first words. */
export function isHeadLine(cursor: Cursor): boolean {
  if (cursor.kind() !== Token.word) return false;
  const { text } = cursor.source;
  const start = cursor.start();
  if (cursor.isWord("GO")) return isAloneOnLine(text, start);
  return mayBeHead(text, start) && isFirstOnLine(text, start) && isHeadAt(text, start);
}

/** Whether the word at an offset stands alone on its line, as the batch separator GO does. */
function isAloneOnLine(text: string, offset: number): boolean {
  if (!isFirstOnLine(text, offset)) return false;
  const end = skipBlanks(text, endOfWord(text, offset));
  return end >= text.length || text.charAt(end) === "\n" || text.charAt(end) === "\r";
}

/** Whether only blanks stand before an offset on its line. */
function isFirstOnLine(text: string, offset: number): boolean {
  for (let at = offset - 1; at >= 0; at--) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) return true;
    if (!isSpace(code)) return false;
  }
  return true;
}

function skipBlanks(text: string, start: number): number {
  let offset = start;
  while (offset < text.length && isSpace(text.charCodeAt(offset)) && text.charAt(offset) !== "\n") offset++;
  return offset;
}

/** Words between CREATE and what is created. */
const modifiers = new Set(
  `OR REPLACE REFRESH PRIVATE TEMP TEMPORARY GLOBAL EXTERNAL STREAMING LIVE INCREMENTAL MATERIALIZED`.split(" "),
);

const creatable = new Set("TABLE VIEW SCHEMA DATABASE CATALOG FUNCTION PROCEDURE VOLUME".split(" "));

/**
 * Whether a statement about a table or another object begins at an offset of the text, judged by its first words alone.
 * Reading goes on there after a statement that could not be read, or that lacks its semicolon.
 */
function isHeadAt(text: string, offset: number): boolean {
  const first = wordAt(text, offset);
  let next = nextWord(text, first.end);
  switch (first.text) {
    case "CREATE":
      for (let count = 0; count < 8 && modifiers.has(next.text); count++) next = nextWord(text, next.end);
      return creatable.has(next.text);
    case "REPLACE":
    case "ALTER":
    case "DROP":
      return next.text === "TABLE";
    case "COMMENT":
      return next.text === "ON";
    default:
      return false;
  }
}

interface Word {
  readonly text: string;
  readonly end: number;
}

/** Longest word a head is made of; a longer one is read no further. */
const longestWord = 12;

function wordAt(text: string, offset: number): Word {
  let end = offset;
  while (end < offset + longestWord && isWord(text.charCodeAt(end))) end++;
  return { text: text.slice(offset, end).toUpperCase(), end };
}

function nextWord(text: string, offset: number): Word {
  let start = offset;
  while (start < text.length && isSpace(text.charCodeAt(start))) start++;
  return wordAt(text, start);
}

/** Whether a token's text could begin a head: a cheap look at the first letter. */
function mayBeHead(text: string, offset: number): boolean {
  const letter = text.charCodeAt(offset) & ~0x20;
  return letter === 0x43 || letter === 0x52 || letter === 0x41 || letter === 0x44;
}

/** Where inside a text a line begins with a head; -1 where none does. */
export function headLineIn(text: string): number {
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    const first = skipBlanks(text, at + 1);
    if (mayBeHead(text, first) && isHeadAt(text, first)) return first;
  }
  return -1;
}
