import { sharedWork } from "../../async/shared-work.js";
import type { IssuedToken } from "../../network/client-credentials.js";

/** Tokens that are renewed before they expire, kept in memory only. */
export interface TokenSource {
  /** A token that is good for a while; rejects with the reason of the signal, or with what `issue` threw. */
  readonly token: (signal: AbortSignal) => Promise<string>;
  /** Gives up the token that was refused; false where it had only just been issued in place of another refused one. */
  readonly renew: () => boolean;
}

interface HeldToken {
  readonly value: string;
  readonly issuedAt: number;
  readonly renewAt: number;
  /** Whether it took the place of a token that was refused. */
  readonly replacement: boolean;
  handedOut: number;
}

type Refresh = (signal: AbortSignal) => Promise<HeldToken>;

/** Never use a token in its last minutes, as the official SDKs do; of one that lives shortly, in its last quarter. */
const earliestRenewal = 5 * 60_000;

/** A token refused this long after it was issued has been revoked; refused sooner, the next one would be as well. */
const newToken = 60_000;

/** Requests under way with a refused token: each of them may still report it after another one had it replaced. */
const mostLateReports = 32;

/** Keeps the tokens that `issue` fetches; callers at one time share one fetch. `now` in milliseconds. */
export function tokenSource(issue: (signal: AbortSignal) => Promise<IssuedToken>, now: () => number): TokenSource {
  let held: HeldToken | null = null;
  let pending: Refresh | null = null;
  let refused = false;
  let lateReports = 0;

  const refresh = async (signal: AbortSignal): Promise<HeldToken> => {
    const issuedAt = now();
    const { value, lifetime } = await issue(signal);
    const renewAt = issuedAt + lifetime - Math.min(earliestRenewal, lifetime / 4);
    held = { value, issuedAt, renewAt, replacement: refused, handedOut: 0 };
    refused = false;
    return held;
  };

  const startRefresh = (): Refresh => {
    const started = sharedWork(refresh, () => {
      if (pending === started) pending = null;
    });
    return started;
  };

  return {
    token: async (signal) => {
      signal.throwIfAborted();
      let token = held;
      if (token === null || now() >= token.renewAt) {
        pending ??= startRefresh();
        token = await pending(signal);
      }
      token.handedOut++;
      return token.value;
    },
    renew: () => {
      if (held === null || (held.replacement && now() - held.issuedAt < newToken)) return lateReports-- > 0;
      lateReports = Math.min(mostLateReports, held.handedOut - 1);
      held = null;
      refused = true;
      return true;
    },
  };
}
