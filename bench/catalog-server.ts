// A catalog to read from, as a process of its own: prints its origin, and serves until it is ended. Its pages are made
// before that, so that the run that is measured shares the processors with little more than their sending.
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SparkType } from "../src/catalog/spark-type.js";
import { array, column, decimal, double, long, map, string, struct, table } from "../test/support/tables.js";
import { catalogTable } from "../test/support/unity-catalog-json.js";

const [tableCount = 0, tablesPerSchema = 1, latency = 0] = process.argv.slice(2).map(Number);
const tablesPerPage = 50;

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

/** One column of four is the same in all tables, as keys and times of creation are; the others are the table's own. */
function columnAt(position: number, index: number): ReturnType<typeof column> {
  const name = position % 4 === 0 ? `column_${position}` : `column_${position}_of_${index}`;
  const comment = `What ${name} means`;
  return column(name, types[position % types.length] ?? long, { nullable: position % 10 > 1, comment });
}

function tableAt(index: number, schema: string): unknown {
  const columns = Array.from({ length: 40 }, (_, position) => columnAt(position, index));
  const name = `table_${index}`;
  const names = { name, catalog_name: "bench", schema_name: schema, full_name: `bench.${schema}.${name}` };
  return { ...catalogTable(table(columns)), ...names, comment: `Table ${index}` };
}

/** The pages of a schema, under the name of the schema and the token that asks for them. */
function addPages(pages: Map<string, Buffer>, schema: string, first: number, end: number): void {
  for (let start = first; start < end; start += tablesPerPage) {
    const length = Math.min(tablesPerPage, end - start);
    const tables = Array.from({ length }, (_, index) => tableAt(start + index, schema));
    const next = start + length < end ? String(start + length) : undefined;
    const page = Buffer.from(JSON.stringify({ tables, next_page_token: next }));
    pages.set(`${schema} ${start === first ? "" : start}`, page);
  }
}

const pages = new Map<string, Buffer>();
const schemas: { readonly name: string; readonly catalog_name: string }[] = [];
for (let first = 0; first < tableCount; first += tablesPerSchema) {
  const name = `schema_${schemas.length}`;
  schemas.push({ name, catalog_name: "bench" });
  addPages(pages, name, first, Math.min(tableCount, first + tablesPerSchema));
}
pages.set("schemas", Buffer.from(JSON.stringify({ schemas })));

function answer({ pathname, searchParams }: URL, response: ServerResponse): void {
  const page = `${searchParams.get("schema_name") ?? ""} ${searchParams.get("page_token") ?? ""}`;
  const body = pages.get(pathname.endsWith("/schemas") ? "schemas" : page);
  response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
  response.end(body ?? '{"error_code":"NOT_FOUND","message":"There is no such list."}');
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  setTimeout(() => {
    answer(url, response);
  }, latency);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
