import { createHash } from "node:crypto";
import { fullName, type TableName } from "../catalog/table.js";
import type { FieldDescriptor, MessageDescriptor } from "./message.js";
import { nestedMessage } from "./message.js";
import { isScalarType } from "./type-mapping.js";
import { sparkTypeName, typeText } from "./type-text.js";

/**
 * First eight hex digits of the SHA-256 of what a row looks like on the wire: full name of the table, and names, types,
 * nullability and numbers of all fields. Comments do not count, nor do columns that are not part of the row. So an
 * override that omits a column changes the hash; one that renames the row or chooses a TypeScript type does not.
 */
export function schemaHash(name: TableName, message: MessageDescriptor): string {
  const facts = JSON.stringify([fullName(name), message.fields.map(fieldFacts)]);
  return createHash("sha256").update(facts).digest("hex").slice(0, 8);
}

function fieldFacts(field: FieldDescriptor): unknown {
  const type = isScalarType(field.type) ? sparkTypeName(field.type) : `${field.fieldKind} ${typeText(field.type)}`;
  const nested = nestedMessage(field)?.fields.map(fieldFacts) ?? null;
  return [field.name, field.number, field.nullable, type, nested];
}
