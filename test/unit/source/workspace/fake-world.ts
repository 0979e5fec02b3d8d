import type { CliAnswer, RunCli } from "../../../../src/source/workspace/databricks-cli.js";
import { openWorkspace } from "../../../../src/source/workspace/open-workspace.js";
import type { Workspace, WorkspaceWorld } from "../../../../src/source/workspace/workspace.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";

export type Environment = Readonly<Record<string, string>>;

/** What a faked `fetch` was asked for. */
export interface SentRequest {
  readonly url: string;
  readonly headers: Headers;
  readonly body: URLSearchParams;
  readonly redirect: string | undefined;
}

/** A world without a network, a home directory with this ~/.databrickscfg, and a clock that stands still. */
export function fakeWorld(env: Environment, config: string | null, rest: Partial<WorkspaceWorld> = {}): WorkspaceWorld {
  return {
    env,
    homeDirectory: temporaryDirectory(config === null ? {} : { ".databrickscfg": config }),
    fetch: () => Promise.reject(new Error("nothing is to be sent")),
    now: () => 0,
    sleep: () => Promise.resolve(),
    random: () => 0.5,
    ...rest,
  };
}

/** A `fetch` that gives the answers one after the other, the last one for ever, and notes what it was asked. */
export function answering(...answers: readonly (() => Response)[]): { fetch: typeof fetch; sent: SentRequest[] } {
  const sent: SentRequest[] = [];
  const fetch: WorkspaceWorld["fetch"] = (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const body = new URLSearchParams(typeof init.body === "string" ? init.body : "");
    sent.push({ url, headers: new Headers(init.headers), body, redirect: init.redirect });
    const answer = answers[Math.min(sent.length, answers.length) - 1];
    return answer === undefined ? Promise.reject(new Error("no answer")) : Promise.resolve().then(answer);
  };
  return { fetch, sent };
}

export function issued(token: string, seconds: number | string = 3600): () => Response {
  return () => Response.json({ access_token: token, token_type: "Bearer", expires_in: seconds });
}

/** A Databricks CLI that answers always the same. */
export function cli(answer: CliAnswer): { run: RunCli; calls: (readonly string[])[] } {
  const calls: (readonly string[])[] = [];
  return {
    calls,
    run: (args) => {
      calls.push(args);
      return Promise.resolve(answer);
    },
  };
}

export const noCli = cli({ kind: "missing" }).run;

/** The workspace, which is expected to open. */
export async function opened(
  world: WorkspaceWorld,
  options: { readonly host?: string; readonly profile?: string } = {},
  run: RunCli = noCli,
): Promise<Workspace> {
  const { workspace, diagnostics } = await openWorkspace({ host: null, profile: null, ...options }, world, run);
  if (workspace === null) throw new Error(JSON.stringify(diagnostics));
  return workspace;
}

/** Headers as a request of one's own would get them. */
export async function headersOf(workspace: Workspace): Promise<Readonly<Record<string, string>>> {
  return await workspace.credentials.headers(new AbortController().signal);
}
