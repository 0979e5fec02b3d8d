import type { SparkType, StructField } from "./spark-type.js";
import type { Column, ColumnFill, Origin } from "./table.js";

/** A column or struct field while a table is being changed. */
export interface EditableField extends TypeSlot {
  name: string;
  nullable: boolean;
  comment: string | null;
  fill: ColumnFill;
  origin: Origin | null;
  isRemoved: boolean;
  previous: EditableField | null;
  next: EditableField | null;
}

/** A place that holds a type; opened where a change goes into the type. */
export interface TypeSlot {
  type: SparkType;
  opened: OpenedType | null;
}

/** A nested type whose parts can be changed. */
export type OpenedType =
  | { readonly kind: "struct"; readonly fields: EditableFields }
  | { readonly kind: "array"; readonly element: TypeSlot; readonly containsNull: boolean }
  | { readonly kind: "map"; readonly key: TypeSlot; readonly value: TypeSlot; readonly valueContainsNull: boolean };

export type NewField = Omit<EditableField, "opened" | "isRemoved" | "previous" | "next">;

/**
 * Columns or fields in an order that changes. A linked list with an index by name: every change takes the same time
 * however many there are, so that a long history of changes stays linear.
 */
export class EditableFields {
  private first: EditableField | null = null;
  private last: EditableField | null = null;
  /** By lower-case name: Spark compares names without case. */
  private readonly byName = new Map<string, EditableField>();

  get size(): number {
    return this.byName.size;
  }

  find(name: string): EditableField | null {
    return this.byName.get(name.toLowerCase()) ?? null;
  }

  append(field: NewField): EditableField {
    return this.insert(field, this.last);
  }

  /** Inserts a field behind another one; at the front where that is null. */
  insert(field: NewField, after: EditableField | null): EditableField {
    const { name, type, nullable, comment, fill, origin } = field;
    const node: EditableField = {
      name,
      type,
      nullable,
      comment,
      fill,
      origin,
      opened: null,
      isRemoved: false,
      previous: null,
      next: null,
    };
    this.byName.set(name.toLowerCase(), node);
    this.link(node, after);
    return node;
  }

  remove(field: EditableField): void {
    this.unlink(field);
    this.byName.delete(field.name.toLowerCase());
    field.isRemoved = true;
  }

  /** Moves a field behind another one; to the front where that is null. */
  move(field: EditableField, after: EditableField | null): void {
    if (after === field) return;
    this.unlink(field);
    this.link(field, after);
  }

  rename(field: EditableField, name: string): void {
    this.byName.delete(field.name.toLowerCase());
    field.name = name;
    this.byName.set(name.toLowerCase(), field);
  }

  *[Symbol.iterator](): IterableIterator<EditableField> {
    for (let field = this.first; field !== null; field = field.next) yield field;
  }

  private link(field: EditableField, after: EditableField | null): void {
    field.previous = after;
    field.next = after === null ? this.first : after.next;
    if (field.previous === null) this.first = field;
    else field.previous.next = field;
    if (field.next === null) this.last = field;
    else field.next.previous = field;
  }

  private unlink(field: EditableField): void {
    if (field.previous === null) this.first = field.next;
    else field.previous.next = field.next;
    if (field.next === null) this.last = field.previous;
    else field.next.previous = field.previous;
  }
}

/** The columns of a table, ready to be changed. */
export function openColumns(columns: readonly Column[]): EditableFields {
  const fields = new EditableFields();
  for (const column of columns) fields.append(column);
  return fields;
}

/** The columns as they are after the changes, numbered from 0. */
export function closeColumns(fields: EditableFields): readonly Column[] {
  return Array.from(fields, (field, position) => {
    const { name, nullable, comment, fill, origin } = field;
    return { name, type: closeType(field), nullable, comment, position, fill, origin };
  });
}

/** Opens the nested type of a slot; null where the type has no parts. */
export function openType(slot: TypeSlot): OpenedType | null {
  slot.opened ??= opened(slot.type);
  return slot.opened;
}

function opened(type: SparkType): OpenedType | null {
  switch (type.kind) {
    case "struct":
      return { kind: "struct", fields: openFields(type.fields) };
    case "array":
      return { kind: "array", element: slotOf(type.element), containsNull: type.containsNull };
    case "map":
      return {
        kind: "map",
        key: slotOf(type.key),
        value: slotOf(type.value),
        valueContainsNull: type.valueContainsNull,
      };
    default:
      return null;
  }
}

function openFields(structFields: readonly StructField[]): EditableFields {
  const fields = new EditableFields();
  for (const field of structFields) fields.append({ ...field, fill: { kind: "writer" }, origin: null });
  return fields;
}

function slotOf(type: SparkType): TypeSlot {
  return { type, opened: null };
}

/** The type of a slot after the changes. */
function closeType(slot: TypeSlot): SparkType {
  const type = slot.opened;
  switch (type?.kind) {
    case undefined:
      return slot.type;
    case "struct":
      return { kind: "struct", fields: Array.from(type.fields, closeField) };
    case "array":
      return { kind: "array", element: closeType(type.element), containsNull: type.containsNull };
    case "map": {
      const { valueContainsNull } = type;
      return { kind: "map", key: closeType(type.key), value: closeType(type.value), valueContainsNull };
    }
  }
}

function closeField(field: EditableField): StructField {
  return { name: field.name, type: closeType(field), nullable: field.nullable, comment: field.comment };
}
