/** Interleaved rounds: every contestant runs once a round, in another order each time, so that noise hits all alike. */
import { random } from "./rows.mjs";

/** Milliseconds that one round of one contestant takes, about: many passes over its rows, of which the first has cold caches. */
const ROUND_MS = 60;
const WARM_UP_MS = 600;

/**
 * A contestant that does `action` to every item of `list`. It has a loop of its own, so that none shares what V8 has
 * learned with another one.
 */
export function each(action, list) {
  const body = `return (repeat) => {
    let done = 0;
    for (let round = 0; round < repeat; round++) for (let index = 0; index < list.length; index++) {
      if (action(list[index]) !== null) done++;
    }
    return done;
  };`;
  return contestant(new Function("action", "list", body)(action, list), list.length);
}

/** A contestant whose functions take turns: `pairs` are [action, item]. */
export function inTurn(pairs) {
  const body = `return (repeat) => {
    let done = 0;
    for (let round = 0; round < repeat; round++) for (let index = 0; index < items.length; index++) {
      if (actions[index](items[index]) !== null) done++;
    }
    return done;
  };`;
  const actions = pairs.map(([action]) => action);
  const items = pairs.map(([, item]) => item);
  return contestant(new Function("actions", "items", body)(actions, items), pairs.length);
}

/** `run(repeat)` deals with `size` items `repeat` times. */
function contestant(run, size) {
  const time = (repeat) => {
    const start = process.cpuUsage();
    run(repeat);
    const { user, system } = process.cpuUsage(start);
    return ((user + system) * 1000) / (size * repeat);
  };
  return { size, time };
}

/**
 * Nanoseconds of processor time per item: `{ name: [one of each round] }`. Time of the processor, not of the clock: other
 * programs on the machine do not count, our own garbage collection on other threads does.
 */
export async function race(contestants, rounds) {
  const runners = [];
  for (const [name, { size, time }] of Object.entries(contestants)) runners.push(await prepare(name, size, time));
  const shuffle = shuffler(runners);
  for (let round = 0; round < rounds; round++) {
    for (const runner of shuffle()) runner.times.push(await runner.time(runner.repeat));
  }
  return Object.fromEntries(runners.map(({ name, times }) => [name, times]));
}

/** Warms a contestant up and finds how often it deals with its items in a round. */
async function prepare(name, size, time) {
  let repeat = 1;
  for (let spent = 0; spent < WARM_UP_MS;) {
    const milliseconds = ((await time(repeat)) * size * repeat) / 1e6;
    spent += Math.max(milliseconds, 1);
    repeat = Math.max(1, Math.round((repeat * ROUND_MS) / Math.max(milliseconds, 1)));
  }
  return { name, time, repeat, times: [] };
}

function shuffler(list) {
  const next = random(7);
  return () =>
    list
      .map((item) => ({ item, at: next() }))
      .sort((left, right) => left.at - right.at)
      .map(({ item }) => item);
}
