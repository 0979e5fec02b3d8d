import { readFile } from "node:fs/promises";
import { codeFrame } from "../diagnostics/code-frame.js";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import type { Diagnostic, Span } from "../diagnostics/diagnostic.js";
import { type ConfigFile, configName, unreadableConfig } from "./config-files.js";
import { type JsonNode, jsonValue, memberOf, parseJsonTree, type Range } from "./json-tree.js";
import type { ConfigPath, Problem } from "./problem.js";
import { mayHoldSecret } from "./value-text.js";

/** Where a diagnostic points to; no frame where its lines may hold a secret. */
export type Place = Pick<Diagnostic, "span" | "frame">;

/** A value as it was read, not yet checked. */
export interface ReadConfig {
  readonly value: unknown;
  /** The place of a path of the value; empty where it is not known. */
  readonly placeOf: (path: ConfigPath, part: "key" | "value") => Place;
  /** What is wrong whatever the value. */
  readonly problems: readonly Problem[];
}

/** The configuration of a JSON file, or of a key of package.json. */
export async function readJsonConfig(file: ConfigFile): Promise<ReadConfig | Diagnostic> {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file.path));
  } catch (error) {
    return error instanceof TypeError ? notUtf8(file) : unreadableConfig(file, error);
  }
  const { root, problem } = parseJsonTree(text);
  if (root === null) {
    const range = { start: problem.offset, end: problem.offset + 1 };
    return diagnostic("GP4201", `The file is not valid JSON: ${problem.message}.`, {
      file: file.label,
      ...placeIn(text, range),
    });
  }
  const node = file.kind === "package" ? memberOf(root, configName)?.value : root;
  return node === undefined ? withoutKey(file) : readNode(node, text);
}

function readNode(node: JsonNode, text: string): ReadConfig {
  return {
    value: jsonValue(node),
    placeOf: (path, part) => placeIn(text, rangeOf(node, path, part)),
    problems: repeatedKeys(node, []),
  };
}

function rangeOf(node: JsonNode, path: ConfigPath, part: "key" | "value"): Range {
  const [step, ...rest] = path;
  if (step === undefined) return node;
  if (typeof step === "number") {
    const element = node.kind === "array" ? node.elements[step] : undefined;
    return element === undefined ? node : rangeOf(element, rest, part);
  }
  const member = memberOf(node, step);
  if (member === null) return node;
  return rest.length === 0 && part === "key" ? member.keyRange : rangeOf(member.value, rest, part);
}

/** JSON lets the last one win in silence. */
function repeatedKeys(node: JsonNode, path: ConfigPath): Problem[] {
  if (node.kind === "scalar") return [];
  if (node.kind === "array") return node.elements.flatMap((element, index) => repeatedKeys(element, [...path, index]));
  const seen = new Set<string>();
  return node.members.flatMap(({ key, value }) => {
    const repeated = seen.has(key)
      ? [{ path: [...path, key], message: "the key is given twice", part: "key" as const, hint: null }]
      : [];
    seen.add(key);
    return [...repeated, ...repeatedKeys(value, [...path, key])];
  });
}

/** Line, column and source line of a range, for a diagnostic. */
export function placeIn(text: string, { start, end }: Range): Place {
  const before = text.slice(0, start);
  const line = before.split("\n").length;
  const span: Span = { start, end, line, column: start - (before.lastIndexOf("\n") + 1) + 1 };
  const frame = codeFrame(text, span);
  return mayHoldSecret(frame) ? { span } : { span, frame };
}

function notUtf8({ label }: ConfigFile): Diagnostic {
  return diagnostic("GP4201", "The configuration file is not text in UTF-8.", { file: label });
}

function withoutKey({ label }: ConfigFile): Diagnostic {
  return diagnostic("GP4201", `The file has no key "${configName}".`, { file: label });
}
