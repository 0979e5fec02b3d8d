import type { TextRange } from "./problem.js";

/** The syntax tree of the statements the reader understands: what the text says, each part with its place. */

export interface Identifier extends TextRange {
  /** The name without quotes, its case kept. */
  readonly text: string;
}

/** `catalog.schema.table`, or the last parts of it; also the path of a column, `address.street`. */
export interface QualifiedName extends TextRange {
  readonly parts: readonly Identifier[];
}

export type TypeNode = NamedTypeNode | ArrayTypeNode | MapTypeNode | StructTypeNode;

export interface NamedTypeNode extends TextRange {
  readonly kind: "named";
  /** Upper case, several words joined by one space: `DECIMAL`, `INTERVAL DAY TO SECOND`. */
  readonly name: string;
  /** Texts between the parentheses; null where there are none. */
  readonly parameters: readonly string[] | null;
  readonly collation: string | null;
}

export interface ArrayTypeNode extends TextRange {
  readonly kind: "array";
  readonly element: TypeNode;
}

export interface MapTypeNode extends TextRange {
  readonly kind: "map";
  readonly key: TypeNode;
  readonly value: TypeNode;
}

export interface StructTypeNode extends TextRange {
  readonly kind: "struct";
  readonly fields: readonly FieldNode[];
}

/** A field of a struct. */
export interface FieldNode extends TextRange {
  readonly name: Identifier;
  readonly type: TypeNode;
  readonly notNull: boolean;
  readonly comment: string | null;
}

/** Who fills a column a row leaves out. Expressions are SQL text. */
export type FillNode =
  | { readonly kind: "writer" }
  | { readonly kind: "default"; readonly expression: string }
  | { readonly kind: "generated"; readonly expression: string }
  | { readonly kind: "identity"; readonly always: boolean; readonly start: string; readonly step: string };

/** A column of a table; the range covers name and type. */
export interface ColumnNode extends FieldNode {
  readonly fill: FillNode;
  /** The column's own PRIMARY KEY constraint, with its name where it has one. */
  readonly primaryKey: { readonly name: string | null } | null;
}

/** A PRIMARY KEY constraint of a table. */
export interface PrimaryKeyNode extends TextRange {
  readonly name: string | null;
  readonly columns: readonly Identifier[];
}

/** What a table definition says besides its columns. */
export interface TableClauses {
  readonly format: string | null;
  readonly comment: string | null;
  readonly location: string | null;
  readonly defaultCollation: string | null;
  readonly properties: ReadonlyMap<string, string>;
  /** Columns that PARTITIONED BY adds, Hive's way. */
  readonly partitionColumns: readonly ColumnNode[];
  /** Columns that PARTITIONED BY refers to, without those inside transforms such as `bucket(16, id)`. */
  readonly partitionNames: readonly QualifiedName[];
  readonly clusterNames: readonly QualifiedName[];
}

/** Where the columns of a table without a column list come from. */
export type ColumnSource = "list" | "query" | "like" | "clone" | "view" | "nowhere";

export interface CreateTable extends TextRange {
  readonly kind: "create-table";
  readonly name: QualifiedName;
  readonly tableKind: "table" | "streaming" | "view";
  readonly external: boolean;
  readonly temporary: boolean;
  /** What happens where the table exists: an error, nothing, or it is replaced. */
  readonly existing: "refuse" | "keep" | "replace";
  readonly columnSource: ColumnSource;
  readonly columns: readonly ColumnNode[];
  readonly primaryKeys: readonly PrimaryKeyNode[];
  readonly clauses: TableClauses;
}

export interface AlterTable extends TextRange {
  readonly kind: "alter-table";
  readonly name: QualifiedName;
  readonly actions: readonly AlterAction[];
}

/** Where a column goes; null: at the end when added, where it was when changed. */
export type PositionNode = { readonly kind: "first" } | { readonly kind: "after"; readonly name: Identifier };

export interface AddedColumn {
  /** Path of the struct the column goes into; empty for the table itself. */
  readonly parent: readonly Identifier[];
  readonly column: ColumnNode;
  readonly position: PositionNode | null;
}

export type ColumnChange =
  | { readonly kind: "type"; readonly type: TypeNode }
  | { readonly kind: "comment"; readonly comment: string | null }
  | { readonly kind: "nullable"; readonly nullable: boolean }
  | { readonly kind: "fill"; readonly fill: FillNode }
  | { readonly kind: "position"; readonly position: PositionNode }
  | { readonly kind: "rename"; readonly name: Identifier };

export type AlterAction =
  | { readonly kind: "add-columns"; readonly ifNotExists: boolean; readonly columns: readonly AddedColumn[] }
  | { readonly kind: "drop-columns"; readonly ifExists: boolean; readonly columns: readonly QualifiedName[] }
  | { readonly kind: "replace-columns"; readonly columns: readonly ColumnNode[] }
  | { readonly kind: "alter-column"; readonly column: QualifiedName; readonly changes: readonly ColumnChange[] }
  | { readonly kind: "rename-table"; readonly name: QualifiedName }
  | { readonly kind: "set-properties"; readonly properties: ReadonlyMap<string, string> }
  | { readonly kind: "unset-properties"; readonly keys: readonly string[] }
  | { readonly kind: "set-location"; readonly location: string }
  | { readonly kind: "cluster-by"; readonly columns: readonly QualifiedName[] }
  | { readonly kind: "add-primary-key"; readonly primaryKey: PrimaryKeyNode }
  | { readonly kind: "drop-primary-key" }
  | { readonly kind: "drop-constraint"; readonly name: string };

/** DROP TABLE or DROP VIEW. */
export interface DropTable extends TextRange {
  readonly kind: "drop-table";
  readonly name: QualifiedName;
}

/** COMMENT ON TABLE or COLUMN; the name of a column carries that of its table in front. */
export interface CommentOn extends TextRange {
  readonly kind: "comment-on";
  readonly target: "table" | "column";
  readonly name: QualifiedName;
  readonly comment: string | null;
}

/** USE and SET CATALOG: the parts a name may leave out from here on. Null parts: the text has a hole without a value. */
export interface Use extends TextRange {
  readonly kind: "use";
  readonly target: "catalog" | "schema";
  readonly parts: readonly string[] | null;
}

export type Statement = CreateTable | AlterTable | DropTable | CommentOn | Use;
