/** A `DescriptorProto` as protobuf.js takes it. */
export interface Message {
  name?: string;
  field?: readonly Field[];
  nestedType?: readonly Message[];
  enumType?: readonly { name: string }[];
  options?: Readonly<Record<string, unknown>>;
}

export interface Field {
  name?: string;
  number?: number;
  label?: number;
  type?: number;
  typeName?: string;
  options?: Readonly<Record<string, unknown>>;
}

/** The same with names of types as the service wants them; protobuf.js and `.proto` files call them from where they are. */
export function withFullNames(
  descriptor: Message,
  path = `.${descriptor.name ?? ""}`,
  outer: ReadonlyMap<string, string> = new Map(),
): Message {
  const { field: fields = [], nestedType = [], enumType = [] } = descriptor;
  const declared = [...nestedType, ...enumType].map(({ name = "" }): [string, string] => [name, `${path}.${name}`]);
  const known = new Map([...outer, [descriptor.name ?? "", path], ...declared]);
  const nameOf = (typeName: string): string => {
    const [first = "", ...rest] = typeName.split(".");
    return [known.get(first) ?? first, ...rest].join(".");
  };
  return {
    ...descriptor,
    field: fields.map((each) => (each.typeName === undefined ? each : { ...each, typeName: nameOf(each.typeName) })),
    nestedType: nestedType.map((nested) => withFullNames(nested, `${path}.${nested.name ?? ""}`, known)),
  };
}
