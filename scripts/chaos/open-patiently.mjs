import { setTimeout as wait } from "node:timers/promises";

/** Opens a producer where the service may be away for longer than a stream may take to open. */
export async function openPatiently(open) {
  for (let tries = 1; ; tries++) {
    try {
      return await open();
    } catch (error) {
      if (error.retryable !== true || tries === 50) throw error;
      await wait(200);
    }
  }
}
