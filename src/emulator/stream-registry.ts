import type { CallFacts } from "./open-stream.js";
import { StreamSession } from "./stream-session.js";
import type { StreamStats } from "./stats.js";
import type { StreamTransport } from "./stream-transport.js";
import type { StreamWorld } from "./stream-world.js";

/** Streams that ended and are still told of. */
const remembered = 100;

/** The streams of the emulator. */
export class StreamRegistry {
  readonly #world: StreamWorld;
  readonly #active = new Set<StreamSession>();
  #ended: StreamStats[] = [];
  #onIdle: (() => void)[] = [];

  constructor(world: StreamWorld) {
    this.#world = world;
  }

  /** A stream for a call. */
  open(call: CallFacts, transport: StreamTransport): StreamSession {
    const session = new StreamSession(this.#world, call, transport, () => {
      this.#remove(session);
    });
    this.#active.add(session);
    return session;
  }

  stats(): readonly StreamStats[] {
    return [...this.#ended, ...[...this.#active].map((session) => session.stats())];
  }

  reportWarnings(): void {
    for (const session of this.#active) session.reportWarnings();
  }

  /** Announces to all streams that they will be closed, and waits until they are. */
  async closeIn(seconds: number): Promise<void> {
    for (const session of [...this.#active]) session.closeIn(seconds);
    if (this.#active.size > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  #remove(session: StreamSession): void {
    this.#active.delete(session);
    this.#ended.push(session.stats());
    if (this.#ended.length > 2 * remembered) this.#ended = this.#ended.slice(-remembered);
    if (this.#active.size > 0) return;
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }
}
