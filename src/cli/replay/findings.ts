import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { DiagnosticCode } from "../../diagnostics/codes.js";
import type { Diagnostic, Span } from "../../diagnostics/diagnostic.js";
import type { DeadLetter, DeadLetterPlace } from "../../producer/dead-letter/read-dead-letters.js";
import type { Issue } from "../../runtime/issue.js";

/** Lines that are told of one by one. */
const maxFindings = 100;

const shownIssues = 3;

/** What is wrong with lines of the file; of many the first. */
export class Findings {
  readonly #file: string;
  readonly #found: Diagnostic[] = [];
  #more = 0;

  constructor(file: string) {
    this.#file = file;
  }

  add(code: DiagnosticCode, message: string, place: DeadLetterPlace, table?: string): void {
    if (this.#found.length === maxFindings) this.#more++;
    else
      this.#found.push(
        diagnostic(code, message, { file: this.#file, span: spanOf(place), ...(table !== undefined && { table }) }),
      );
  }

  invalid(letter: DeadLetter, issues: readonly Issue[]): void {
    const texts = issues
      .slice(0, shownIssues)
      .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`));
    const more = issues.length > shownIssues ? `; and ${String(issues.length - shownIssues)} more issues` : "";
    this.add("GP5304", `The row is invalid: ${texts.join("; ")}${more}.`, letter, letter.table);
  }

  /** In the order of the lines. */
  all(): readonly Diagnostic[] {
    // The service's answers come later than what is found here.
    const found = [...this.#found].sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
    if (this.#more === 0) return found;
    const message = `${String(this.#more)} more rows are not sent.`;
    return [...found, diagnostic("GP5304", message, { file: this.#file })];
  }
}

function spanOf({ line, start, end }: DeadLetterPlace): Span {
  return { start, end, line, column: 1 };
}
