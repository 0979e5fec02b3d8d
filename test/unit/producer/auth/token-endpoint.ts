import type { TokenPlace, TokenWorld } from "../../../../src/producer/auth/token-source.js";
import { ZerobusError } from "../../../../src/zerobus/zerobus-error.js";

/** A request as a faked token endpoint got it. */
export interface TokenCall {
  readonly url: string;
  readonly headers: Headers;
  readonly form: URLSearchParams;
  readonly redirect: string | undefined;
  readonly signal: AbortSignal;
}

export type Reply = (call: TokenCall) => Response | Promise<Response>;

/** A token endpoint that gives the replies one after the other, the last one for ever, with a clock that tests set. */
export class TokenEndpoint implements TokenWorld {
  readonly calls: TokenCall[] = [];
  time = 1_000_000;
  readonly #replies: readonly Reply[];

  constructor(...replies: readonly Reply[]) {
    this.#replies = replies;
  }

  readonly now = (): number => this.time;

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const form = new URLSearchParams(typeof init.body === "string" ? init.body : "");
    const call = { url, headers: new Headers(init.headers), form, redirect: init.redirect, signal: init.signal! };
    this.calls.push(call);
    const reply = this.#replies[Math.min(this.calls.length, this.#replies.length) - 1];
    if (reply === undefined) throw new Error("nothing is to be sent");
    return await reply(call);
  };
}

export function issues(token: string, seconds: unknown = 3_600): Reply {
  return () => Response.json({ access_token: token, token_type: "Bearer", expires_in: seconds });
}

export function refuses(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return () =>
    typeof body === "string" ? new Response(body, { status, headers }) : Response.json(body, { status, headers });
}

/** Answers once it is let go, or fails when its request is aborted. */
export function held(reply: Reply): { reply: Reply; release: () => void } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  return {
    release: () => {
      release();
    },
    reply: async (call) => {
      await new Promise<void>((resolve, reject) => {
        void released.then(resolve);
        call.signal.addEventListener("abort", () => {
          reject(call.signal.reason as Error);
        });
      });
      return await reply(call);
    },
  };
}

export const place: TokenPlace = {
  endpoint: "https://1234567890123456.zerobus.eu-west-1.cloud.databricks.com",
  workspaceUrl: "https://dbc-1.cloud.databricks.com/?o=1",
  table: "main.sensors.air_quality",
  headers: {},
};

export const never = new AbortController().signal;

/** The ZerobusError that a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<ZerobusError> {
  const error: unknown = await promise.then(
    (value) => new Error(`no failure but ${String(value)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ZerobusError)) throw new Error("no ZerobusError", { cause: error });
  return error;
}
