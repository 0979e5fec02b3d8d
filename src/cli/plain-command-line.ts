import type { Options } from "yargs";
import type { Arguments } from "./arguments.js";
import { commandNames } from "./command-names.js";
import {
  outputOptions,
  reportOptions,
  sourceOptions,
  watchOptions,
  workspaceOptions,
  writeOptions,
} from "./options.js";

/** A command line of `generate` or `check` that is understood without the parser of all the others. */
export interface PlainCommandLine {
  readonly kind: "generate" | "check";
  readonly args: Arguments;
}

/**
 * What the parser makes of a command line of options in their plainest form, which is how builds and CI write them:
 * loading the parser takes a third of the time in which one table is generated. Null for everything else, mistakes and
 * `--help` among it; that is the parser's.
 */
export function plainCommandLine(argv: readonly string[]): PlainCommandLine | null {
  const [first] = argv;
  const command = first === "generate" || first === "check" ? first : null;
  const kind = command ?? "generate";
  const options = kind === "check" ? checkOptions : generateOptions;
  const args = readOptions(command === null ? argv : argv.slice(1), options);
  return args === null ? null : { kind, args: { _: command === null ? [] : [command], ...args } };
}

const checkOptions = { ...sourceOptions, ...workspaceOptions, ...outputOptions, ...writeOptions, ...reportOptions };
const generateOptions = { ...checkOptions, ...watchOptions };

type Values = Record<string, string | true | readonly string[]>;

function readOptions(argv: readonly string[], options: Readonly<Record<string, Options>>): Values | null {
  const values: Values = {};
  for (let at = 0; at < argv.length;) {
    const name = /^--([^=]+)/.exec(argv[at] ?? "")?.[1] ?? "";
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    const given = valuesAt(argv, at);
    const value = option === undefined ? null : valueOf(option, given, values[name]);
    if (value === null) return null;
    values[name] = value;
    at += given.isAttached ? given.values.length : 1 + given.values.length;
  }
  return values;
}

interface Given {
  /** Whether the first value stands behind a `=` in the word of the option. */
  readonly isAttached: boolean;
  readonly values: readonly string[];
}

function valuesAt(argv: readonly string[], at: number): Given {
  const [word = "", ...rest] = argv.slice(at);
  const end = rest.findIndex((each) => each.startsWith("-"));
  const others = end < 0 ? rest : rest.slice(0, end);
  const equals = word.indexOf("=");
  return equals < 0
    ? { isAttached: false, values: others }
    : { isAttached: true, values: [word.slice(equals + 1), ...others] };
}

/** Null where the parser has more to say about the option than that these are its values. */
function valueOf(
  option: Options,
  { isAttached, values }: Given,
  known: Values[string] | undefined,
): Values[string] | null {
  const [only, ...others] = values;
  if (option.boolean === true) return only === undefined && known === undefined ? true : null;
  if (only === undefined || !values.every(isPlainValue)) return null;
  const takesMany = option.array === true && option.nargs === undefined && !isAttached;
  if (others.length > 0 && !takesMany) return null;
  if (option.array === true) return [...(typeof known === "object" ? known : []), ...values];
  return known === undefined && option.choices?.includes(only) !== false ? only : null;
}

/** The parser takes quotes off, and refuses names of commands where they do not belong. */
function isPlainValue(value: string): boolean {
  return value !== "" && !/["']/.test(value) && !commandNames.includes(value);
}
