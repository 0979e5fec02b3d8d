/**
 * The HTTP path of a SQL warehouse or cluster, from its id or from the path itself as the connection details show it; null
 * where the text is neither.
 */
export function httpPath(warehouse: string): string | null {
  const text = warehouse.trim();
  if (/^[0-9a-z]{8,64}$/i.test(text)) return `/sql/1.0/warehouses/${text}`;
  const path = text.startsWith("/") ? text : `/${text}`;
  return /^\/sql\/[\w./-]+(?:\?o=\d+)?$/.test(path) && !path.includes("..") ? path : null;
}

/** The id of the warehouse, or the path where it names no warehouse, for messages. */
export function warehouseName(path: string): string {
  return /^\/sql\/1\.0\/(?:warehouses|endpoints)\/(\w+)/.exec(path)?.[1] ?? path;
}
