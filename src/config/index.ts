export type { Config, Int64Choice, TableOverride, WorkspaceConfig } from "./config.js";
export { defineConfig } from "./define-config.js";
