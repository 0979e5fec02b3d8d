/** Ends a switch over a closed union: a member without a case is a compile error here. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected member of a closed union: ${JSON.stringify(value)}`);
}
