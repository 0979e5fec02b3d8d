import { Cursor } from "../ddl/cursor.js";
import { Lexer } from "../ddl/lexer.js";
import type { TypeNode } from "../ddl/nodes.js";
import type { Problem } from "../ddl/problem.js";
import { SourceText } from "../ddl/source-text.js";
import { Token } from "../ddl/tokens.js";
import { parseType } from "../ddl/types.js";
import { resolveType } from "./resolve-type.js";
import type { SparkType } from "./spark-type.js";

/** What is wrong with the text of a type. */
export interface TypeTextProblem extends Pick<Problem, "code" | "message" | "hint"> {
  /** Path of the struct field it is about, null for the type itself. */
  readonly field: string | null;
}

export type ReadTypeText =
  { readonly type: SparkType; readonly problem: null } | { readonly type: null; readonly problem: TypeTextProblem };

/**
 * A type that stands alone: as DDL writes it, or as a catalog shows it (`struct<unit price:int>`, where names of fields
 * stand without backticks whatever they hold).
 */
export function readTypeText(text: string): ReadTypeText {
  const parsed = parseText(text);
  if ("kind" in parsed) return resolve(parsed);
  const quoted = quoteFieldNames(text);
  const again = quoted === text ? null : parseText(quoted);
  return again !== null && "kind" in again ? resolve(again) : { type: null, problem: { ...parsed, field: null } };
}

/** The syntax tree of a whole text, or the first problem on the way to it. */
function parseText(text: string): TypeNode | Problem {
  const lexer = new Lexer(new SourceText(text));
  while (lexer.fill(64) !== Token.end);
  const cursor = new Cursor(lexer);
  const node = parseType(cursor);
  if (node !== null && cursor.kind() !== Token.end) cursor.unexpected("the end of the type");
  const [problem] = [...lexer.problems, ...cursor.problems];
  if (problem !== undefined) return problem;
  return node ?? { code: "GP1001", message: "This is not a type.", start: 0, end: text.length };
}

function resolve(node: TypeNode): ReadTypeText {
  const problems: TypeTextProblem[] = [];
  const type = resolveType(node, {
    defaultCollation: null,
    report: ({ code, message, hint }, field) => {
      problems.push(hint === undefined ? { code, message, field } : { code, message, hint, field });
    },
  });
  if (type !== null) return { type, problem: null };
  const [problem] = problems;
  return { type: null, problem: problem ?? { code: "GP2006", message: "This is not a type.", field: null } };
}

/**
 * Puts backticks around what stands between `<` or `,` and a colon: the bare name of a field. A name that holds one of
 * these marks itself cannot be told from the type around it.
 */
function quoteFieldNames(text: string): string {
  return text.replace(/([<,])([^<>,:()]+):/g, (_, mark: string, written: string) => {
    const name = written.trim();
    return name.startsWith("`") || name === "" ? `${mark}${written}:` : `${mark}\`${name.replaceAll("`", "``")}\`:`;
  });
}
