import { connect, createServer } from "node:net";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

/** A way to a server on this machine that can break: what a network does and a server cannot do by itself. */
export async function startProxy(target) {
  const { hostname, port } = new URL(target);
  const pairs = new Set();
  const state = { isFrozen: false, isRefusing: false, refused: 0, bytesLeft: Infinity };
  const server = createServer((socket) => {
    if (state.isRefusing) refuse(socket, state);
    else join(socket, connect(Number(port), hostname), state, pairs);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const reset = () => {
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy();
  };
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** How many connections were broken at once. */
    refused: () => state.refused,
    /** Breaks every connection. */
    reset,
    /** Breaks every connection once so many more bytes went through: in the middle of a message. */
    resetAfter: (bytes) => {
      state.bytesLeft = bytes;
    },
    /** Nothing goes through, and nobody is told; new connections are made and stay silent. */
    freeze: (ms) => during(ms, (on) => setFrozen(on, state, pairs)),
    /** New connections break, and so do the others. */
    refuse: (ms) =>
      during(ms, (on) => {
        state.isRefusing = on;
        if (on) reset();
      }),
    close: async () => {
      reset();
      server.close();
      await once(server, "close");
    },
  };
}

function refuse(socket, state) {
  state.refused += 1;
  socket.resetAndDestroy();
}

async function during(ms, set) {
  set(true);
  await wait(ms);
  set(false);
}

function setFrozen(isFrozen, state, pairs) {
  state.isFrozen = isFrozen;
  for (const pair of pairs) for (const socket of pair) socket[isFrozen ? "pause" : "resume"]();
}

function join(client, upstream, state, pairs) {
  const pair = [client, upstream];
  pairs.add(pair);
  const end = () => {
    pairs.delete(pair);
    client.destroy();
    upstream.destroy();
  };
  for (const [from, to] of [pair, [upstream, client]]) {
    from.on("data", (bytes) => {
      if (!forward(bytes, to, state, pairs)) from.pause();
    });
    to.on("drain", () => {
      if (!state.isFrozen) from.resume();
    });
    from.on("end", () => to.end());
    from.on("error", end);
    from.on("close", end);
    if (state.isFrozen) from.pause();
  }
}

/** False where the other side has enough for now. */
function forward(bytes, to, state, pairs) {
  state.bytesLeft -= bytes.length;
  if (state.bytesLeft >= 0) return to.write(bytes);
  to.write(bytes.subarray(0, Math.max(0, bytes.length + state.bytesLeft)));
  state.bytesLeft = Infinity;
  for (const pair of pairs) for (const socket of pair) socket.destroy();
  return true;
}
