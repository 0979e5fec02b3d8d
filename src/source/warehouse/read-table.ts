import { fullName, type Table, type TableName } from "../../catalog/table.js";
import { quote } from "../../ddl/quote.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.js";
import { describeFailure, isMissing, type WarehousePlace } from "./describe-failure.js";
import type { Failure } from "./failure.js";
import { passedOver, reasonOfTable } from "./pass-over.js";
import { type Definition, lessIsKnown, onlyText, readCreateStatement, readDescription } from "./read-definition.js";
import { describeAsJson, showCreateTable } from "./sql.js";
import type { WarehouseClient } from "./warehouse-client.js";

/** A table to read. */
export interface WantedTable {
  readonly name: TableName;
  /** Found by a pattern, not named: passed over where it is a view. */
  readonly isListed: boolean;
}

export interface TableRead {
  readonly table: Table | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** What reading a table works with. */
interface Context extends WantedTable {
  readonly client: WarehouseClient;
  readonly place: WarehousePlace;
}

/** Reads one table; what was found by a pattern is left out where the service does not write to it. */
export async function readTable(
  wanted: WantedTable,
  client: WarehouseClient,
  place: WarehousePlace,
): Promise<TableRead> {
  const read = await readDefined(wanted, client, place);
  const reason = read.table === null || !wanted.isListed ? null : reasonOfTable(read.table);
  return reason === null ? read : { table: null, diagnostics: [passedOver(wanted.name, reason)] };
}

/** From its CREATE statement, or where that does not do, from its description. */
async function readDefined(wanted: WantedTable, client: WarehouseClient, place: WarehousePlace): Promise<TableRead> {
  const { name } = wanted;
  const context = { ...wanted, client, place };
  const created = await client.query(showCreateTable(name));
  if (created.failure !== null) return readRefused(created.failure, context);
  const text = onlyText(created.rows);
  const definition = text === null ? null : readCreateStatement(text, name);
  if (definition?.isView === true && wanted.isListed) {
    return { table: null, diagnostics: [passedOver(name, "is a view")] };
  }
  if (definition?.table != null) return { table: definition.table, diagnostics: definition.diagnostics };
  return readUnclear(definition?.diagnostics ?? [], context);
}

/** SHOW CREATE TABLE failed; describing a table takes less, and works for what has no CREATE statement. */
async function readRefused(failure: Failure, context: Context): Promise<TableRead> {
  const error = describeFailure(failure, wantedTable(context.name), context.place);
  if (failure.kind !== "sql" || isMissing(failure)) return { table: null, diagnostics: [error] };
  const { definition } = await describe(context);
  if (definition?.table == null) return { table: null, diagnostics: [error] };
  return described(definition, failure.condition ?? "it failed", context);
}

/** The CREATE statement gives no columns, as that of a view, or columns we cannot read: `problems` say which. */
async function readUnclear(problems: readonly Diagnostic[], context: Context): Promise<TableRead> {
  const { definition, failure } = await describe(context);
  const [first] = problems;
  const reason = first === undefined ? "it shows no columns" : `${first.code}: ${first.message}`;
  if (definition?.table != null) return described(definition, reason, context);
  const diagnostics = [...problems, ...(definition?.diagnostics ?? [])];
  if (hasErrors(diagnostics)) return { table: null, diagnostics };
  return { table: null, diagnostics: [...diagnostics, noColumns(failure, context)] };
}

function described({ table, isView, diagnostics }: Definition, reason: string, { name }: Context): TableRead {
  // The CREATE statement of a view has no types: nothing is lost.
  return { table, diagnostics: isView ? diagnostics : [...diagnostics, lessIsKnown(name, reason)] };
}

interface Description {
  readonly definition: Definition | null;
  /** Null where the runtime cannot describe tables as JSON: then nothing failed. */
  readonly failure: Failure | null;
}

async function describe({ name, client }: Context): Promise<Description> {
  const { rows, failure } = await client.query(describeAsJson(name));
  if (failure !== null) {
    const isUnknown =
      failure.kind === "sql" && (failure.condition === "PARSE_SYNTAX_ERROR" || failure.sqlState === "42601");
    return { definition: null, failure: isUnknown ? null : failure };
  }
  const text = onlyText(rows);
  return { definition: text === null ? null : readDescription(text, name), failure: null };
}

function noColumns(failure: Failure | null, { name, place }: Context): Diagnostic {
  if (failure !== null) return describeFailure(failure, wantedTable(name), place);
  const { subject, table } = wantedTable(name);
  return diagnostic("GP5109", `The SQL warehouse ${quote(place.name)} does not give the columns of ${subject}.`, {
    hint: "Read it through the Unity Catalog API, or with a warehouse of the current channel.",
    table,
  });
}

/** A table as messages name it. */
export function wantedTable(name: TableName): { readonly subject: string; readonly table: string } {
  return { subject: `the table ${quote(fullName(name))}`, table: fullName(name) };
}
