import { beforeAll, describe, expect, test } from "vitest";
import { fullName, type Table } from "../../../../src/catalog/table.js";
import { type Fault, passingFaults, seededFaults, seededRandom } from "../../../support/unity-catalog-faults.js";
import { catalogFetch, type CatalogServerOptions } from "../../../support/unity-catalog-server.js";
import { read, served, tokens, type Watched } from "./reader.js";

/** 200 tables in six schemas of two catalogs; some are listed without their columns. */
const tables = Array.from({ length: 200 }, (_, index) => {
  return served(`catalog_${index % 2}.schema_${index % 3}.table_${index}`);
});
const names = tables.map((table) => `${table.catalog_name}.${table.schema_name}.${table.name}`);

const lastingFaults: readonly Fault[] = [
  { kind: "status", status: 403, body: { error_code: "PERMISSION_DENIED", message: "No." } },
  { kind: "status", status: 404, body: { error_code: "TABLE_DOES_NOT_EXIST", message: "Gone." } },
  { kind: "status", status: 400, body: { error_code: "INVALID_PARAMETER_VALUE", message: "Bad." } },
  { kind: "status", status: 302, headers: { location: "/login.html" } },
];

const patternSets: readonly (readonly string[])[] = [
  ["*.*.*"],
  ["catalog_0.*.*", "catalog_1.schema_*.table_*", "catalog_1.schema_0.*"],
  names,
  ["*.schema_1.*", ...names.filter((_, index) => index % 5 === 0), "catalog_*.schema_{0,2}.*"],
];

/** Names of all tables that errors are about: by themselves, or by a schema, a catalog or a list that is not complete. */
function excused({ diagnostics }: Watched): (name: string) => boolean {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const places = errors.map(({ table, message }) => table ?? /^(?:Catalog|Schema) `(.*?)`/.exec(message)?.[1] ?? "");
  return (name) => places.some((place) => place === "" || place === name || name.startsWith(`${place}.`));
}

function wantedOf(seed: number): { readonly patterns: readonly string[]; readonly rate: number } {
  const random = seededRandom(seed * 31);
  return {
    patterns: patternSets[seed % patternSets.length] ?? [],
    rate: [0.03, 0.2, 0.5, 0.95][Math.floor(random() * 4)] ?? 0,
  };
}

/** What lists say: some tables without their columns, which a request of their own gives. */
const listed = tables.map((table, index) => (index % 17 === 0 ? { ...table, columns: undefined } : table));
const whole = new Map(tables.map((table, index) => [`/tables/${names[index] ?? ""}`, table]));

async function readWith(seed: number, patterns: readonly string[], fault: () => Fault | null): Promise<Watched> {
  const options: CatalogServerOptions = {
    tables: listed,
    pageSize: 3 + (seed % 13),
    hasEmptyPages: seed % 2 === 0,
    fault,
    override: ({ path }, { status, json }) => ({ status, json: whole.get(path) ?? json }),
  };
  // Every second set of credentials has more than one token to give.
  const credentials = tokens(...Array.from({ length: seed % 2 === 0 ? 1 : 500 }, (_, index) => `token_${index}`));
  const world = { fetch: catalogFetch(options) };
  return await read("http://catalog.example", patterns, { credentials, concurrency: 1 + (seed % 8), world });
}

test.each(patternSets.map((patterns, index) => [index, patterns] as const))(
  "without faults all tables are read: set %i",
  async (index, patterns) => {
    const got = await readWith(index, patterns, () => null);
    expect(got.codes).toEqual([]);
    expect(got.names).toEqual([...names].sort());
  },
);

describe("whatever fails", () => {
  const calm = new Map<string, Table>();

  beforeAll(async () => {
    const world = { fetch: catalogFetch({ tables }) };
    const { tables: all } = await read("http://catalog.example", ["*.*.*"], { world });
    for (const table of all) calm.set(fullName(table.name), table);
  });

  test.each(Array.from({ length: 80 }, (_, seed) => seed))("no table is lost or doubled: seed %i", async (seed) => {
    const { patterns, rate } = wantedOf(seed);
    const faults = seed % 3 === 0 ? [...passingFaults, ...lastingFaults] : passingFaults;
    const got = await readWith(seed, patterns, seededFaults(seed, rate, faults));
    const isExcused = excused(got);
    const read = new Set(got.names);
    expect(read.size).toBe(got.names.length);
    for (const table of got.tables) expect(table).toEqual(calm.get(fullName(table.name)));
    expect([...calm.keys()].filter((name) => !read.has(name) && !isExcused(name))).toEqual([]);
    const settled = got.progress.flatMap((event) => (event.kind === "read" ? [event.table] : []));
    expect(new Set(settled).size).toBe(settled.length);
  });

  test("faults that pass, and not too many of them, change nothing", async () => {
    for (const seed of [1, 3, 5, 7]) {
      const got = await readWith(seed, patternSets[seed % 2] ?? [], seededFaults(seed, 0.05));
      expect([got.names.length, got.codes]).toEqual([200, []]);
    }
  });
});
