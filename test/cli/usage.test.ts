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
      "gen-producers: Say where the table definitions are.\n" +
        "  hint: For example: --ddl tables.sql, or --table main.sensors.air_quality for a workspace. " +
        "A configuration file: gen-producers init\n",
    ],
    [
      "half the name of a table",
      ["--table", "shop.orders"],
      'gen-producers: "shop.orders" leaves out its catalog.\n' +
        "  hint: A table of a workspace is named main.sensors.air_quality, or completed with --schema main.sensors.\n",
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
