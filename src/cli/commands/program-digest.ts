import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { packageDirectory } from "../../files/package-directory.js";
import { digestOf } from "../../output/record.js";

let known: string | undefined;

/**
 * Digest of this program as it is installed: its version says nothing of one that was built or patched in place. Taken once:
 * a process that watches runs what it was started with, whatever is installed meanwhile.
 */
export function programDigest(): string {
  known ??= digestOfProgram();
  return known;
}

function digestOfProgram(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const root = packageDirectory(here) ?? here;
  const [code = "dist"] = relative(root, here).split(sep);
  const files = [code, "templates", join("src", "runtime")].flatMap((folder) => filesOf(join(root, folder)));
  return digestOf([join(root, "package.json"), ...files].map((path) => readFileSync(path)));
}

function filesOf(folder: string): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const isCode = (path: string) => /\.(?:js|ts|hbs)$/.test(path) && !path.endsWith(".d.ts");
  return paths
    .filter(isCode)
    .sort()
    .map((path) => join(folder, path));
}
