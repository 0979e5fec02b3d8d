import { channel, type Channel } from "node:diagnostics_channel";
import type { LogFields, Logger } from "./options.js";
import type { ProducerEvents } from "./producer.js";

type Kind = keyof ProducerEvents;

const kinds: readonly Kind[] = ["ack", "reconnect", "failing", "recovered", "reject", "close"];

/** Names of the channels of node:diagnostics_channel on which all producers of the process tell their events. */
const channels: ReadonlyMap<Kind, Channel> = new Map(kinds.map((kind) => [kind, channel(`gen-producers:${kind}`)]));

/** Tells listeners, the diagnostics channels and the logger what happens. */
export class Announcer {
  readonly logger: Logger;
  readonly #listeners = new Map<Kind, Set<(event: never) => void>>();

  constructor(logger: Logger) {
    this.logger = logger;
  }

  on<K extends Kind>(kind: K, listener: (event: ProducerEvents[K]) => void): () => void {
    if (!kinds.includes(kind)) throw new TypeError(`There is no event ${kind}; there are ${kinds.join(", ")}.`);
    // In a set of its own, so that a listener that is added twice is called twice and removed once.
    const own = (event: ProducerEvents[K]) => {
      listener(event);
    };
    const listeners = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, listeners.add(own));
    return () => {
      listeners.delete(own);
    };
  }

  /** Whether anyone wants to know; events of the hot path are not made for nobody. */
  has(kind: Kind): boolean {
    return (this.#listeners.get(kind)?.size ?? 0) > 0 || (channels.get(kind)?.hasSubscribers ?? false);
  }

  emit<K extends Kind>(kind: K, event: ProducerEvents[K]): void {
    for (const listener of this.#listeners.get(kind) ?? []) {
      this.#call(kind, listener as (event: ProducerEvents[K]) => void, event);
    }
    channels.get(kind)?.publish(event);
  }

  /** A logger that throws must not stop rows. */
  log(level: keyof Logger, message: string, fields: LogFields): void {
    try {
      this.logger[level](message, fields);
    } catch {
      // There is nobody left to tell.
    }
  }

  #call<K extends Kind>(kind: K, listener: (event: ProducerEvents[K]) => void, event: ProducerEvents[K]): void {
    try {
      listener(event);
    } catch (error) {
      this.log("error", "a listener threw", { event: kind, reason: error instanceof Error ? error.message : "" });
    }
  }
}
