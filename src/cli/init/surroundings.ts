import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { memberOf, parseJsonTree } from "../../config/json-tree.js";
import { exists, installCommand } from "../install-command.js";
import type { Io } from "../io.js";
import type { ConfigFormat } from "./config-text.js";
import { findDdl } from "./find-ddl.js";

/** What is there already, to propose answers from. */
export interface Surroundings {
  /** Directories and globs of files that create tables, relative with `/`. */
  readonly ddl: readonly string[];
  /** Files that look like snapshots. */
  readonly from: readonly string[];
  /** Names of the profiles of ~/.databrickscfg. */
  readonly profiles: readonly string[];
  readonly format: ConfigFormat;
  /** Text of package.json; null where there is none that can be read. */
  readonly packageJson: string | null;
  /** Whether package.json names us as a dependency. */
  readonly isInstalled: boolean;
  readonly installCommand: string;
}

const snapshot = "gen-producers.snapshot.json";

/** Looks at the current directory and the names of profiles; whatever cannot be read is not there. */
export async function lookAround({ cwd, env }: Pick<Io, "cwd" | "env">): Promise<Surroundings> {
  const packageJson = await textOf(join(cwd, "package.json"));
  const dependencies = packageJson === null ? [] : dependenciesOf(packageJson);
  const isTypeScript = dependencies.includes("typescript") || (await exists(join(cwd, "tsconfig.json")));
  return {
    ddl: await findDdl(cwd),
    from: (await exists(join(cwd, snapshot))) ? [snapshot] : [],
    profiles: await profileNames(env),
    format: isTypeScript ? "ts" : packageJson === null ? "json" : "mjs",
    packageJson,
    isInstalled: dependencies.includes("gen-producers"),
    installCommand: await installCommand(cwd),
  };
}

function dependenciesOf(packageJson: string): readonly string[] {
  const { root } = parseJsonTree(packageJson.replace(/^\ufeff/, ""));
  const groups = ["dependencies", "devDependencies"].map((group) => (root === null ? null : memberOf(root, group)));
  return groups.flatMap((group) => (group?.value.kind === "object" ? group.value.members.map(({ key }) => key) : []));
}

/** Only names are read: what stands below them is secret. */
async function profileNames(env: Io["env"]): Promise<readonly string[]> {
  const home = env["HOME"] ?? env["USERPROFILE"];
  const path = env["DATABRICKS_CONFIG_FILE"] ?? (home === undefined ? null : join(home, ".databrickscfg"));
  const text = path === null ? null : await textOf(path);
  const names = (text ?? "").split(/\r?\n/).flatMap((line) => /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1]?.trim() ?? []);
  // Sections that start with two underscores are settings of other programs.
  return [...new Set(names)].filter((name) => name !== "" && !name.startsWith("__"));
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return null;
  }
}
