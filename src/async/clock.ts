import { performance } from "node:perf_hooks";
import { clearTimeout, setImmediate, setTimeout } from "node:timers";

/** Time as long-running parts see it; tests have their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that never step back, with fractions. */
  readonly steady: () => number;
  /** Runs the work once after that many milliseconds, unless the returned function is called before. */
  readonly later: (ms: number, work: () => void) => () => void;
  /** Runs the work after what is going on now, before any timer of the future. */
  readonly soon: (work: () => void) => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  later: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  soon: (work) => {
    setImmediate(work);
  },
};
