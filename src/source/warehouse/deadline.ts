import type { WorkspaceWorld } from "../workspace/workspace.js";

/** Says that something took longer than it may. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/**
 * The result of `work`, which goes on unheeded where it takes longer than `ms`.
 *
 * @throws DeadlineError where it does.
 */
export async function within<Result>(world: WorkspaceWorld, ms: number, work: Promise<Result>): Promise<Result> {
  const timer = new AbortController();
  try {
    return await Promise.race([work, expire(world, ms, timer.signal)]);
  } finally {
    timer.abort();
  }
}

async function expire(world: WorkspaceWorld, ms: number, signal: AbortSignal): Promise<never> {
  await world.sleep(ms, signal);
  throw new DeadlineError(`No result within ${ms} ms`);
}

/** Waits for something whose failure changes nothing, at most `ms`. */
export async function quietly(world: WorkspaceWorld, ms: number, work: Promise<unknown>): Promise<void> {
  try {
    await within(world, ms, work);
  } catch {
    // What is closed or cancelled for good manners may fail.
  }
}
