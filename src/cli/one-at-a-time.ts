/** Work that follows events. */
export interface EventWork {
  /** Says that there is something to do. */
  readonly request: () => void;
  /** Gives up what has not begun; resolves once nothing is under way. */
  readonly stop: () => Promise<void>;
  /** Rejects with what the work throws. */
  readonly failed: Promise<never>;
}

/**
 * Runs the work when there was no request for `settleTime` milliseconds, never twice at once, and again where a request
 * came meanwhile.
 *
 * @param first what is under way already; it must not reject
 */
export function oneAtATime(work: () => Promise<void>, settleTime: number, first = Promise.resolve()): EventWork {
  let timer: NodeJS.Timeout | null = null;
  let running = first;
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => (fail = reject));
  const cancel = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const request = (): void => {
    cancel();
    timer = setTimeout(() => {
      timer = null;
      running = running.then(work).catch(fail);
    }, settleTime);
  };
  const stop = async (): Promise<void> => {
    cancel();
    await running;
  };
  return { request, stop, failed };
}
