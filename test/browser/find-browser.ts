import { spawnSync } from "node:child_process";

const candidates = [
  process.env["CHROME_PATH"] ?? "",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Chromium or Chrome: from CHROME_PATH, the PATH, or where macOS has it. Throws where there is none. */
export function findBrowser(): string {
  const found = candidates.find(
    (path) => path !== "" && spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0,
  );
  if (found === undefined)
    throw new Error(
      "Chromium is missing. Install it (Debian, Ubuntu: `apt-get install chromium`), or name one by CHROME_PATH.",
    );
  return found;
}
