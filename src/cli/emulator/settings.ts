import { type Arguments, number, text, texts } from "../arguments.js";
import { type ReportSettings, reportSettings } from "../settings.js";
import { type Given, sourceSettings, type SourceSettings } from "../source-settings.js";
import { UsageError } from "../usage-error.js";

export interface EmulatorSettings {
  readonly source: SourceSettings;
  readonly report: ReportSettings;
  /** Names or globs of the tables it has; empty means every table. */
  readonly tables: readonly string[];
  readonly host: string;
  readonly zerobusPort: number;
  readonly workspacePort: number;
  readonly tokenSeconds: number;
  /** Faults as JSON text. */
  readonly faults: readonly string[];
  readonly seed: number;
  readonly export: ExportSettings | null;
  readonly store: { readonly kind: "memory" | "none" } | { readonly kind: "directory"; readonly path: string };
}

/** Files that tables are written to at the end. */
export interface ExportSettings {
  readonly format: "parquet" | "csv" | "json";
  readonly directory: string;
}

export interface QuerySettings {
  readonly report: ReportSettings;
  readonly sql: string;
  /** Directory of an emulator that does not run; null for one that runs at `url`. */
  readonly data: string | null;
  readonly url: string;
}

/** Ports that are free on most machines, next to each other. */
const defaultPorts = { workspace: 7070, zerobus: 7071 };

const highestPort = 65_535;

/** @throws UsageError where the options do not fit together. */
export function emulatorSettings(given: Given): EmulatorSettings {
  const { args } = given;
  const tables = texts(args, "table") ?? [];
  return {
    source: sourceSettings(given, tables),
    report: reportSettings(args),
    tables,
    host: text(args, "bind") ?? "127.0.0.1",
    zerobusPort: number(args, "zerobus-port", 0, highestPort) ?? defaultPorts.zerobus,
    workspacePort: number(args, "workspace-port", 0, highestPort) ?? defaultPorts.workspace,
    tokenSeconds: number(args, "token-seconds", 1, 86_400) ?? 3600,
    faults: texts(args, "fault") ?? [],
    seed: number(args, "seed", 0, Number.MAX_SAFE_INTEGER) ?? 1,
    store: storeOf(text(args, "data"), args["store"] === false),
    export: exportOf(args),
  };
}

function exportOf(args: Arguments): ExportSettings | null {
  const format = text(args, "export");
  const directory = text(args, "export-to");
  if (format === null && directory !== null)
    throw new UsageError("--export-to needs --export, such as --export parquet.");
  if (format !== null && args["store"] === false) throw new UsageError("--export and --no-store exclude each other.");
  if (format !== "parquet" && format !== "csv" && format !== "json") return null;
  return { format, directory: directory ?? "export" };
}

function storeOf(path: string | null, isOff: boolean): EmulatorSettings["store"] {
  if (path !== null && isOff) throw new UsageError("--data and --no-store exclude each other.");
  if (path !== null) return { kind: "directory", path };
  return { kind: isOff ? "none" : "memory" };
}

/** @throws UsageError where the options do not fit together. */
export function querySettings({ args }: Pick<Given, "args">): QuerySettings {
  const sql = args["sql"];
  if (typeof sql !== "string" || sql.trim() === "") throw new UsageError("emulator query needs a statement.");
  const [data, url] = [text(args, "data"), text(args, "url")];
  if (data !== null && url !== null) throw new UsageError("--data and --url exclude each other.");
  return { report: reportSettings(args), sql, data, url: url ?? `http://127.0.0.1:${String(defaultPorts.workspace)}` };
}
