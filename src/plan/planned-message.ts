import { nestedMessage, type FieldDescriptor, type MapField, type MessageDescriptor } from "../mapping/message.js";
import { camelCase, pascalCase } from "../mapping/proto-names.js";
import type { RuntimeFunction, RuntimeType } from "../mapping/runtime-names.js";
import { moduleScope, type NameScope } from "./names.js";
import { identifier, type Identifier } from "./text.js";

/** The names the exports of a module have. */
export interface ExportNames {
  readonly encode: Identifier;
  readonly validate: Identifier;
  readonly decode: Identifier;
  readonly toJson: Identifier;
  readonly codec: Identifier;
  readonly openProducer: Identifier;
}

/** A message with the names of what the module declares for it. */
export interface PlannedMessage {
  readonly message: MessageDescriptor;
  /** Names of the fields that lead to it; empty for the row. */
  readonly path: readonly string[];
  /** The field that holds it; null for the row. */
  readonly owner: FieldDescriptor | null;
  readonly type: Identifier;
  /** Writes the message; for the row, the exported function does. */
  readonly write: Identifier;
  readonly is: Identifier;
  readonly read: Identifier;
  readonly info: Identifier;
  /** What names of parts and entries start with. */
  readonly base: string;
}

/** What the planning of one module shares: names given out, and names of the runtime in use. */
export interface ModuleContext {
  readonly scope: NameScope;
  readonly exports: ExportNames;
  /** The row first, then every nested message before those inside it. */
  readonly messages: readonly PlannedMessage[];
  readonly messageOf: (message: MessageDescriptor) => PlannedMessage;
  readonly entryOf: (field: MapField) => EntryNames;
  readonly use: (name: RuntimeFunction) => Identifier;
  readonly useType: (name: RuntimeType) => Identifier;
  /** Everything used so far. */
  readonly usedFunctions: ReadonlySet<RuntimeFunction>;
  readonly usedTypes: ReadonlySet<RuntimeType>;
}

/** The functions for the entries of one map. */
export interface EntryNames {
  readonly write: Identifier;
  readonly read: Identifier;
}

/** Names everything a module declares; what callers see has the first choice. */
export function moduleContext(table: string, row: MessageDescriptor): ModuleContext {
  const scope = moduleScope();
  const base = row.name;
  const type = scope.claim(base);
  // Where the row has a name of its own, so has the codec.
  const exports = exportNames(scope, base, camelCase(base === pascalCase(table) ? table : base));
  const nested = nestedOf(row, base, []);
  const types = nested.map((each) => scope.claim(each.base));
  const root = internalNames(scope, { message: row, path: [], owner: null, base }, type);
  const inner = nested.map((each, index) => internalNames(scope, each, types[index] ?? type));
  const messages = [{ ...root, write: exports.encode }, ...inner];
  const entries = new Map(messages.flatMap((message) => entriesOf(scope, message)));
  const byMessage = new Map(messages.map((each) => [each.message, each]));
  return { scope, exports, messages, messageOf: lookUp(byMessage), entryOf: lookUp(entries), ...usedNames() };
}

type Unnamed = Pick<PlannedMessage, "message" | "path" | "owner" | "base">;

function exportNames(scope: NameScope, base: string, codec: string): ExportNames {
  return {
    encode: scope.claim(`encode${base}`),
    validate: scope.claim(`validate${base}`),
    decode: scope.claim(`decode${base}`),
    toJson: scope.claim(`toJson${base}`),
    codec: scope.claim(codec),
    openProducer: scope.claim(`open${base}Producer`),
  };
}

function nestedOf(message: MessageDescriptor, base: string, path: readonly string[]): readonly Unnamed[] {
  return message.fields.flatMap((owner) => {
    const nested = nestedMessage(owner);
    if (nested === null) return [];
    const inner = { message: nested, path: [...path, owner.name], owner, base: `${base}${pascalCase(owner.name)}` };
    return [inner, ...nestedOf(nested, inner.base, inner.path)];
  });
}

function internalNames(scope: NameScope, unnamed: Unnamed, type: Identifier): PlannedMessage {
  const { base, path } = unnamed;
  return {
    type,
    write: path.length === 0 ? type : scope.claim(`write${base}`),
    is: scope.claim(`is${base}`),
    read: scope.claim(`read${base}`),
    info: scope.claim(path.length === 0 ? "columns" : `${camelCase(path.join("_"))}Fields`),
    ...unnamed,
  };
}

function entriesOf(scope: NameScope, planned: PlannedMessage): readonly (readonly [MapField, EntryNames])[] {
  const maps = planned.message.fields.filter((field) => field.fieldKind === "map");
  return maps.map((field) => {
    const name = `${planned.base}${pascalCase(field.name)}Entry`;
    return [field, { write: scope.claim(`write${name}`), read: scope.claim(`read${name}`) }];
  });
}

function lookUp<Key, Value>(values: ReadonlyMap<Key, Value>): (key: Key) => Value {
  return (key) => {
    const value = values.get(key);
    if (value === undefined) throw new Error("A message or map without names: it is not part of the row");
    return value;
  };
}

function usedNames(): Pick<ModuleContext, "use" | "useType" | "usedFunctions" | "usedTypes"> {
  const usedFunctions = new Set<RuntimeFunction>();
  const usedTypes = new Set<RuntimeType>();
  return {
    usedFunctions,
    usedTypes,
    use: (name) => {
      usedFunctions.add(name);
      return identifier(name);
    },
    useType: (name) => {
      usedTypes.add(name);
      return identifier(name);
    },
  };
}
