import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type CliAnswer,
  cliCredentials,
  type CliLogin,
  runDatabricksCli,
} from "../../../../src/source/workspace/databricks-cli.js";
import { WorkspaceError } from "../../../../src/source/workspace/workspace.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";
import { cli, fakeWorld } from "./fake-world.js";

const origin = "https://dbc-1.cloud.databricks.com";
const byHost: CliLogin = { profile: null, origin };
const never = new AbortController().signal;

function answered(fields: object): CliAnswer {
  return { kind: "answered", output: JSON.stringify(fields, null, 2) };
}

describe("cliCredentials", () => {
  it.each([
    ["an expiry", { access_token: "t", token_type: "Bearer", expiry: "1970-01-01T01:00:00.123456789Z" }, 3_300_123],
    ["an expiry of another time zone", { access_token: "t", expiry: "1970-01-01T02:00:00+01:00" }, 3_300_000],
    ["no expiry", { access_token: "t" }, 225_000],
    ["an expiry that is none", { access_token: "t", expiry: "soon" }, 225_000],
    ["an expiry that has passed", { access_token: "t", expiry: "1969-01-01T00:00:00Z" }, 0],
  ])("keeps a token with %s", async (_name, fields, renewAt) => {
    const { run, calls } = cli(answered(fields));
    let time = 0;
    const credentials = cliCredentials(byHost, fakeWorld({}, null, { now: () => time }), run);
    expect(await credentials.headers(never)).toEqual({ Authorization: "Bearer t" });
    time = Math.max(0, renewAt - 1);
    await credentials.headers(never);
    const before = calls.length;
    time = renewAt;
    await credentials.headers(never);
    expect([before, calls.length]).toEqual(renewAt === 0 ? [2, 3] : [1, 2]);
  });

  it.each<readonly [string, CliAnswer, CliLogin, code: string, message: string, hint: string]>([
    [
      "missing",
      { kind: "missing" },
      byHost,
      "GP5102",
      "The Databricks CLI, which the login is asked from, is not on the PATH.",
      "Install it",
    ],
    [
      "failed",
      { kind: "failed" },
      byHost,
      "GP5103",
      `The Databricks CLI gives no token for ${origin}.`,
      `Sign in with: databricks auth login --host ${origin}`,
    ],
    [
      "failed for a profile",
      { kind: "failed" },
      { profile: "dev", origin },
      "GP5103",
      `The Databricks CLI gives no token for ${origin}.`,
      'Sign in with: databricks auth login --profile "dev"',
    ],
    ["late", { kind: "late" }, byHost, "GP5107", "The Databricks CLI does not answer in time.", "Sign in with:"],
    [
      "no JSON",
      { kind: "answered", output: "Usage: databricks" },
      byHost,
      "GP5109",
      "What the Databricks CLI answers is not a token.",
      "Update the CLI to 0.207.1 or newer.",
    ],
    [
      "no token",
      answered({ access_token: 1 }),
      byHost,
      "GP5109",
      "What the Databricks CLI answers is not a token.",
      "Update",
    ],
    [
      "a token that is none",
      answered({ access_token: "a\nb" }),
      byHost,
      "GP5109",
      "What the Databricks CLI answers is not a token.",
      "Update",
    ],
  ])("says what is wrong: %s", async (_name, answer, login, code, message, hint) => {
    const credentials = cliCredentials(login, fakeWorld({}, null), cli(answer).run);
    const error: unknown = await credentials.headers(never).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WorkspaceError);
    const problem = (error as WorkspaceError).diagnostic;
    expect(problem).toMatchObject({ code, message });
    expect(problem.hint).toContain(hint);
  });
});

describe.skipIf(process.platform === "win32")("runDatabricksCli", () => {
  function commandNamed(name: string, script: string): string {
    const directory = temporaryDirectory({ [name]: `#!/bin/sh\n${script}\n` });
    chmodSync(join(directory, name), 0o755);
    return directory;
  }

  it("runs the databricks of the PATH with the environment given", async () => {
    const directory = commandNamed("databricks", `printf '%s|' "$@" "$WHO"`);
    const answer = await runDatabricksCli(["auth", "token"], { PATH: directory, WHO: "me" }, never);
    expect(answer).toEqual({ kind: "answered", output: "auth|token|me|" });
  });

  it("passes arguments on as they are", async () => {
    const directory = commandNamed("databricks", `printf '%s|' "$@"`);
    const answer = await runDatabricksCli(["--profile", `a"; echo $(id) '`], { PATH: directory }, never);
    expect(answer).toEqual({ kind: "answered", output: `--profile|a"; echo $(id) '|` });
  });

  it("runs what DATABRICKS_CLI_PATH names", async () => {
    const path = join(commandNamed("other", "printf yes"), "other");
    const answer = await runDatabricksCli([], { PATH: "", DATABRICKS_CLI_PATH: path }, never);
    expect(answer).toEqual({ kind: "answered", output: "yes" });
  });

  it("tells apart what goes wrong", async () => {
    expect(await runDatabricksCli([], { PATH: temporaryDirectory() }, never)).toEqual({ kind: "missing" });
    const failing = commandNamed("databricks", "echo secret >&2; exit 1");
    expect(await runDatabricksCli([], { PATH: failing }, never)).toEqual({ kind: "failed" });
    expect(await runDatabricksCli(["a\0b"], { PATH: failing }, never)).toEqual({ kind: "failed" });
    const flooding = commandNamed("databricks", "while :; do echo 0123456789012345678901234567890123456789; done");
    expect(["failed", "late"]).toContain((await runDatabricksCli([], { PATH: flooding }, never)).kind);
  });

  it("ends with the signal", async () => {
    const sleeping = commandNamed("databricks", "exec /bin/sleep 60");
    const controller = new AbortController();
    const running = runDatabricksCli([], { PATH: sleeping }, controller.signal);
    controller.abort();
    expect(["failed", "late"]).toContain((await running).kind);
  });
});
