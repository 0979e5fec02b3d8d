import { appendRow } from "./append.js";
import type { RowBatch } from "./batch.js";
import type { ColumnInfo, StructInfo } from "./info.js";
import type { Decoded } from "./types.js";
import type { ValidationResult } from "./refuse.js";

/** A table as a value: its functions and what is known of it. */
export interface TableCodec<Row> {
  readonly table: TableInfo;
  readonly columns: readonly ColumnInfo[];
  /** Base64 of the table's DescriptorProto, which holds its nested messages. */
  readonly descriptor: string;
  /** Changes when the columns do. */
  readonly schemaHash: string;
  /** Protobuf bytes of a row. Throws `EncodeError`. */
  readonly encode: (row: Row) => Uint8Array;
  /** Writes the row at the end of the batch. Throws `EncodeError` and leaves the batch as it was. */
  readonly append: (row: Row, batch: RowBatch) => void;
  /** Checks an unknown value and reports every problem. */
  readonly validate: (input: unknown) => ValidationResult<Row>;
  /** Row of protobuf bytes, in canonical form. Throws `DecodeError`. */
  readonly decode: (bytes: Uint8Array) => Decoded<Row>;
  /** The JSON form that the service takes. Throws `EncodeError`. */
  readonly toJson: (row: Row) => string;
  /** Standard Schema, version 1. */
  readonly "~standard": StandardProps<Row>;
}

/** Name of the table, unquoted. */
export interface TableInfo {
  readonly catalog: string;
  readonly schema: string;
  readonly name: string;
  /** `catalog.schema.name` */
  readonly fullName: string;
}

/** What Standard Schema asks of a validator; see https://standardschema.dev. */
export interface StandardProps<Row> {
  readonly version: 1;
  readonly vendor: string;
  readonly validate: (value: unknown) => StandardResult<Row>;
  readonly types?: { readonly input: Row; readonly output: Row } | undefined;
}

export type StandardResult<Row> =
  | { readonly value: Row; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path: readonly (string | number)[] }[] };

/** What the generated module gives for a table. */
export interface TableCodecInput<Row> {
  readonly table: Omit<TableInfo, "fullName">;
  readonly columns: StructInfo;
  readonly descriptor: string;
  readonly schemaHash: string;
  readonly encode: (row: Row) => Uint8Array;
  readonly validate: (input: unknown) => ValidationResult<Row>;
  readonly decode: (bytes: Uint8Array) => Decoded<Row>;
  readonly toJson: (row: Row) => string;
}

/** Puts a table's functions together. */
export function tableCodec<Row>(input: TableCodecInput<Row>): TableCodec<Row> {
  const { table, columns, encode, validate } = input;
  return {
    ...input,
    table: { ...table, fullName: `${table.catalog}.${table.schema}.${table.name}` },
    columns: columns.fields,
    append: (row, batch) => {
      appendRow(batch, row, encode);
    },
    "~standard": { version: 1, vendor: "gen-producers", validate: (value) => standardResult(validate(value)) },
  };
}

function standardResult<Row>(result: ValidationResult<Row>): StandardResult<Row> {
  if (result.ok) return { value: result.value };
  return { issues: result.issues.map(({ message, path }) => ({ message, path })) };
}
