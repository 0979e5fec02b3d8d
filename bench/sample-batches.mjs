// Rows of the sample catalog, encoded by the generated code.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Batches of the tables that are asked for, as examples/consumer.ts makes them. */
export async function sampleBatches(root, rows, tables) {
  const directory = mkdtempSync(join(tmpdir(), "bench-batches-"));
  const outfile = join(directory, "consumer.mjs");
  try {
    await build({
      entryPoints: [join(root, "examples/consumer.ts")],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      external: ["gen-producers/producer"],
    });
    const { encodeBatches } = await import(pathToFileURL(outfile).href);
    return encodeBatches(rows, () => performance.now()).filter(({ table }) => tables.includes(table));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
