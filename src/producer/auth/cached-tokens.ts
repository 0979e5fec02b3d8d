import { sharedWork } from "../../async/shared-work.js";
import type { IssuedToken } from "../../network/client-credentials.js";
import { ZerobusError } from "../../zerobus/zerobus-error.js";

/** Tokens in memory, renewed before they expire. */
export interface CachedTokens {
  /** A token that is good for a while; rejects with what `issue` threw, or with the reason of the signal. */
  readonly token: (signal: AbortSignal) => Promise<string>;
  /** Forgets the token there is. */
  readonly discard: () => void;
}

interface HeldToken {
  readonly value: string;
  readonly renewAt: number;
  readonly expiresAt: number;
}

type Renewal = (signal: AbortSignal) => Promise<HeldToken>;

/** A token is renewed so long before it expires, in milliseconds, or in the last fifth of its life where that is later. */
const earliestRenewal = 5 * 60_000;

/** How long a new token is waited for while the old one still is good, in milliseconds. */
const patience = 5_000;

/** Keeps the tokens that `issue` fetches; callers at one time share one fetch. `now` in milliseconds. */
export function cachedTokens(issue: (signal: AbortSignal) => Promise<IssuedToken>, now: () => number): CachedTokens {
  let held: HeldToken | null = null;
  let pending: Renewal | null = null;

  const fetchToken = async (signal: AbortSignal): Promise<HeldToken> => {
    const issuedAt = now();
    const { value, lifetime } = await issue(signal);
    const renewAt = issuedAt + lifetime - Math.min(earliestRenewal, lifetime / 5);
    held = { value, renewAt, expiresAt: issuedAt + lifetime };
    return held;
  };

  const renew: Renewal = (signal) => {
    if (pending === null) {
      const started = sharedWork(fetchToken, () => {
        if (pending === started) pending = null;
      });
      pending = started;
    }
    return pending(signal);
  };

  /** The token there is, where it still is good. */
  const usable = (): HeldToken | null => (held !== null && now() < held.expiresAt ? held : null);

  return {
    token: async (signal) => {
      signal.throwIfAborted();
      const old = usable();
      if (old === null) return (await renew(signal)).value;
      if (now() < old.renewAt) return old.value;
      try {
        return (await renew(AbortSignal.any([signal, AbortSignal.timeout(patience)]))).value;
      } catch (error) {
        const other = usable();
        if (other === null || signal.aborted || isFinal(error)) throw error;
        return other.value;
      }
    },
    discard: () => {
      held = null;
    },
  };
}

function isFinal(error: unknown): boolean {
  return error instanceof ZerobusError && !error.retryable;
}
