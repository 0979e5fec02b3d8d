/**
 * The library behind the `gen-producers` command: definitions to tables, tables to generated files.
 * Everything here is pure: no file system, no console.
 */
export { readDdl, readDdlSources } from "./read-ddl.js";
export type { DdlSource, ReadDdlOptions, ReadDdlResult } from "./read-ddl.js";
export { generate } from "./generate.js";
export type { Int64Choice, TableOverride } from "./mapping/table-override.js";
export type { GenerateInput, GenerateOptions, GenerateResult, GeneratedFile } from "./generate.js";
export { inspectTable } from "./inspect.js";
export type { TableInspection } from "./inspect.js";
export { formatDdl } from "./catalog/format-ddl.js";
export { formatSparkType } from "./catalog/format-type.js";
export { readUnityCatalogTable } from "./catalog/json/unity-catalog.js";
export { readDescribeTable } from "./catalog/json/describe.js";
export { readSparkSchema } from "./catalog/json/spark-table.js";
export { formatSnapshot, readSnapshot } from "./catalog/json/snapshot.js";
export type { JsonPlace, ReadTable } from "./catalog/json/json-place.js";
export { toSparkSchema } from "./catalog/spark-schema.js";
export type { Column, ColumnFill, Origin, Table, TableKind, TableName } from "./catalog/table.js";
export type { SparkType, StructField } from "./catalog/spark-type.js";
export type { Diagnostic, Span } from "./diagnostics/diagnostic.js";
export type { DiagnosticCode, Severity } from "./diagnostics/codes.js";
