import type { AbortSignalLike } from "../async/abort-signal.js";

/** The promise, or a rejection with the reason of the signal where that is sooner. */
export function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignalLike | undefined): Promise<Value> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(reasonOf(signal));
    };
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", abort);
    });
  });
}

/** What a promise is rejected with where the signal is aborted. */
export function reasonOf({ reason }: AbortSignalLike): Error {
  return reason instanceof Error ? reason : new Error("The waiting was aborted.", { cause: reason });
}
