import type { Config } from "../config/config.js";

/** What the plugin is given: how it works, and what a configuration file would say, which it wins over. */
export interface PluginOptions extends Config {
  /** `generate` writes before the build; `check` fails it where the output is out of date. Default: `generate`. */
  readonly mode?: "generate" | "check";
  /** Configuration file; otherwise the one in the current directory, where there is one. */
  readonly config?: string;
  /** Directory that relative paths start from; the current one by default. */
  readonly cwd?: string;
}
