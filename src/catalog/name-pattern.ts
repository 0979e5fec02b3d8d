import picomatch from "picomatch";

/** Braces and their kind, as long as they close; a piece in backticks; any other character. */
const pieces = /`(?:[^`]|``)*`|\{[^{}`]*\}|\([^()`]*\)|\[[^[\]`]*\]|[\s\S]/g;

const globCharacters = /[*?[\]{}()|]/;

/** The parts of a name or glob between its dots; a dot in backticks or braces belongs to its part. */
export function patternParts(pattern: string): readonly string[] {
  const parts = [""];
  for (const piece of pattern.match(pieces) ?? []) {
    if (piece === ".") parts.push("");
    else parts.push(`${parts.pop() ?? ""}${piece}`);
  }
  return parts;
}

/** Whether a part may match more than one name; what stands in backticks is taken as it is. */
export function isGlob(part: string): boolean {
  return globCharacters.test(part.replaceAll(/`(?:[^`]|``)*`/g, ""));
}

/** The name that a part without globs stands for: without the backticks around it. */
export function literalName(part: string): string {
  return isQuoted(part) ? part.slice(1, -1).replaceAll("``", "`") : part;
}

/** Whether a name, of as many parts as the pattern, is the one or is among those it stands for. Case does not count. */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const exact = patternParts(pattern).map(literalName).join(".").toLowerCase();
  // The separator is a slash on every machine.
  const isMatch = picomatch(globOf(pattern.toLowerCase()), { dot: true, nonegate: true, windows: false });
  return (name) => {
    const lower = name.toLowerCase();
    return lower === exact || isMatch(lower.replaceAll(".", "/"));
  };
}

function isQuoted(part: string): boolean {
  return /^`(?:[^`]|``)*`$/.test(part);
}

/** picomatch's separator is a slash; what stands in backticks matches itself only. */
function globOf(pattern: string): string {
  const written = pattern.match(/`(?:[^`]|``)*`|[^`]+|`/g) ?? [];
  return written
    .map((piece) => (isQuoted(piece) ? escapeGlob(literalName(piece)) : piece.replaceAll(".", "/")))
    .join("");
}

function escapeGlob(name: string): string {
  return name.replaceAll(/[^a-z0-9_/]/gu, String.raw`\$&`).replaceAll("\\.", "/");
}
