/** Levels of arrays and objects; far from the end of any parser's stack on the way into a VARIANT. */
export const maxVariantDepth = 1_000;

/** Why a text cannot be a VARIANT, or null where it can. */
export function variantProblem(text: string): "syntax" | "depth" | null {
  try {
    JSON.parse(text);
  } catch {
    return "syntax";
  }
  return isTooDeep(text) ? "depth" : null;
}

/** For text that is JSON. Every level takes a bracket to open and one to close. */
function isTooDeep(text: string): boolean {
  if (text.length <= 2 * maxVariantDepth) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (unit === '"') at = stringEnd(text, at);
    else if (unit === "[" || unit === "{") depth++;
    else if (unit === "]" || unit === "}") depth--;
    if (depth > maxVariantDepth) return true;
  }
  return false;
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
