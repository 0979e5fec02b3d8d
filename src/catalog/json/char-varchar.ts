import type { SparkType, StructField } from "../spark-type.js";

/** Longest CHAR or VARCHAR: Spark keeps the length in an int. */
const maxLength = 2_147_483_647;

/**
 * A type with its CHAR and VARCHAR, which schema JSON shows as strings and names in a text besides:
 * `struct<c:array<char(3)>>`. Null where the text is not about this type. Names stand bare in the text, whatever they
 * hold; that they are known from the type is what makes it readable.
 */
export function withLengths(type: SparkType, text: string): SparkType | null {
  const reader = new LengthReader(text);
  const found = reader.read(type);
  return reader.isAtEnd() ? found : null;
}

class LengthReader {
  private readonly text: string;
  private position = 0;

  constructor(text: string) {
    this.text = text;
  }

  isAtEnd(): boolean {
    return this.text.slice(this.position).trim() === "";
  }

  read(type: SparkType): SparkType | null {
    switch (type.kind) {
      case "array":
        return this.array(type);
      case "map":
        return this.map(type);
      case "struct":
        return this.struct(type);
      case "string":
      case "char":
      case "varchar":
        return this.string(type);
      default:
        return this.take(/\s*[^<>,:()]+(\([^()]*\))?/y) === null ? null : type;
    }
  }

  private array(type: Extract<SparkType, { readonly kind: "array" }>): SparkType | null {
    if (this.take(/\s*array\s*</iy) === null) return null;
    const element = this.read(type.element);
    return element === null || this.take(/\s*>/y) === null ? null : { ...type, element };
  }

  private map(type: Extract<SparkType, { readonly kind: "map" }>): SparkType | null {
    if (this.take(/\s*map\s*</iy) === null) return null;
    const key = this.read(type.key);
    if (key === null || this.take(/\s*,/y) === null) return null;
    const value = this.read(type.value);
    return value === null || this.take(/\s*>/y) === null ? null : { ...type, key, value };
  }

  private struct(type: Extract<SparkType, { readonly kind: "struct" }>): SparkType | null {
    if (this.take(/\s*struct\s*</iy) === null) return null;
    const fields: StructField[] = [];
    for (const field of type.fields) {
      if (fields.length > 0 && this.take(/,/y) === null) return null;
      if (!this.takeName(field.name) && !(this.skipSpace() && this.takeName(field.name))) return null;
      const read = this.read(field.type);
      if (read === null) return null;
      fields.push({ ...field, type: read });
    }
    return this.take(/\s*>/y) === null ? null : { kind: "struct", fields };
  }

  private string(type: Extract<SparkType, { readonly kind: "string" | "char" | "varchar" }>): SparkType | null {
    const found = this.take(/\s*(?:(char|varchar)\s*\(\s*(\d{1,10})\s*\)|string(?:\s+collate\s+[\w.]+)?)/iy);
    if (found === null) return null;
    const kind = found[1]?.toLowerCase();
    if (kind === undefined) return type;
    const length = Number(found[2]);
    if (length < 1 || length > maxLength) return null;
    return { kind: kind === "char" ? "char" : "varchar", length };
  }

  /** Skips white space; whether there was any. A name may begin with it, so that it is looked for first. */
  private skipSpace(): boolean {
    return this.take(/\s+/y) !== null;
  }

  private takeName(name: string): boolean {
    for (const written of [name, `\`${name.replaceAll("`", "``")}\``]) {
      if (!this.text.startsWith(`${written}:`, this.position)) continue;
      this.position += written.length + 1;
      return true;
    }
    return false;
  }

  /** Takes what a sticky pattern finds here. */
  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found !== null) this.position = pattern.lastIndex;
    return found;
  }
}
