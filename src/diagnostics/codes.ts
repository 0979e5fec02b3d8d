export type Severity = "error" | "warning" | "info";

interface CodeFacts {
  readonly severity: Severity;
  /** What the code stands for, in a few words; the line of the reference page. */
  readonly title: string;
}

/**
 * Every diagnostic the product can print. GP1xxx: reading DDL. GP2xxx: what a definition means, and its types.
 * GP3xxx: rules of the service. GP4xxx: options, names and emitted code. GP5xxx: files and the outside world.
 * A code, once released, keeps its meaning.
 */
export const diagnosticCodes = {
  GP1001: { severity: "error", title: "Syntax error in a statement" },
  GP1002: { severity: "error", title: "Literal, quoted name or comment that is not closed" },
  GP1003: { severity: "error", title: "Template hole without a value" },
  GP1004: { severity: "warning", title: "Unknown statement, passed over" },
  GP1005: { severity: "warning", title: "Semicolon missing between two statements" },
  GP1006: { severity: "warning", title: "Unknown clause of a table, passed over" },
  GP1007: { severity: "error", title: "Name that is not valid as it is written" },
  GP1008: { severity: "error", title: "Types nested too deeply" },
  GP1009: { severity: "error", title: "Clause or column option given twice or contradicting another" },
  GP1010: { severity: "error", title: "BEGIN without END" },
  GP1011: { severity: "error", title: "Too many problems to show" },
  GP2001: { severity: "warning", title: "Table without a column list" },
  GP2002: { severity: "info", title: "View whose columns have no types" },
  GP2003: { severity: "warning", title: "Catalog or schema assumed" },
  GP2004: { severity: "error", title: "Table created twice" },
  GP2005: { severity: "error", title: "Column or field defined twice" },
  GP2006: { severity: "error", title: "Unknown type" },
  GP2007: { severity: "error", title: "Parameters a type does not take" },
  GP2008: { severity: "error", title: "Unknown column" },
  GP2009: { severity: "warning", title: "Change of a table that is not in the input" },
  GP2010: { severity: "error", title: "Change that cannot be applied" },
  GP2011: { severity: "error", title: "Invalid identity column" },
  GP2012: { severity: "warning", title: "Temporary table" },
  GP2013: { severity: "warning", title: "Primary key over a nullable column" },
  GP2014: { severity: "error", title: "Table name that does not resolve to catalog, schema and table" },
  GP2015: { severity: "error", title: "More than one primary key" },
  GP2101: { severity: "error", title: "Type the service does not take" },
  GP2102: { severity: "error", title: "Collection directly inside a collection" },
  GP2103: { severity: "error", title: "Map key type that protobuf does not have" },
  GP2104: { severity: "error", title: "Struct without fields" },
  GP2105: { severity: "error", title: "Structs nested deeper than protobuf compilers accept" },
  GP2106: { severity: "error", title: "Precision, scale or length that the type cannot have" },
  GP2110: { severity: "warning", title: "Column left out: it cannot be mapped" },
  GP2111: { severity: "warning", title: "Column left out: the table generates its values" },
  GP2120: { severity: "error", title: "Name that is not a protobuf field name" },
  GP2121: { severity: "error", title: "Names that differ in case only" },
  GP2122: { severity: "error", title: "Names that clash in the protobuf message" },
  GP2123: { severity: "error", title: "Field number outside what protobuf allows" },
  GP2124: { severity: "error", title: "Field number used twice" },
  GP2125: { severity: "error", title: "Table without a column to write" },
  GP3101: { severity: "warning", title: "Service refuses: not a Delta table" },
  GP3102: { severity: "warning", title: "Service refuses: external table" },
  GP3103: { severity: "warning", title: "Service refuses: view" },
  GP3104: { severity: "warning", title: "Service refuses: column mapping" },
  GP3105: { severity: "warning", title: "Service refuses: catalog-managed commits" },
  GP3106: { severity: "warning", title: "Service refuses: name outside ASCII letters, digits and underscore" },
  GP3110: { severity: "error", title: "Service refuses: more than 2,000 columns" },
  GP4101: { severity: "error", title: "Table defined twice" },
  GP4102: { severity: "error", title: "Table name that cannot be a file name" },
  GP4103: { severity: "error", title: "Two files at one path" },
  GP4104: { severity: "error", title: "Name or pattern that matches no table" },
  GP4901: { severity: "error", title: "Emitted code that does not compile" },
  GP5001: { severity: "error", title: "File or directory of definitions not found" },
  GP5002: { severity: "error", title: "Pattern or directory without a file of definitions" },
  GP5003: { severity: "error", title: "File of definitions that cannot be read" },
  GP5004: { severity: "error", title: "File of definitions that is not text" },
  GP5005: { severity: "error", title: "No table definition in the files read" },
  GP5010: { severity: "error", title: "File at a target path that is not ours" },
  GP5011: { severity: "error", title: "Target path outside the output directory" },
  GP5012: { severity: "error", title: "Output directory that cannot be used" },
  GP5013: { severity: "error", title: "File that cannot be written, compared or removed" },
  GP5014: { severity: "warning", title: "Generated file of a table that is gone" },
  GP5999: { severity: "error", title: "Fault in the product itself" },
} as const satisfies Readonly<Record<string, CodeFacts>>;

export type DiagnosticCode = keyof typeof diagnosticCodes;
