/** Ends the reading of a source from outside, also while its next row is waited for. */
export class Halt {
  #failure: { readonly error: unknown } | null = null;
  #isStopped = false;
  #wake: (() => void) | null = null;

  /** Whether there is nothing more to read, for a reason that is told elsewhere. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Reading is to end with this error; the first one counts. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake?.();
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
  }

  throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure.error as Error;
  }

  /** What `pending` resolves with; null where reading is to end before. */
  unlessHalted<Result>(pending: PromiseLike<Result>): Promise<Result | null> {
    return new Promise((resolve, reject) => {
      this.#wake = () => {
        resolve(null);
      };
      // Asking for it may have been what ended the reading.
      if (this.#isStopped || this.#failure !== null) resolve(null);
      pending.then(resolve, reject);
    });
  }
}
