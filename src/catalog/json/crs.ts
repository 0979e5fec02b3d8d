/**
 * The spatial reference system of a type as DDL writes it, from the name that Spark's schema JSON gives it: `4326` for
 * `OGC:CRS84`, `3857` for `EPSG:3857`, `ANY` for `SRID:ANY`. Names without a number stay.
 */
export function crsOf(name: string): string {
  const upper = name.trim().toUpperCase();
  if (upper === "OGC:CRS84") return "4326";
  return /^(?:SRID|EPSG):(\d{1,9}|ANY)$/.exec(upper)?.[1] ?? upper;
}
