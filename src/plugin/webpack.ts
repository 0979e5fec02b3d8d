import type { WebpackPluginInstance } from "webpack";
import type { PluginOptions } from "./plugin-options.js";
import { genProducers } from "./plugin.js";

export type { PluginOptions };

/** Generates the producers, or checks them, as a step of a build with webpack. */
const plugin: (options?: PluginOptions) => WebpackPluginInstance = genProducers.webpack;

export default plugin;
