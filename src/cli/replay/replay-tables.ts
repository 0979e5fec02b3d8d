import { fullName, type Table } from "../../catalog/table.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { descriptorBase64 } from "../../mapping/descriptor.js";
import { mapTable } from "../../mapping/map-table.js";
import { selectOverrides } from "../../mapping/select-overrides.js";
import type { TableOverride } from "../../mapping/table-override.js";
import type { ProducerCodec } from "../../producer/codec.js";
import type { StructInfo } from "../../runtime/info.js";
import { structInfoOf } from "./struct-info.js";

/** A table that rows are sent to. */
export interface ReplayTable {
  readonly name: string;
  readonly columns: StructInfo;
  /** Takes JSON records as they are. */
  readonly codec: ProducerCodec<string>;
}

export interface ReplayTables {
  readonly tables: ReadonlyMap<string, ReplayTable>;
  readonly diagnostics: readonly Diagnostic[];
}

interface MappingChoices {
  readonly unsupported: "error" | "omit";
  readonly overrides: Readonly<Record<string, TableOverride>>;
}

/** The tables of these names, as they are defined now; one that is not, or cannot be mapped, is an error. */
export function replayTables(
  names: readonly string[],
  defined: readonly Table[],
  choices: MappingChoices,
): ReplayTables {
  const byName = new Map(defined.map((table) => [fullName(table.name), table]));
  const overrides = selectOverrides([...byName.keys()].sort(), choices.overrides);
  const tables = new Map<string, ReplayTable>();
  const diagnostics: Diagnostic[] = [];
  for (const name of names) {
    const table = byName.get(name);
    if (table === undefined) {
      diagnostics.push(undefinedTable(name));
      continue;
    }
    const mapped = mapTable(table, { unsupported: choices.unsupported, override: anyLong(overrides.of(name)) });
    diagnostics.push(...mapped.diagnostics);
    const descriptor = descriptorBase64(mapped.row);
    tables.set(name, { name, columns: structInfoOf(mapped.row), codec: jsonCodec(name, descriptor) });
  }
  return { tables, diagnostics };
}

function undefinedTable(table: string): Diagnostic {
  const hint = "Give its definition too, or choose others with --table.";
  return diagnostic("GP5306", `There are rows for ${table}, which is not among the definitions.`, { table, hint });
}

/** A person who edits a line knows neither of the two types. */
function anyLong({ int64: _, ...others }: TableOverride): TableOverride {
  return others;
}

/** Rows are checked before they come here, where they are JSON already. */
function jsonCodec(fullName: string, descriptor: string): ProducerCodec<string> {
  return {
    table: { fullName },
    descriptor,
    append: () => {
      throw new TypeError("Rows are sent as JSON.");
    },
    validate: () => ({ ok: true }),
    decode: () => null,
    toJson: (row) => row,
  };
}
