import { commandNames } from "./command-names.js";
import { optionNames } from "./options.js";
import { didYouMean, nearest } from "../diagnostics/suggest.js";
import { UsageError } from "./usage-error.js";

const helpHint = "gen-producers --help lists the commands and options.";

/** A complaint of the parser in our words; what it is about is looked up in the arguments as they were typed. */
export function wordUsageError(error: unknown, argv: readonly string[]): unknown {
  if (!(error instanceof Error)) return error;
  const { message } = error;
  const unknown = /^Unknown (?:argument|command)s?: (.*)$/s.exec(message)?.[1];
  if (unknown !== undefined) return unknownArgument(unknown, argv);
  const short = /^Not enough arguments following: (.*)$/s.exec(message)?.[1];
  if (short !== undefined) return new UsageError(`--${short} needs a value.`, helpHint);
  const [, name, given, choices] = /Argument: (.*), Given: "(.*)", Choices: (.*)/s.exec(message) ?? [];
  if (name !== undefined && given !== undefined && choices !== undefined) return wrongChoice(name, given, choices);
  if (message.startsWith("Not enough non-option arguments")) return missingArgument(argv);
  // Not one of the parser's complaints about the command line: a fault of our own.
  return error;
}

/** `names` are joined with `, `; the first is enough to act on. */
function unknownArgument(names: string, argv: readonly string[]): UsageError {
  const [first = names] = names.split(", ");
  const option = argv.find((word) => /^--?/.test(word) && bareName(word) === bareName(first));
  if (option !== undefined) return unknownOption(option);
  const position = argv.indexOf(first);
  return position === 0 && !looksLikePath(first) ? unknownCommand(first) : unexpectedArgument(first);
}

function bareName(word: string): string {
  return word.replace(/^-+/, "").replace(/^no-/, "").replace(/=.*$/s, "");
}

function unknownOption(typed: string): UsageError {
  const [word = typed] = typed.split("=");
  if (optionNames.includes(word.replace(/^--/, "")))
    return new UsageError(`This command has no option ${word}.`, helpHint);
  const names = nearest(bareName(word), optionNames).map((name) => `--${name}`);
  return new UsageError(`Unknown option ${word}.`, didYouMean(names) ?? helpHint);
}

function unknownCommand(word: string): UsageError {
  return new UsageError(`Unknown command "${word}".`, didYouMean(nearest(word, commandNames)) ?? helpHint);
}

function unexpectedArgument(word: string): UsageError {
  const hint = looksLikePath(word) ? `Definitions are named with an option: --ddl ${word}` : helpHint;
  return new UsageError(`Unexpected argument "${word}".`, hint);
}

function looksLikePath(word: string): boolean {
  return /[./\\*]/.test(word);
}

function wrongChoice(name: string, given: string, choices: string): UsageError {
  const allowed = choices.split(", ").map((choice) => choice.replaceAll('"', ""));
  return new UsageError(
    `--${name} takes ${allowed.join(", ").replace(/, ([^,]*)$/, " or $1")}, not "${given}".`,
    didYouMean(nearest(given, allowed)),
  );
}

function missingArgument(argv: readonly string[]): UsageError {
  if (argv.includes("replay")) {
    return new UsageError(
      "replay needs the name of a file, before the options.",
      "For example: gen-producers replay rejected.ndjson --ddl tables/",
    );
  }
  return new UsageError(
    "inspect needs the name of a table, before the options.",
    "For example: gen-producers inspect main.shop.orders --ddl tables/",
  );
}
