const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** A list in JSON of elements in JSON (UTF-8). */
export function jsonList(elements: readonly Uint8Array[]): Uint8Array {
  const size = elements.reduce((sum, { length }) => sum + length, 0);
  const list = new Uint8Array(size + Math.max(elements.length - 1, 0) + 2);
  list[0] = openBracket;
  let end = 1;
  for (const [index, element] of elements.entries()) {
    if (index > 0) list[end++] = comma;
    list.set(element, end);
    end += element.length;
  }
  list[end] = closeBracket;
  return list;
}
