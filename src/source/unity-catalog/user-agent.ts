import { readFileSync } from "node:fs";

let known: string | null = null;

/** `gen-producers/1.2.3`, as the workspace's logs shall name us. */
export function userAgent(): string {
  known ??= `gen-producers/${productVersion()}`;
  return known;
}

function productVersion(): string {
  const facts: unknown = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  return typeof facts === "object" && facts !== null && "version" in facts ? String(facts.version) : "0";
}
