/** A request on its way to the store. */
export interface StoringRequest {
  readonly offset: bigint;
  readonly rows: number;
  readonly bytes: number;
  /** False where a fault wants it stored without a word to the client. */
  readonly acknowledged: boolean;
}

interface Pending {
  readonly request: StoringRequest;
  isStored: boolean;
}

/** Requests of a stream that are being stored: they come out in their order, however the store finishes. */
export class StoredRequests {
  readonly #stored: (request: StoringRequest) => void;
  #pending: Pending[] = [];
  #bytes = 0;
  #onSettled: (() => void)[] = [];

  /** Calls back for each request once it, and all before it, are stored. */
  constructor(stored: (request: StoringRequest) => void) {
    this.#stored = stored;
  }

  /** Bytes of requests that are not stored yet. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Rejects where the request could not be stored; neither it nor any after it will come out. */
  async add(request: StoringRequest, work: Promise<void>): Promise<void> {
    const pending: Pending = { request, isStored: false };
    this.#pending.push(pending);
    this.#bytes += request.bytes;
    try {
      await work;
      pending.isStored = true;
    } finally {
      this.#bytes -= request.bytes;
      this.#release(pending);
    }
  }

  /** Calls back once nothing is under way. */
  whenSettled(done: () => void): void {
    if (this.#pending.length === 0) done();
    else this.#onSettled.push(done);
  }

  #release(settled: Pending): void {
    const index = this.#pending.indexOf(settled);
    if (index !== -1 && !settled.isStored) this.#pending = this.#pending.slice(0, index);
    while (this.#pending[0]?.isStored === true) {
      const first = this.#pending.shift();
      if (first !== undefined) this.#stored(first.request);
    }
    if (this.#pending.length > 0) return;
    for (const done of this.#onSettled.splice(0)) done();
  }
}
