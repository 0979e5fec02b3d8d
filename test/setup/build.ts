import { execFileSync } from "node:child_process";

/** The tests of the command line, the package and the examples run the built product: build it once, before them all. */
export default function setup(): void {
  execFileSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });
}
