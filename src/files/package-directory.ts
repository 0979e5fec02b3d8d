import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest directory with a `package.json`, from this one upward; null where there is none. */
export function packageDirectory(directory: string): string | null {
  if (existsSync(join(directory, "package.json"))) return directory;
  const parent = dirname(directory);
  return parent === directory ? null : packageDirectory(parent);
}
