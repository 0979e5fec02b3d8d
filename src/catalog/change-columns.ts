import type { AddedColumn, ColumnChange, Identifier, PositionNode, QualifiedName } from "../ddl/nodes.js";
import type { DiagnosticCode } from "../diagnostics/codes.js";
import { quote } from "../ddl/quote.js";
import { type BuildContext, buildColumn } from "./build-columns.js";
import { type EditableField, type EditableFields, openType, type TypeSlot } from "./editable-fields.js";
import { resolveType } from "./resolve-type.js";

/** Where a path leads: a field with the list it is in, or the inside of an array or map. */
type Target =
  | { readonly kind: "field"; readonly field: EditableField; readonly fields: EditableFields }
  | { readonly kind: "part"; readonly slot: TypeSlot };

/** Applies the changes of columns that ALTER TABLE knows; every function returns false after reporting a problem. */
export class ColumnChanger {
  private readonly columns: EditableFields;
  private readonly context: BuildContext;

  constructor(columns: EditableFields, context: BuildContext) {
    this.columns = columns;
    this.context = context;
  }

  add(added: AddedColumn, ifNotExists: boolean): boolean {
    const { column } = added;
    const fields = this.fieldsAt(added.parent);
    if (fields === null) return false;
    if (fields.find(column.name.text) !== null) return ifNotExists || this.exists(column.name);
    const field = buildColumn(column, 0, this.context);
    const after = this.resolvePosition(fields, added.position);
    if (field === null || after === undefined) return false;
    if (after === "end") fields.append(field);
    else fields.insert(field, after);
    return true;
  }

  drop(column: QualifiedName, ifExists: boolean): boolean {
    const target = this.find(column.parts, ifExists);
    if (target === null) return ifExists;
    if (target.kind === "part") return this.refuse(column, "It is part of an array or map and cannot be dropped.");
    if (target.fields.size === 1) return this.refuse(column, "It is the only one: nothing would be left.");
    target.fields.remove(target.field);
    return true;
  }

  change(column: QualifiedName, changes: readonly ColumnChange[]): boolean {
    const target = this.find(column.parts, false);
    return target !== null && changes.every((change) => this.changeOne(target, column, change));
  }

  /** Makes the columns of a new primary key NOT NULL; null after a problem. */
  requireAll(names: readonly Identifier[], onNullable: (name: Identifier) => void): readonly EditableField[] | null {
    const found: EditableField[] = [];
    for (const name of names) {
      const field = this.column(name);
      if (field === null) return null;
      if (field.nullable) onNullable(name);
      field.nullable = false;
      found.push(field);
    }
    return found;
  }

  /** A column of the table itself; null after reporting that there is none. */
  column(name: Identifier): EditableField | null {
    return this.columns.find(name.text) ?? this.unknown(name);
  }

  private changeOne(target: Target, column: QualifiedName, change: ColumnChange): boolean {
    if (change.kind === "type") return this.changeType(target, change);
    if (target.kind === "part")
      return this.refuse(column, "Of the parts of an array or map only the type can be changed.");
    const { field, fields } = target;
    switch (change.kind) {
      case "comment":
        field.comment = change.comment;
        return true;
      case "nullable":
        field.nullable = change.nullable;
        return true;
      case "fill":
        field.fill = change.fill;
        return true;
      case "rename":
        return this.rename(field, fields, change.name);
      case "position":
        return this.move(field, fields, change.position);
    }
  }

  private changeType(target: Target, change: Extract<ColumnChange, { kind: "type" }>): boolean {
    const slot = target.kind === "part" ? target.slot : target.field;
    const type = resolveType(change.type, {
      defaultCollation: this.context.defaultCollation,
      report: (problem, path) => {
        this.context.report(problem, path);
      },
    });
    if (type === null) return false;
    slot.type = type;
    slot.opened = null;
    return true;
  }

  private rename(field: EditableField, fields: EditableFields, name: Identifier): boolean {
    const other = fields.find(name.text);
    if (other !== null && other !== field) return this.exists(name);
    fields.rename(field, name.text);
    return true;
  }

  private move(field: EditableField, fields: EditableFields, position: PositionNode): boolean {
    const after = this.resolvePosition(fields, position);
    if (after === undefined || after === "end") return false;
    fields.move(field, after);
    return true;
  }

  /** The field to stand behind, null for the front; undefined after a problem. */
  private resolvePosition(
    fields: EditableFields,
    position: PositionNode | null,
  ): EditableField | null | "end" | undefined {
    if (position === null) return "end";
    if (position.kind === "first") return null;
    return fields.find(position.name.text) ?? this.unknown(position.name) ?? undefined;
  }

  private fieldsAt(path: readonly Identifier[]): EditableFields | null {
    if (path.length === 0) return this.columns;
    const target = this.find(path, false);
    if (target === null) return null;
    const type = openType(target.kind === "part" ? target.slot : target.field);
    if (type?.kind === "struct") return type.fields;
    const last = path.at(-1);
    return last === undefined
      ? null
      : this.report("GP2010", `${quote(last.text)} is no struct: nothing can be added to it.`, last);
  }

  private find(path: readonly Identifier[], isOptional: boolean): Target | null {
    let target: Target | null = null;
    for (const part of path) {
      target = target === null ? fieldIn(this.columns, part) : step(target, part);
      if (target === null) return isOptional ? null : this.unknown(part);
    }
    return target;
  }

  private exists(name: Identifier): false {
    this.report("GP2010", `There is a column or field ${quote(name.text)} already.`, name);
    return false;
  }

  private unknown(name: Identifier): null {
    return this.report("GP2008", `There is no column or field ${quote(name.text)}.`, name);
  }

  private refuse(column: QualifiedName, message: string): false {
    this.report("GP2010", message, column);
    return false;
  }

  private report(code: DiagnosticCode, message: string, range: { readonly start: number; readonly end: number }): null {
    this.context.report({ code, message, start: range.start, end: range.end }, null);
    return null;
  }
}

function fieldIn(fields: EditableFields, name: Identifier): Target | null {
  const field = fields.find(name.text);
  return field === null ? null : { kind: "field", field, fields };
}

/** One step of a path: into a struct by the field's name, into arrays and maps by `element`, `key` and `value`. */
function step(target: Target, part: Identifier): Target | null {
  const type = openType(target.kind === "part" ? target.slot : target.field);
  if (type === null) return null;
  if (type.kind === "struct") return fieldIn(type.fields, part);
  const name = part.text.toLowerCase();
  if (type.kind === "array") return name === "element" ? { kind: "part", slot: type.element } : null;
  if (name === "key") return { kind: "part", slot: type.key };
  return name === "value" ? { kind: "part", slot: type.value } : null;
}
