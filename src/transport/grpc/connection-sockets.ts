import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";
import { setTimeout } from "node:timers";

const connecting = new AsyncLocalStorage<ConnectionSockets>();

/**
 * The sockets by which a channel connects. grpc-js cannot be told to give up a connection that is being made: where nobody
 * answers, its socket would keep the process alive for minutes.
 */
export class ConnectionSockets {
  readonly #sockets = new Set<Socket>();
  #isGivenUp = false;
  readonly #remember = (message: unknown): void => {
    const isOurs = connecting.getStore() === this;
    if (!isOurs || !isSocketMessage(message)) return;
    this.#sockets.add(message.socket);
    if (this.#isGivenUp) this.#destroy();
  };

  /** Does work that starts to connect. What connects in consequence belongs here, until `connected` or `giveUp`. */
  watch<Value>(work: () => Value): Value {
    subscribe(channelName, this.#remember);
    return connecting.run(this, work);
  }

  /** The connection is there: whatever connects from now on is not for it. */
  connected(): void {
    unsubscribe(channelName, this.#remember);
  }

  /** Lets the sockets close by themselves, for a second; none keeps the process alive meanwhile. */
  release(): void {
    for (const socket of this.#sockets) socket.unref();
    later(() => {
      this.#destroy();
    });
  }

  /** Drops the sockets, also the one by which grpc-js tries once more after its channel is closed. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#destroy();
    later(() => {
      unsubscribe(channelName, this.#remember);
    });
  }

  #destroy(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }
}

/** After a second, should the process live that long. */
function later(work: () => void): void {
  setTimeout(work, 1_000).unref();
}

/** Where Node tells of each new socket of a client. */
const channelName = "net.client.socket";

function isSocketMessage(message: unknown): message is { readonly socket: Socket } {
  return typeof message === "object" && message !== null && "socket" in message && message.socket instanceof Socket;
}
