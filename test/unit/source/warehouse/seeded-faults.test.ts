import { expect, it } from "vitest";
import type { Fault } from "../../../support/warehouse-server.js";
import { bearer, read, token, warehouse } from "./support.js";

const kinds: readonly Fault[] = [
  { kind: "status", status: 401 },
  { kind: "status", status: 403 },
  { kind: "status", status: 404 },
  { kind: "status", status: 429, headers: { "retry-after": "1" } },
  { kind: "status", status: 500 },
  { kind: "status", status: 503, headers: { "retry-after": "1" } },
  { kind: "drop" },
  { kind: "hang" },
  { kind: "truncate" },
  { kind: "page" },
  { kind: "garbage" },
  { kind: "invalid-session" },
  { kind: "no-result" },
  { kind: "pending", polls: 1 },
  { kind: "slow", milliseconds: 20 },
  { kind: "error", error: { message: `[X] ${token}`, sqlState: "XX000" }, where: "status" },
  { kind: "error", error: { message: "[TABLE_OR_VIEW_NOT_FOUND] x", sqlState: "42P01" }, where: "operation" },
  { kind: "answer", result: { columns: ["a", "b"], rows: [[1, null]] } },
  { kind: "answer", result: { columns: ["a"], rows: [['\u0000{"__proto__": 1}']] } },
];

/** Numbers from 0 up to 1, the same for every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const names = Array.from({ length: 8 }, (_, index) => `main.s${index % 2}.t${index}`);
const ddl = names.map((name) => `CREATE TABLE ${name} (id BIGINT, name STRING);`).join("\n");

it.each(Array.from({ length: 12 }, (_, index) => index + 1))(
  "whatever goes wrong, no table is forgotten: seed %d",
  async (seed) => {
    const random = numbers(seed * 7919);
    const server = await warehouse({
      ddl,
      // The first statements get through, so that there is something to go wrong.
      fault: () => (server.calls.length > 2 && random() < 0.25 ? kinds[Math.floor(random() * kinds.length)]! : null),
    });
    const result = await read(server, names, { timeout: 8_000, haste: 80, credentials: bearer(token, token) });
    const read_ = new Set(result.tables.map(({ name }) => `${name.catalog}.${name.schema}.${name.table}`));
    const failed = new Set(
      result.diagnostics.flatMap(({ severity, table }) => (severity === "error" ? (table ?? []) : [])),
    );
    expect(names.filter((name) => read_.has(name) === failed.has(name))).toEqual([]);
    expect(result.tables.every(({ columns }) => columns.length === 2)).toBe(true);
    expect(JSON.stringify(result)).not.toContain(token);
  },
);
