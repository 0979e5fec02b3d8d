import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";
import { nextTick } from "node:process";
import { setTimeout } from "node:timers";

/**
 * The sockets by which a channel connects. grpc-js cannot be told to give up a connection that is being made: where nobody
 * answers, its socket would keep the process alive for minutes.
 */
export class ConnectionSockets {
  /** Follows what the work sets off. One for each, as it slows promises down until it is disabled. */
  readonly #work = new AsyncLocalStorage<true>();
  readonly #sockets = new Set<Socket>();
  #isGivenUp = false;
  readonly #remember = (message: unknown): void => {
    if (this.#work.getStore() === undefined || !isSocketMessage(message)) return;
    const { socket } = message;
    // Not at once: Node has not connected it yet, and would bring it back to life.
    if (this.#isGivenUp) nextTick(() => socket.destroy());
    else this.#sockets.add(socket);
  };

  /** Does work that starts to connect. What connects in consequence belongs here, until `connected` or `giveUp`. */
  watch<Value>(work: () => Value): Value {
    subscribe(channelName, this.#remember);
    return this.#work.run(true, work);
  }

  /** The connection is there: whatever connects from now on is not for it. */
  connected(): void {
    this.#unwatch();
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
      this.#unwatch();
    });
  }

  #unwatch(): void {
    unsubscribe(channelName, this.#remember);
    this.#work.disable();
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
