import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { drawPlan, loadCodec, runRound, strictDdl, writeCodec, type World } from "../../scripts/chaos/harness.mjs";
import { startEmulator } from "../../src/emulator/index.js";
import { generate } from "../../src/generate.js";
import { deadLetterFile } from "../../src/producer/dead-letter/dead-letter-file.js";
import { openProducer } from "../../src/producer/open-producer.js";
import { grpc } from "../../src/transport/grpc/grpc.js";
import { rest } from "../../src/transport/rest/rest.js";
import { ddlTables } from "../emulator/support/tables.js";
import { temporaryDirectory } from "../support/temporary-directory.js";

/** What a round in this process can have: nothing is killed. The whole of it is `npm run chaos`. */
const can = { kill: false, proxy: true, transports: { grpc: 1 }, streams: 3, seconds: 2 };

const tables = ddlTables(strictDdl);

async function worldIn(directory: string): Promise<World> {
  mkdirSync(directory, { recursive: true });
  return {
    openProducer,
    transports: { grpc: () => grpc(), rest: () => rest() },
    deadLetterFile,
    codec: await loadCodec(await writeCodec(generate, directory)),
    directory,
    startEmulator: async ({ seed }) => {
      const emulator = await startEmulator({ tables, seed });
      const { zerobusEndpoint, workspaceUrl } = emulator;
      return { zerobusEndpoint, workspaceUrl, stop: () => emulator.close() };
    },
  };
}

describe("a producer under fire", () => {
  it.each([
    ["load", 1, {}],
    ["load", 2, {}],
    ["load", 3, { transports: { rest: 1 } }],
    ["stop", 4, {}],
    ["storm", 5, {}],
  ])("loses no row: %s, seed %i", async (kind, seed, more) => {
    const plan = drawPlan(seed, { ...can, kinds: { [kind]: 1 }, ...more });
    const result = await runRound(plan, await worldIn(join(temporaryDirectory(), "round")));
    expect(result.violations).toEqual([]);
    expect(result.rows).toBeGreaterThan(0);
  });
});
