import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCommandLine } from "../../../src/cli/command-line.js";
import { plainCommandLine } from "../../../src/cli/plain-command-line.js";

/** What the parser of all command lines says, without the options that were not given; null where it refuses. */
async function parsed(argv: readonly string[]): Promise<object | null> {
  try {
    const invocation = await parseCommandLine(argv, 80);
    if (invocation.kind === "text") return null;
    const { $0: _, ...args } = invocation.args;
    return { kind: invocation.kind, args: JSON.parse(JSON.stringify(args)) as object };
  } catch {
    return null;
  }
}

describe("is read as the parser reads it:", () => {
  test.each([
    "",
    "generate",
    "check",
    "--ddl a.sql",
    "--ddl a.sql b.sql --out generated --quiet",
    "generate --ddl=a.sql --ddl b/ c/ --var catalog=main --var x=a=b",
    "check --from name=path --table shop.* main.a.b --json --verify",
    "--host https://h --live --timeout 5 --concurrency=3 --via api --runtime import --watch",
    "--dry-run --prune --force --no-verify-not-there",
    "check --ddl examples/ddl --var catalog=main --out generated",
  ])("%s", async (line) => {
    const argv = line === "" ? [] : line.split(" ");
    const plain = plainCommandLine(argv);
    expect(plain === null).toBe(line.includes("--no-"));
    if (plain !== null) expect(plain).toEqual(await parsed(argv));
  });
});

describe("is left to the parser:", () => {
  test.each([
    "--help",
    "generate --version",
    "pull --schema main.shop",
    "--ddl",
    "--ddl=",
    "--ddl -",
    "--ddl check",
    "--out a --out b",
    "--out a b",
    "--quiet true",
    "--quiet=true",
    "--via phone",
    "--var a=b c=d",
    "--no-producer",
    "--unknown x",
    "--constructor x",
    "-q",
    "--",
    "check --watch",
  ])("%s", (line) => {
    expect(plainCommandLine(line.split(" "))).toBeNull();
  });

  test.each([["'a'"], ['"a"'], [""]])("the value %j", (value) => {
    expect(plainCommandLine(["--out", value])).toBeNull();
  });
});

test("what is understood is what the parser understands, whatever stands in the line", async () => {
  const options = [
    "ddl",
    "from",
    "table",
    "var",
    "out",
    "quiet",
    "json",
    "via",
    "timeout",
    "watch",
    "runtime",
    "__proto__",
  ];
  const values = [
    "a.sql",
    "main.shop.*",
    "x=y",
    "api",
    "import",
    "5",
    "-",
    "",
    "true",
    "check",
    "'q'",
    "a b",
    "1e3",
    "a\n",
  ];
  const option = fc.constantFrom(...options).map((name) => `--${name}`);
  const attached = fc.tuple(option, fc.constantFrom(...values)).map(([name, value]) => `${name}=${value}`);
  const word = fc.oneof({ weight: 4, arbitrary: option }, attached, {
    weight: 3,
    arbitrary: fc.constantFrom(...values),
  });
  const command = fc.constantFrom([], ["generate"], ["check"]);
  const line = fc.tuple(command, fc.array(word, { maxLength: 6 })).map(([first, rest]) => [...first, ...rest]);
  await fc.assert(
    fc.asyncProperty(line, async (argv) => {
      const plain = plainCommandLine(argv);
      if (plain !== null) expect(plain).toEqual(await parsed(argv));
    }),
    { numRuns: 400 },
  );
});
