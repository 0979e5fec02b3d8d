import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DevTools } from "./devtools.js";
import { findBrowser } from "./find-browser.js";

export interface View {
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
}

/** A page in a browser without a window. */
export interface Page {
  /** What an expression gives in the page, as JSON; waits for a promise. */
  evaluate: (expression: string) => Promise<unknown>;
  /** Waits until an expression is true in the page; throws with it where it does not become so in ten seconds. */
  until: (expression: string) => Promise<void>;
  /** Presses a key, such as `Enter` or `Tab`. */
  press: (key: string) => Promise<void>;
  show: (view: View) => Promise<void>;
  /** The whole page as PNG. */
  screenshot: () => Promise<Buffer>;
  /** Errors of scripts, refused resources and violated policies so far. */
  readonly errors: readonly string[];
  /** Addresses the page asked for so far. */
  readonly requests: readonly string[];
  close: () => Promise<void>;
}

/** Opens an address. Throws where there is no browser. */
export async function openPage(url: string, view: View): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), "browser-"));
  const flags = ["--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars", "--no-first-run"];
  // In containers there is no sandbox to be had; the page is our own.
  const args = [...flags, "--no-sandbox", "--disable-dev-shm-usage", `--user-data-dir=${profile}`, "about:blank"];
  const browser = spawn(findBrowser(), args, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const tools = new DevTools(browser);
  const ended = once(browser, "exit");
  const close = async (): Promise<void> => {
    void tools.send("Browser.close").catch(() => undefined);
    await Promise.race([ended, sleep(5_000).then(() => browser.kill("SIGKILL"))]);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const page = await attach(tools, close);
    await page.show(view);
    await page.evaluate(`location.href = ${JSON.stringify(url)}`);
    await page.until(`location.href.startsWith(${JSON.stringify(url)}) && document.readyState === "complete"`);
    return page;
  } catch (error) {
    await close();
    throw error;
  }
}

async function attach(tools: DevTools, close: () => Promise<void>): Promise<Page> {
  const { targetId } = await tools.send("Target.createTarget", { url: "about:blank" });
  const attached = await tools.send("Target.attachToTarget", { targetId, flatten: true });
  const session = String(attached["sessionId"]);
  const { errors, requests } = watch(tools);
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await tools.send(`${domain}.enable`, {}, session);
  const evaluate = async (expression: string): Promise<unknown> => {
    const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    const { result, exceptionDetails } = await tools.send("Runtime.evaluate", params, session);
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return (result as { readonly value?: unknown }).value;
  };
  return {
    evaluate,
    until: (expression) => until(expression, evaluate),
    press: (key) => press(tools, session, key),
    show: (view) => show(tools, session, view),
    screenshot: async () => {
      const { data } = await tools.send("Page.captureScreenshot", { captureBeyondViewport: true }, session);
      return Buffer.from(String(data), "base64");
    },
    errors,
    requests,
    close,
  };
}

function watch(tools: DevTools): Pick<Page, "errors" | "requests"> {
  const errors: string[] = [];
  const requests: string[] = [];
  tools.onEvent((method, params) => {
    const isError = method === "Runtime.exceptionThrown" || method === "Log.entryAdded";
    if (isError) errors.push(JSON.stringify(params));
    if (method === "Network.requestWillBeSent") {
      requests.push(String((params["request"] as { readonly url?: string } | undefined)?.url));
    }
  });
  return { errors, requests };
}

async function until(expression: string, evaluate: Page["evaluate"]): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    // Between two documents there is none to ask.
    if ((await evaluate(`Boolean(${expression})`).catch(() => false)) === true) return;
    await sleep(50);
  }
  throw new Error(`Did not become true: ${expression}`);
}

const keys: Readonly<Record<string, readonly [code: number, text: string]>> = {
  Enter: [13, "\r"],
  Tab: [9, ""],
};

async function press(tools: DevTools, session: string, key: string): Promise<void> {
  const [windowsVirtualKeyCode, text] = keys[key] ?? [0, key];
  const event = { key, code: key, windowsVirtualKeyCode, ...(text !== "" && { text }) };
  await tools.send("Input.dispatchKeyEvent", { type: text === "" ? "rawKeyDown" : "keyDown", ...event }, session);
  await tools.send("Input.dispatchKeyEvent", { type: "keyUp", key, code: key, windowsVirtualKeyCode }, session);
}

async function show(tools: DevTools, session: string, { width, height, scheme }: View): Promise<void> {
  const screen = { width, height, deviceScaleFactor: 1, mobile: false };
  await tools.send("Emulation.setDeviceMetricsOverride", screen, session);
  const features = [{ name: "prefers-color-scheme", value: scheme }];
  await tools.send("Emulation.setEmulatedMedia", { features }, session);
}
