import type { Plugin } from "rollup";
import type { PluginOptions } from "./plugin-options.js";
import { genProducers } from "./plugin.js";

export type { PluginOptions };

/** Generates the producers, or checks them, as a step of a build with Rollup. */
const plugin: (options?: PluginOptions) => Plugin | Plugin[] = genProducers.rollup;

export default plugin;
