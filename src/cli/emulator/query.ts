import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { QueryResult } from "../../emulator/store/row-store.js";
import { openForQuery } from "../../emulator/store/open-store.js";
import { StoreError } from "../../emulator/store/store-error.js";
import { type ExitCode, exitCodeFor, exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { reportDiagnostics } from "../report/reporter.js";
import { safeText } from "../report/safe-text.js";
import { tableLines } from "../report/table-text.js";
import type { QuerySettings } from "./settings.js";

/** Answers a query from a running emulator, or from the directory of one that does not run. */
export async function queryCommand(settings: QuerySettings, io: Io): Promise<ExitCode> {
  const result = await (settings.data === null ? askRunning(settings) : askDirectory(settings.data, settings.sql));
  if ("code" in result) {
    reportDiagnostics([result], settings.report, io);
    return exitCodeFor([result]);
  }
  io.stdout.write(settings.report.json ? `${JSON.stringify(result)}\n` : resultText(result));
  return exitCodes.ok;
}

async function askDirectory(path: string, sql: string): Promise<QueryResult | Diagnostic> {
  try {
    const store = await openForQuery(path);
    try {
      return await store.query(sql);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof StoreError) return diagnostic("GP5202", error.message);
    throw error;
  }
}

async function askRunning({ url, sql }: QuerySettings): Promise<QueryResult | Diagnostic> {
  const hint = "Start one with gen-producers emulator, name it with --url, or name its directory with --data.";
  try {
    const body = JSON.stringify({ sql });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(new URL("/control/query", url), { method: "POST", headers, body });
    const json: unknown = await answer.json();
    if (answer.ok && isResult(json)) return json;
    return diagnostic("GP5202", messageOf(json) ?? `The emulator answers with HTTP ${String(answer.status)}.`);
  } catch {
    return diagnostic("GP5201", `No emulator answers at ${url}.`, { hint });
  }
}

function isResult(json: unknown): json is QueryResult {
  return typeof json === "object" && json !== null && "columns" in json && "rows" in json;
}

function messageOf(json: unknown): string | null {
  if (typeof json !== "object" || json === null || !("message" in json)) return null;
  return typeof json.message === "string" ? json.message : null;
}

function resultText({ columns, rows }: QueryResult): string {
  const lines = tableLines([columns.map(({ name }) => safeText(name)), ...rows.map((row) => row.map(cellText))], null);
  return lines.map((line) => `${line}\n`).join("");
}

function cellText(value: unknown): string {
  if (value === null) return "NULL";
  return safeText(typeof value === "string" ? value : JSON.stringify(value));
}
