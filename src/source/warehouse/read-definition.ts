import { parseJson } from "../../catalog/json/parse-json.js";
import { readDescribeTable } from "../../catalog/json/describe.js";
import { nameKey } from "../../catalog/name-scope.js";
import { readDefinitions } from "../../catalog/read-definitions.js";
import { fullName, type Table, type TableName } from "../../catalog/table.js";
import { quote } from "../../ddl/quote.js";
import { SourceText } from "../../ddl/source-text.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.js";
import type { Row } from "./driver.js";
import { oneLine } from "../workspace/server-text.js";

/** What a statement about a table says of it. */
export interface Definition {
  /** Null where its columns could not be read. */
  readonly table: Table | null;
  readonly isView: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** The table that SHOW CREATE TABLE prints. Diagnostics name the statement as their file. */
export function readCreateStatement(text: string, name: TableName): Definition {
  const source = new SourceText(text, `SHOW CREATE TABLE ${oneLine(fullName(name))}`);
  const { tables, diagnostics } = readDefinitions([source], { catalog: name.catalog, schema: name.schema });
  const [found] = tables;
  const own = diagnostics.map((each) => ({ ...each, table: fullName(name) }));
  const isView = found?.kind === "view" || diagnostics.some(({ code }) => code === "GP2002");
  const isWanted = found?.name.table.toLowerCase() === name.table.toLowerCase();
  const table = found !== undefined && isWanted && !hasErrors(diagnostics) ? renamed(found, name) : null;
  return { table, isView, diagnostics: own };
}

/** The table that DESCRIBE TABLE EXTENDED … AS JSON prints. */
export function readDescription(text: string, name: TableName): Definition {
  const file = `DESCRIBE TABLE EXTENDED ${oneLine(fullName(name))} AS JSON`;
  const { table, diagnostics } = readDescribeTable(parsed(text), { file });
  return {
    table: table === null ? null : renamed(table, name),
    isView: table?.kind === "view",
    diagnostics: diagnostics.map((each) => ({ ...each, table: fullName(name) })),
  };
}

/** Undefined, which is no description of a table, where the text is not JSON. */
function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The name as the server writes it, unless it leaves out or replaces parts: then as it was asked for. */
function renamed(table: Table, name: TableName): Table {
  return nameKey(table.name) === nameKey(name) ? table : { ...table, name };
}

/** The one value of a statement that answers with one; null where there is none. */
export function onlyText(rows: readonly Row[]): string | null {
  const value = Object.values(rows[0] ?? {})[0];
  return typeof value === "string" ? value : null;
}

/** Says that the columns come from a source that knows less. */
export function lessIsKnown(name: TableName, reason: string): Diagnostic {
  return diagnostic(
    "GP1004",
    `The table ${quote(fullName(name))} is read from its description: SHOW CREATE TABLE is of no use (${reason}).`,
    {
      hint: "A description does not say which columns the table fills itself.",
      table: fullName(name),
    },
  );
}
