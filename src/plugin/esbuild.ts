import { genProducers } from "./plugin.js";

export type { PluginOptions } from "./plugin.js";

export default genProducers.esbuild;
