// A catalog to read from, as a process of its own: prints its origin, and serves until it is ended.
import type { SparkType } from "../src/catalog/spark-type.js";
import { array, column, decimal, double, long, map, string, struct, table } from "../test/support/tables.js";
import { catalogTable } from "../test/support/unity-catalog-json.js";
import { startUnityCatalog } from "../test/support/unity-catalog-server.js";

const [tableCount = 0, tablesPerSchema = 1, latency = 0] = process.argv.slice(2).map(Number);

const types: readonly SparkType[] = [
  long,
  string,
  { kind: "integer" },
  double,
  decimal(18, 4),
  { kind: "timestamp" },
  { kind: "boolean" },
  array(string),
  map(string, double),
  struct({ code: string, amount: decimal(10, 2), at: { kind: "timestamp" } }),
];

const columns = Array.from({ length: 40 }, (_, index) => {
  const comment = `What column ${index} means`;
  return column(`column_${index}`, types[index % types.length] ?? long, { nullable: index % 10 > 1, comment });
});

const pattern = catalogTable(table(columns));

const tables = Array.from({ length: tableCount }, (_, index) => {
  const schema = `schema_${Math.floor(index / tablesPerSchema)}`;
  const name = `table_${index}`;
  const names = { name, catalog_name: "bench", schema_name: schema, full_name: `bench.${schema}.${name}` };
  return { ...pattern, ...names, comment: `Table ${index}` };
});

const { origin } = await startUnityCatalog({
  tables,
  fault: () => (latency === 0 ? null : { kind: "slow", ms: latency }),
});
console.log(origin);
