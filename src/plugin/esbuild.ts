import type { Plugin } from "esbuild";
import type { PluginOptions } from "./plugin-options.js";
import { genProducers } from "./plugin.js";

export type { PluginOptions };

/** Generates the producers, or checks them, as a step of a build with esbuild. */
const plugin: (options?: PluginOptions) => Plugin = genProducers.esbuild;

export default plugin;
