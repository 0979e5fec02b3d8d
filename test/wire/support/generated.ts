import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fullName, type Table } from "../../../src/catalog/table.js";
import { generate } from "../../../src/generate.js";
import type { TableOverride } from "../../../src/mapping/table-override.js";
import type { TableCodec } from "../../../src/runtime/index.js";

const root = join(import.meta.dirname, "../../..");

/** What is generated for a table, loaded. */
export interface Generated {
  readonly table: Table;
  readonly proto: string;
  readonly module: string;
  readonly codec: TableCodec<unknown>;
}

/** Generates tables and loads their modules, all with the runtime's own sources. The modules are removed when loaded. */
export async function loadGenerated(
  tables: readonly Table[],
  overrides: Readonly<Record<string, TableOverride>> = {},
): Promise<readonly Generated[]> {
  mkdirSync(join(root, ".tmp"), { recursive: true });
  const folder = mkdtempSync(join(root, ".tmp", "generated-"));
  try {
    const { files, diagnostics } = generate({ tables, options: { runtime: "import", overrides } });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
    const byPath = new Map(files.map(({ path, content }) => [path, content]));
    return await Promise.all(
      tables.map(async (table, index) => {
        const path = fullName(table.name).replaceAll(".", "/");
        const proto = byPath.get(`${path}.proto`)!;
        const module = byPath.get(`${path}.ts`)!;
        return { table, proto, module, codec: await loadModule(join(folder, `m${index}.ts`), module) };
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function loadModule(path: string, text: string): Promise<TableCodec<unknown>> {
  const runtime = relative(join(path, ".."), join(root, "src/runtime/index.js")).replaceAll("\\", "/");
  writeFileSync(path, text.replace('"gen-producers/runtime"', JSON.stringify(runtime)));
  const exports = (await import(path)) as Record<string, unknown>;
  return Object.values(exports).find(isCodec)!;
}

function isCodec(value: unknown): value is TableCodec<unknown> {
  return typeof value === "object" && value !== null && "schemaHash" in value;
}
