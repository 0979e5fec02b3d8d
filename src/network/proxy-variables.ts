export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable of the environment as it is spelt there. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** This machine is never behind a proxy, whatever NO_PROXY says: what is meant for it would leave it, in plain text. */
export const loopbackNames: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** The first of the variables that holds something, each in lower case before upper case; null where none does. */
export function findVariable(env: Environment, names: readonly string[]): Variable | null {
  for (const name of names.flatMap((each) => [each, each.toUpperCase()])) {
    const value = env[name]?.trim() ?? "";
    if (value !== "") return { name, value };
  }
  return null;
}

/** The entries of NO_PROXY. */
export function exceptionsIn(text: string): readonly string[] {
  return text.split(/[\s,]+/);
}

/** Whether one of the entries of NO_PROXY is for the host: the host itself, a domain it is in, or `*`. Ports do not count. */
export function isExcepted(exceptions: readonly string[], host: string): boolean {
  const name = host.toLowerCase();
  return exceptions
    .map((entry) =>
      entry
        .toLowerCase()
        .replace(/:\d+$/, "")
        .replace(/^\*?\./, ""),
    )
    .some((entry) => entry === "*" || (entry !== "" && (name === entry || name.endsWith(`.${entry}`))));
}
