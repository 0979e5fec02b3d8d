import { type RawMessage, maxDepth } from "./descriptor-bytes.js";
import { DescriptorError } from "./descriptor-error.js";

/** A message with the types that are declared in it, by name. */
export interface Scope {
  readonly raw: RawMessage;
  /** Dotted, from the outermost message. */
  readonly path: string;
  readonly types: ReadonlyMap<string, DeclaredType>;
}

export type DeclaredType = Scope | "enum";

/** What a full name stands for; null where it is not in the descriptor, or not a full name. */
export type ResolveType = (name: string) => DeclaredType | null;

/** The message with all that is declared in it. Throws DescriptorError for names that are none, or not the only ones. */
export function scopeOf(raw: RawMessage, outer: string | null): Scope {
  const types = new Map<string, DeclaredType>();
  const name = identifier(raw.name, "message");
  const scope: Scope = { raw, path: outer === null ? name : `${outer}.${name}`, types };
  for (const nested of raw.nested) declare(types, nested.name, scope, scopeOf(nested, scope.path));
  for (const each of raw.enums) declare(types, identifier(each, "enum"), scope, "enum");
  return scope;
}

function declare(types: Map<string, DeclaredType>, name: string, scope: Scope, type: DeclaredType): void {
  if (types.has(name)) throw new DescriptorError(`${scope.path} declares two types called ${name}.`);
  types.set(name, type);
}

/** The name as it is. Throws DescriptorError for what `.proto` files cannot call so. */
export function identifier(name: string, what: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  throw new DescriptorError(name === "" ? `A ${what} has no name.` : `A ${what} is called ${quoted(name)}.`);
}

/** Text of the descriptor, short and in one line. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

/**
 * Finds types by their full names, with the leading dot: the service does not look for others ("Proto not
 * self-contained"). Such a name starts with the package, which a `DescriptorProto` does not tell: whatever stands before
 * the outermost message is the package, and the same for all names.
 */
export function typeResolver(root: Scope): ResolveType {
  let packageName: readonly string[] | null = null;
  return (name) => {
    const [dot, ...parts] = name.split(".");
    if (dot !== "") return null;
    packageName ??= packageOf(parts, root);
    if (packageName?.every((part, index) => part === parts[index]) !== true) return null;
    const [outermost, ...rest] = parts.slice(packageName.length);
    return outermost === root.raw.name ? descend(root, rest) : null;
  };
}

/** What stands before the outermost message in a full name of one of its types; null where it is none. */
function packageOf(parts: readonly string[], root: Scope): readonly string[] | null {
  for (let index = Math.max(0, parts.length - maxDepth); index < parts.length; index++) {
    if (parts[index] === root.raw.name && descend(root, parts.slice(index + 1)) !== null) return parts.slice(0, index);
  }
  return null;
}

function descend(type: DeclaredType, names: readonly string[]): DeclaredType | null {
  let found: DeclaredType | undefined = type;
  for (const name of names) found = found === "enum" ? undefined : found?.types.get(name);
  return found ?? null;
}
