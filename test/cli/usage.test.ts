import { describe, expect, it } from "vitest";
import { temporaryDirectory } from "../support/temporary-directory.js";
import { cli } from "./support/cli.js";
import { ddl } from "./support/tables.js";

describe("a wrong command line", () => {
  it.each([
    [
      "an unknown option",
      ["--ddl", "tables", "--dryrun"],
      'gen-producers: Unknown option --dryrun.\n  hint: Did you mean "--dry-run"?\n',
    ],
    ["an unknown command", ["chek"], 'gen-producers: Unknown command "chek".\n  hint: Did you mean "check"?\n'],
    [
      "no definitions",
      [],
      "gen-producers: Say where the table definitions are, with --ddl.\n" +
        "  hint: For example: gen-producers --ddl tables.sql. Everything else: gen-producers --help\n",
    ],
    [
      "a table of a workspace",
      ["--table", "main.shop.orders"],
      "gen-producers: Reading tables from a workspace is not available yet: say where their DDL is, with --ddl.\n" +
        "  hint: Save what SHOW CREATE TABLE prints to a file, and name it: gen-producers --ddl tables.sql\n",
    ],
    [
      "an escape sequence",
      ["\x1b[31mx"],
      'gen-producers: Unknown command "␛[31mx".\n  hint: gen-producers --help lists the commands and options.\n',
    ],
  ])("with %s is refused with advice", (_, args, stderr) => {
    expect(cli(args, { cwd: temporaryDirectory(ddl) })).toEqual({ code: 2, stdout: "", stderr });
  });

  it("is an object on stdout with --json", () => {
    const result = cli(["--jsno", "--json"], { cwd: temporaryDirectory() });
    expect(result.code).toBe(2);
    expect(JSON.parse(result.stdout)).toEqual({
      ok: false,
      exitCode: 2,
      error: { message: "Unknown option --jsno.", hint: 'Did you mean "--json"?' },
    });
    expect(result.stderr).toBe('gen-producers: Unknown option --jsno.\n  hint: Did you mean "--json"?\n');
  });
});
