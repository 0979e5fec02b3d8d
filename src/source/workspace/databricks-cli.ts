import { execFile } from "node:child_process";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { jsonObject } from "../../network/body.js";
import type { IssuedToken } from "../../network/client-credentials.js";
import { isHeaderSafe } from "../../network/headers.js";
import { errorCode } from "../../files/io-reason.js";
import { quoted } from "./settings.js";
import { tokenSource } from "./token-source.js";
import { type Credentials, WorkspaceError, type WorkspaceWorld } from "./workspace.js";

/** What became of running the Databricks CLI. What it wrote about a failure is left out: it is not ours to vouch for. */
export type CliAnswer =
  | { readonly kind: "answered"; readonly output: string }
  | { readonly kind: "missing" }
  | { readonly kind: "failed" }
  | { readonly kind: "late" };

/** Runs the Databricks CLI with the arguments; never rejects. */
export type RunCli = (args: readonly string[], env: WorkspaceWorld["env"], signal: AbortSignal) => Promise<CliAnswer>;

/** Whose token: that of a profile, or of a host where no profile is in use. */
export interface CliLogin {
  readonly profile: string | null;
  readonly origin: string;
}

/** The CLI may have to renew its token over the network. */
const patience = 30_000;

/** Where the CLI does not say when its token expires, it is asked again soon: it keeps tokens itself. */
const unknownLifetime = 5 * 60_000;

/** Runs `databricks`, or what DATABRICKS_CLI_PATH names. */
export const runDatabricksCli: RunCli = async (args, env, signal) => {
  const command = env["DATABRICKS_CLI_PATH"]?.trim() ?? "";
  const options = { env: { ...env }, signal, timeout: patience, maxBuffer: 1_000_000, windowsHide: true };
  const answer = new Promise<CliAnswer>((resolve) => {
    execFile(command === "" ? "databricks" : command, args, options, (error, output) => {
      if (error === null) resolve({ kind: "answered", output });
      else if (errorCode(error) === "ENOENT") resolve({ kind: "missing" });
      else resolve({ kind: error.killed === true ? "late" : "failed" });
    });
  });
  // An argument that no process can be given, such as a NUL in the name of a profile, is thrown.
  return await answer.catch(() => ({ kind: "failed" }));
};

/** Credentials of whoever has signed in with `databricks auth login`. */
export function cliCredentials(login: CliLogin, world: WorkspaceWorld, run: RunCli): Credentials {
  const whose = login.profile === null ? `for ${login.origin}` : `of the profile ${quoted(login.profile)}`;
  const tokens = tokenSource((signal) => askCli(login, world, run, signal), world.now);
  return {
    description: `login of the Databricks CLI ${whose}`,
    headers: async (signal) => ({ Authorization: `Bearer ${await tokens.token(signal)}` }),
    renew: tokens.renew,
  };
}

async function askCli(login: CliLogin, world: WorkspaceWorld, run: RunCli, signal: AbortSignal): Promise<IssuedToken> {
  const target = login.profile === null ? ["--host", login.origin] : ["--profile", login.profile];
  const answer = await run(["auth", "token", ...target], world.env, signal);
  signal.throwIfAborted();
  if (answer.kind !== "answered") throw new WorkspaceError(cliProblem(answer.kind, login));
  const fields = jsonObject(answer.output) ?? {};
  const value = fields["access_token"];
  if (typeof value !== "string" || !isHeaderSafe(value)) throw new WorkspaceError(cliProblem("unclear", login));
  const expiry = typeof fields["expiry"] === "string" ? Date.parse(fields["expiry"]) : Number.NaN;
  return { value, lifetime: Number.isNaN(expiry) ? unknownLifetime : Math.max(0, expiry - world.now()) };
}

function cliProblem(kind: "missing" | "failed" | "late" | "unclear", login: CliLogin): Diagnostic {
  const target = login.profile === null ? `--host ${login.origin}` : `--profile ${quoted(login.profile)}`;
  const signIn = `Sign in with: databricks auth login ${target}`;
  switch (kind) {
    case "missing":
      return diagnostic("GP5102", "The Databricks CLI, which the login is asked from, is not on the PATH.", {
        hint: "Install it, name it in DATABRICKS_CLI_PATH, or set DATABRICKS_TOKEN and DATABRICKS_AUTH_TYPE=pat.",
      });
    case "failed":
      return diagnostic("GP5103", `The Databricks CLI gives no token for ${login.origin}.`, { hint: signIn });
    case "late":
      return diagnostic("GP5107", "The Databricks CLI does not answer in time.", { hint: signIn });
    case "unclear":
      return diagnostic("GP5109", "What the Databricks CLI answers is not a token.", {
        hint: "Update the CLI to 0.207.1 or newer.",
      });
  }
}
