import { cut, secretsOf, visibleLine, withoutSecrets } from "../network/server-text.js";
import { metadataKeys } from "../zerobus/names.js";

const longestText = 500;

/** What somebody else says: on one line, not too long, without what would hide or rewrite it, and without secrets. */
export function safeText(text: string, secrets: readonly string[]): string {
  return cut(visibleLine(withoutSecrets(text, secrets)), longestText);
}

/** What of a stream's headers must not be told: everything but the name of the table. */
export function streamSecrets(headers: Readonly<Record<string, string>>): readonly string[] {
  return secretsOf({ ...headers, [metadataKeys.tableName]: "" });
}
