// Compiles src/ into dist/. Incremental: a warm run only checks what changed.
import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const buildInfo = `${root}.tmp/build.tsbuildinfo`;

/** Leaves dist/ equal to src/; throws where the compiler refuses, after printing what it said. */
export function build() {
  // The compiler trusts its notes about files it wrote: without dist/ they are wrong.
  if (!existsSync(`${root}dist/cli/bin.js`)) rmSync(buildInfo, { force: true });
  const compiler = `${root}node_modules/typescript/bin/tsc`;
  const options = ["-p", "tsconfig.build.json", "--incremental", "--tsBuildInfoFile", buildInfo];
  execFileSync(process.execPath, [compiler, ...options], { cwd: root, stdio: "inherit" });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
