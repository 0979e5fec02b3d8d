import type { ConfigPath } from "./problem.js";

/** Names of what must not be shown: `token`, `clientSecret`, `db_password`, `api-key`. */
const secretName = /token|secret|passw|credential|bearer|(?:api|private|access)[_-]?key|(?:^|[_-])pat$/i;

/** Values that are secrets by their looks: tokens of Databricks, JWTs, addresses with `user:password@`. */
const secretValue = /\b(?:dapi|dose|dkea)[0-9a-f]{16,}|\beyJ[\w-]{8,}|:\/\/[^\s/]*@/i;

const longestKey = 60;
const longestValue = 40;
const longestMessage = 300;

/** Whether a key by its name holds something that nobody may see. */
export function isSecretName(key: string): boolean {
  return secretName.test(key);
}

/** Whether a text holds something, or the name of something, that nobody may see. */
export function mayHoldSecret(text: string): boolean {
  return secretName.test(text) || secretValue.test(text);
}

/** `overrides["main.shop.orders"].omit[0]`; the configuration itself has the empty path. */
export function pathText(path: ConfigPath): string {
  const text = path.map((step) => {
    if (typeof step === "number") return `[${String(step)}]`;
    return /^[A-Za-z_$][\w$]{0,59}$/.test(step) ? `.${step}` : `[${JSON.stringify(shortened(step, longestKey))}]`;
  });
  return text.join("").replace(/^\./, "");
}

/** What a value is, for "received …"; its text only where that is short and can be no secret. */
export function receivedText(value: unknown, path: ConfigPath): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  const isShown = !path.some((step) => typeof step === "string" && isSecretName(step));
  if (typeof value === "string") return stringText(value, isShown);
  if (typeof value === "number" || typeof value === "boolean") return isShown ? String(value) : `a ${typeof value}`;
  return kindText(value);
}

function stringText(value: string, isShown: boolean): string {
  if (value.trim() === "") return value === "" ? "an empty string" : "a blank string";
  const isHarmless = isShown && !value.includes("@") && !mayHoldSecret(value);
  return isHarmless && value.length <= longestValue ? JSON.stringify(value) : "a string";
}

function kindText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** What can be told of something thrown. */
export interface Thrown {
  readonly message: string;
  readonly stack: string;
}

/** What is thrown may be anything, even something that throws when it is looked at. */
export function readThrown(error: unknown): Thrown {
  try {
    if (!(error instanceof Error)) return { message: String(error), stack: "" };
    const { message, stack }: { message: unknown; stack?: unknown } = error;
    return { message: String(message), stack: typeof stack === "string" ? stack : "" };
  } catch {
    return { message: "", stack: "" };
  }
}

/** The first line of a message without its full stop, shortened, and without what looks like a secret. */
export function oneLine(message: string): string {
  const [line = ""] = message.trim().split(/[\r\n]/, 1);
  const shown = line.split(" ").map((word) => (secretValue.test(word) ? "[hidden]" : word));
  return shortened(shown.join(" ").replace(/[.\s]+$/, ""), longestMessage) || "no reason is given";
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
