import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { describe, expect, test } from "vitest";
import { runtimeModule } from "../../src/emit/runtime-module.js";

const runtimePlugin: Plugin = {
  name: "runtime",
  setup: (context) => {
    context.onResolve({ filter: /runtime\.js$/ }, ({ path }) => ({ path, namespace: "runtime" }));
    context.onLoad({ filter: /./, namespace: "runtime" }, () => ({ contents: runtimeModule(), loader: "ts" }));
  },
};

async function bundled(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: join(import.meta.dirname, "basic/expected/main/shop"), loader: "ts" },
    plugins: [runtimePlugin],
    external: ["gen-producers/producer"],
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "error",
  });
  return outputFiles[0]!.text;
}

describe("a bundle", () => {
  test("of a module that is imported for nothing is empty", async () => {
    expect(await bundled('import "./orders.js";')).toBe("");
  });

  test("of the encoder holds no decoder, no checks, no column facts and no descriptor", async () => {
    const text = await bundled('import { encodeOrders } from "./orders.js"; console.log(encodeOrders);');
    expect(text).toContain("writeDecimal");
    for (const name of ["readTag", "isOrders", "structInfo", "rowToJson", "descriptor:", "openProducer"])
      expect(text).not.toContain(name);
  });

  test("of the table value opens no producer", async () => {
    const text = await bundled('import { orders } from "./orders.js"; console.log(orders);');
    expect(text).toContain("descriptor:");
    expect(text).not.toContain("openProducer");
  });

  test("of the decoder holds no encoder", async () => {
    const text = await bundled('import { decodeOrders } from "./orders.js"; console.log(decodeOrders);');
    expect(text).toContain("readTag");
    for (const name of ["writeDecimal", "isOrders", "structInfo"]) expect(text).not.toContain(name);
  });
});
