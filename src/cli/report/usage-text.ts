import type { UsageError } from "../usage-error.js";
import { safeText } from "./safe-text.js";

/** A command line or a configuration that cannot be carried out, as people read it. */
export function usageText({ message, hint }: UsageError): string {
  return safeText(`gen-producers: ${message}\n${hint === null ? "" : `  hint: ${hint}\n`}`);
}
