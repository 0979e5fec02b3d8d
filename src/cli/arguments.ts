import { UsageError } from "./usage-error.js";

/** What the parser makes of a command line; every value is checked before it is used. */
export type Arguments = Readonly<Record<string, unknown>>;

export function flag(args: Arguments, name: string): boolean {
  return args[name] === true;
}

/** Value of an option that is given once; null where it is not given. @throws UsageError */
export function text(args: Arguments, name: string): string | null {
  const value = args[name];
  if (value === undefined) return null;
  if (Array.isArray(value)) throw new UsageError(`--${name} was given more than once.`);
  if (typeof value !== "string" || value === "") throw new UsageError(`--${name} needs a value.`);
  return value;
}

/** Values of an option that may be given several times; null where it is not given. @throws UsageError */
export function texts(args: Arguments, name: string): readonly string[] | null {
  const value = args[name];
  if (value === undefined) return null;
  const values = Array.isArray(value) ? value.map(String) : [];
  if (values.length === 0 || values.includes("")) throw new UsageError(`--${name} needs a value.`);
  return values;
}

/** A number in a range; null where it is not given. @throws UsageError */
export function number(args: Arguments, name: string, least: number, most: number): number | null {
  const given = text(args, name);
  if (given === null) return null;
  const value = Number(given);
  if (/^\d+(\.\d+)?$/.test(given) && value >= least && value <= most) return value;
  throw new UsageError(`--${name} takes a number from ${String(least)} to ${String(most)}, not "${given}".`);
}

/** `name=value` pairs of `--var`. @throws UsageError */
export function variables(args: Arguments): Readonly<Record<string, string>> {
  const entries = (texts(args, "var") ?? []).map((given): [string, string] => {
    const at = given.indexOf("=");
    if (at < 1) throw new UsageError(`--var takes name=value, not "${given}".`, "For example: --var catalog=main");
    return [given.slice(0, at), given.slice(at + 1)];
  });
  return Object.fromEntries(entries);
}
