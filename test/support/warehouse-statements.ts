import { formatDdl } from "../../src/catalog/format-ddl.js";
import { formatSparkType } from "../../src/catalog/format-type.js";
import { fullName, type Table, type TableName } from "../../src/catalog/table.js";
import type { SparkType } from "../../src/catalog/spark-type.js";

/** The failure of a statement, as the server words it. */
export interface StatementError {
  readonly message: string;
  readonly sqlState: string;
}

/** A table of the warehouse, with what the statements about it answer. */
export interface ServedTable {
  readonly name: TableName;
  /** As `information_schema.tables` has it. */
  readonly type: string;
  readonly format: string;
  readonly create: string | StatementError;
  readonly description: string | StatementError;
  /** Names and 1-based positions, as `information_schema.columns` has them. */
  readonly positions: readonly (readonly [column: string, position: number])[];
}

export interface Catalogue {
  readonly tables: readonly ServedTable[];
  /** Catalogs without an information schema, in lower case. */
  readonly withoutInformationSchema: ReadonlySet<string>;
}

export type Cell = string | number | null;

export interface ResultSet {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const types = { managed: "MANAGED", external: "EXTERNAL", view: "MATERIALIZED_VIEW", streaming: "STREAMING_TABLE" };

/** A table as the warehouse serves it where nothing is out of the ordinary. */
export function served(table: Table): ServedTable {
  return {
    name: table.name,
    type: types[table.kind],
    format: table.format.toUpperCase(),
    create: formatDdl(table).replace(/;\n$/, "\n"),
    description: describeJson(table),
    positions: table.columns.map(({ name, position }) => [name, position + 1]),
  };
}

export function notFound(name: string): StatementError {
  return {
    message: `[TABLE_OR_VIEW_NOT_FOUND] The table or view ${name} cannot be found. Verify the spelling and correctness of the schema and catalog.\nIf you did not qualify the name with a schema, verify the current_schema() output. SQLSTATE: 42P01; line 1 pos 18;\n'ShowCreateTable false\n+- 'UnresolvedTableOrView [x]\n\tat org.apache.spark.sql.catalyst.analysis.package$.failAnalysis(package.scala:1)`,
    sqlState: "42P01",
  };
}

/** What Spark says where it does not know a statement. */
export function syntaxError(near: string): StatementError {
  const message = `[PARSE_SYNTAX_ERROR] Syntax error at or near '${near}'. SQLSTATE: 42601 (line 1, pos 30)\n\n== SQL ==\nDESCRIBE`;
  return { message, sqlState: "42601" };
}

/** The answer to one of the statements that the reader sends. */
export function execute(statement: string, catalogue: Catalogue): ResultSet | StatementError {
  for (const [pattern, answer] of statements) {
    const match = pattern.exec(statement);
    if (match !== null) return answer(catalogue, match.slice(1), statement);
  }
  return syntaxError(statement.slice(0, 20));
}

type Answer = (catalogue: Catalogue, parts: readonly string[], statement: string) => ResultSet | StatementError;

const name = "`((?:[^`]|``)*)`";
const fullPath = `${name}\\.${name}\\.${name}`;

const statements: readonly (readonly [RegExp, Answer])[] = [
  [/^SELECT 1$/, () => ({ columns: ["1"], rows: [[1]] })],
  [new RegExp(`^SHOW CREATE TABLE ${fullPath}$`), showCreate],
  [new RegExp(`^DESCRIBE TABLE EXTENDED ${fullPath} AS JSON$`), describe],
  [/^SHOW CATALOGS$/, showCatalogs],
  [new RegExp(`^SHOW SCHEMAS IN ${name}$`), showSchemas],
  [new RegExp(`^SHOW TABLES IN ${name}\\.${name}$`), showTables],
  [new RegExp(`^SELECT [a-z_, ]+ FROM ${name}\\.\`information_schema\`\\.\`tables\``), selectTables],
  [new RegExp(`^SELECT [a-z_, ]+ FROM ${name}\\.\`information_schema\`\\.\`columns\``), selectColumns],
];

function plain(part: string | undefined): string {
  return (part ?? "").replaceAll("``", "`").toLowerCase();
}

function find({ tables }: Catalogue, parts: readonly string[]): ServedTable | StatementError {
  const wanted = parts.map(plain).join(".");
  const found = tables.find((table) => fullName(table.name).toLowerCase() === wanted);
  return found ?? notFound(parts.map((part) => `\`${part}\``).join("."));
}

function single(column: string, value: string | StatementError): ResultSet | StatementError {
  return typeof value === "string" ? { columns: [column], rows: [[value]] } : value;
}

function showCreate(catalogue: Catalogue, parts: readonly string[]): ResultSet | StatementError {
  const table = find(catalogue, parts);
  return "message" in table ? table : single("createtab_stmt", table.create);
}

function describe(catalogue: Catalogue, parts: readonly string[]): ResultSet | StatementError {
  const table = find(catalogue, parts);
  return "message" in table ? table : single("json_metadata", table.description);
}

function column(title: string, values: readonly string[]): ResultSet {
  return { columns: [title], rows: [...new Set(values)].map((value) => [value]) };
}

function showCatalogs({ tables }: Catalogue): ResultSet {
  return column("catalog", [...tables.map((table) => table.name.catalog), "system"]);
}

function ofCatalog({ tables }: Catalogue, catalog: string | undefined): readonly ServedTable[] {
  return tables.filter((table) => table.name.catalog.toLowerCase() === plain(catalog));
}

function showSchemas(catalogue: Catalogue, [catalog]: readonly string[]): ResultSet | StatementError {
  const tables = ofCatalog(catalogue, catalog);
  if (tables.length === 0) {
    return {
      message: `[NO_SUCH_CATALOG_EXCEPTION] Catalog '${catalog ?? ""}' was not found. SQLSTATE: 42704`,
      sqlState: "42704",
    };
  }
  return column("databaseName", [...tables.map((table) => table.name.schema), "information_schema"]);
}

function showTables(catalogue: Catalogue, [catalog, schema]: readonly string[]): ResultSet | StatementError {
  const tables = ofCatalog(catalogue, catalog).filter((table) => table.name.schema.toLowerCase() === plain(schema));
  return {
    columns: ["database", "tableName", "isTemporary"],
    rows: tables.map((table) => [table.name.schema, table.name.table, "false"]),
  };
}

function informationSchema(catalogue: Catalogue, catalog: string | undefined): readonly ServedTable[] | StatementError {
  const tables = ofCatalog(catalogue, catalog);
  if (tables.length === 0 || catalogue.withoutInformationSchema.has(plain(catalog))) {
    return notFound(`\`${catalog ?? ""}\`.\`information_schema\`.\`tables\``);
  }
  return tables;
}

/** The literals of `table_schema = '…'` and `table_name IN ('…', '…')`. */
function literals(statement: string): { readonly schema: string | null; readonly tables: readonly string[] | null } {
  const text = (literal: string): string =>
    literal.slice(1, -1).replaceAll(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
  const schema = /table_schema = ('(?:[^'\\]|\\.)*')/.exec(statement)?.[1];
  const list = /table_name IN \((.*)\)$/.exec(statement)?.[1];
  return {
    schema: schema === undefined ? null : text(schema),
    tables: list === undefined ? null : (list.match(/'(?:[^'\\]|\\.)*'/g) ?? []).map(text),
  };
}

function selectTables(
  catalogue: Catalogue,
  [catalog]: readonly string[],
  statement: string,
): ResultSet | StatementError {
  const tables = informationSchema(catalogue, catalog);
  if ("message" in tables) return tables;
  const { schema } = literals(statement);
  const own = tables.filter((table) => schema === null || table.name.schema.toLowerCase() === schema);
  const views = schema === null ? [["information_schema", "tables", "VIEW", "UNKNOWN_DATA_SOURCE_FORMAT"]] : [];
  return {
    columns: ["table_schema", "table_name", "table_type", "data_source_format"],
    rows: [...own.map((table) => [table.name.schema, table.name.table, table.type, table.format]), ...views],
  };
}

function selectColumns(
  catalogue: Catalogue,
  [catalog]: readonly string[],
  statement: string,
): ResultSet | StatementError {
  const tables = informationSchema(catalogue, catalog);
  if ("message" in tables) return tables;
  const wanted = literals(statement);
  const own = tables.filter((table) => {
    const isNamed = wanted.tables === null || wanted.tables.includes(table.name.table.toLowerCase());
    return isNamed && table.name.schema.toLowerCase() === wanted.schema;
  });
  return {
    columns: ["table_name", "column_name", "ordinal_position"],
    rows: own.flatMap((table) => table.positions.map(([title, position]) => [table.name.table, title, position])),
  };
}

/** A table as DESCRIBE TABLE EXTENDED … AS JSON prints it. */
export function describeJson(table: Table): string {
  return JSON.stringify({
    table_name: table.name.table,
    catalog_name: table.name.catalog,
    namespace: [table.name.schema],
    schema_name: table.name.schema,
    columns: table.columns.map(({ name: title, type, nullable, comment }) => ({
      name: title,
      type: describeType(type),
      nullable,
      ...(comment !== null && { comment }),
    })),
    partition_columns: table.partitionColumns,
    clustering_columns: table.clusterColumns,
    ...(table.location !== null && { location: table.location }),
    type: types[table.kind],
    provider: table.format,
    ...(table.comment !== null && { comment: table.comment }),
    table_properties: table.properties,
    owner: "someone@example.com",
  });
}

function describeType(type: SparkType): unknown {
  switch (type.kind) {
    case "array":
      return { name: "array", element_type: describeType(type.element), element_nullable: type.containsNull };
    case "map":
      return {
        name: "map",
        key_type: describeType(type.key),
        value_type: describeType(type.value),
        value_nullable: type.valueContainsNull,
      };
    case "struct":
      return {
        name: "struct",
        fields: type.fields.map((field) => ({
          name: field.name,
          type: describeType(field.type),
          nullable: field.nullable,
        })),
      };
    case "decimal":
      return { name: "decimal", precision: type.precision, scale: type.scale };
    default:
      return { name: formatSparkType(type).toLowerCase() };
  }
}
