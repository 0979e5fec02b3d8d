/**
 * A collation by the name Spark gives it: upper case but for the locale, `de_CI`. Null for UTF8_BINARY, which strings
 * have anyway.
 */
export function canonicalCollation(written: string): string | null {
  const upper = written.toUpperCase();
  if (upper === "UTF8_BINARY") return null;
  if (upper.startsWith("UTF8_") || upper.startsWith("UNICODE")) return upper;
  return written.replace(/_(CI|CS|AI|AS|RTRIM)(?=_|$)/gi, (modifier) => modifier.toUpperCase());
}
