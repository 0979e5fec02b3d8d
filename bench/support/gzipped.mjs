/** Size of what a bundler makes. */
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Bytes of the entry and what it needs. */
export async function gzipped(folder, contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}
