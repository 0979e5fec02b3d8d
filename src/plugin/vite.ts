import type { Plugin } from "vite";
import type { PluginOptions } from "./plugin-options.js";
import { genProducers } from "./plugin.js";

export type { PluginOptions };

/** Generates the producers, or checks them, as a step of a build with Vite. */
const plugin: (options?: PluginOptions) => Plugin | Plugin[] = genProducers.vite;

export default plugin;
