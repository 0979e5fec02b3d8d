import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { controlOf } from "./emulator.mjs";
import { startProxy } from "./proxy.mjs";

/** Starts an emulator and the ways to it, does the work, and ends them: `work({ emulator, proxies, control, places })`. */
export async function withField(plan, { directory, startEmulator }, work) {
  mkdirSync(directory, { recursive: true });
  const emulator = await startEmulator({ seed: plan.emulatorSeed, directory: join(directory, "data") });
  const urls = [emulator.zerobusEndpoint, emulator.workspaceUrl];
  const proxies = plan.isProxied ? await Promise.all(urls.map(startProxy)) : [];
  const [zerobus, workspaceUrl] = urls.map((url, index) => proxies[index]?.url ?? url);
  // The emulator takes REST inserts on its workspace address.
  const places = { endpoint: plan.transport === "rest" ? workspaceUrl : zerobus, workspaceUrl };
  try {
    return await work({ emulator, proxies, control: controlOf(emulator.workspaceUrl), places });
  } finally {
    for (const proxy of proxies) await proxy.close();
    await emulator.stop();
  }
}
