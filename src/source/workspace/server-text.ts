import { cut, visibleLine } from "../../network/server-text.js";

const longestText = 300;

/** What comes after is not looked at: a server may send megabytes. */
const longestRead = 10_000;

/** Where the text for people ends: a stack trace, or the plan of the statement, begins. */
const machineText = /\n\s*at [\w$.]+\(|;(?: line \d+ pos \d+)?;?\s*\n'|\n== SQL/;

/** The classes of Java around an error, and whatever else comes before the name of its condition. */
const wrapping = /^.*?(?=\[[A-Z][A-Z0-9_.]+\])|^(?:[\w.$]+(?:Exception|Error): ?)+(?:Error running query: ?)?/;

/** What a server says of an error, for people: without stack traces, plans and classes of Java, on one line. */
export function errorText(text: string): string {
  const head = text.slice(0, longestRead);
  const end = head.search(machineText);
  const line = visibleLine(end === -1 ? head : head.slice(0, end));
  return cut(line.replace(wrapping, "").replace(/[\s.;]*(?:SQLSTATE: ?\w+)?[\s.;]*$/, ""), longestText);
}

/** A name or text of a server on one line, without whatever would hide or rewrite what a person reads. */
export function oneLine(text: string): string {
  return cut(visibleLine(text.slice(0, longestRead)), longestText);
}

/** A name in backticks for a message. */
export function shown(name: string): string {
  return `\`${oneLine(name)}\``;
}
