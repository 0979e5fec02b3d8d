/** Work that several callers wait for, each as long as its own signal allows; without any left it is given up. */
export function sharedWork<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  onEnd: () => void,
): (signal: AbortSignal) => Promise<Result> {
  const controller = new AbortController();
  const result = work(controller.signal).finally(onEnd);
  let waiting = 0;
  return async (signal) => {
    waiting++;
    try {
      return await unlessAborted(result, signal);
    } finally {
      waiting--;
      if (waiting === 0) {
        onEnd();
        controller.abort();
      }
    }
  };
}

/** The result, or a rejection with the reason of the signal where that comes first. */
export async function unlessAborted<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  // Many callers may share one signal, and Node warns of more than ten listeners to it.
  const own = AbortSignal.any([signal]);
  let stopListening = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error);
    };
    own.addEventListener("abort", onAbort, { once: true });
    stopListening = () => {
      own.removeEventListener("abort", onAbort);
    };
  });
  return await Promise.race([result, aborted]).finally(stopListening);
}
