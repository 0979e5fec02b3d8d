import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDdl } from "../../src/read-ddl.js";
import { column, long, map, string, table } from "../support/tables.js";
import { bufbuildType, readWithBufbuild, writeWithBufbuild } from "./support/bufbuild.js";
import { loadGenerated } from "./support/generated.js";
import { seededRandom } from "./support/random.js";
import { randomRow } from "./support/rows.js";
import { randomTable } from "./support/schemas.js";

test("2,000 columns go round, in parts", async () => {
  const random = seededRandom(3);
  const [generated] = await loadGenerated([randomTable(random, "widest", 2_000, 0)]);
  const { codec, table: widest, module } = generated!;
  expect(module.match(/^function (write|is)\w+Part\d+\(/gm)).toHaveLength(20 + 20);
  expect(module.match(/^function read\w+Part\d+\(/gm)).toHaveLength(50);
  const type = bufbuildType(codec.descriptor);
  for (const { input, canonical } of random.times(3, () => randomRow(random, widest))) {
    expect(codec.validate(input)).toEqual({ ok: true, value: input });
    const bytes = codec.encode(input);
    expect(codec.decode(bytes)).toEqual(canonical);
    expect(readWithBufbuild(type, widest, bytes)).toEqual(canonical);
    expect(codec.decode(writeWithBufbuild(type, widest, canonical))).toEqual(canonical);
  }
});

test("a wide struct is in parts too", async () => {
  const fields = Array.from({ length: 450 }, (_, index) => ({
    name: `f${index}`,
    type: long,
    nullable: true,
    comment: null,
  }));
  const [generated] = await loadGenerated([table([column("s", { kind: "struct", fields })])]);
  const row = {
    s: Object.fromEntries(fields.map(({ name }, index) => [name, index % 3 === 0 ? null : BigInt(index)])),
  };
  expect(generated!.codec.decode(generated!.codec.encode(row))).toEqual(row);
});

test("names that every object inherits are columns like others", async () => {
  const { tables } = readDdl(readFileSync(join(import.meta.dirname, "../golden/hostile-text/input.sql"), "utf8"));
  const [generated] = await loadGenerated(tables);
  const { codec, table: hostile } = generated!;
  const missing = codec.validate({});
  expect(missing.ok ? [] : missing.issues.map(({ code, path }) => [code, ...path])).toEqual([
    ["required", "__proto__"],
  ]);
  const random = seededRandom(5);
  const type = bufbuildType(codec.descriptor);
  for (let turn = 0; turn < 50; turn++) {
    const { input, canonical } = randomRow(random, hostile);
    expect(codec.validate(input)).toEqual({ ok: true, value: input });
    const bytes = codec.encode(input);
    expect(Object.entries(codec.decode(bytes) as object)).toEqual(Object.entries(canonical as object));
    expect(readWithBufbuild(type, hostile, bytes)).toEqual(canonical);
  }
});

test("keys of maps may be names that every object inherits", async () => {
  const [generated] = await loadGenerated([table([column("m", map(string, string))])]);
  const { codec } = generated!;
  const entries = ["__proto__", "constructor", "toString", ""].map((key) => [key, key] as const);
  const canonical = { m: new Map(entries) };
  expect(codec.decode(codec.encode({ m: new Map(entries) }))).toEqual(canonical);
  expect(codec.decode(codec.encode({ m: Object.fromEntries(entries) }))).toEqual(canonical);
  expect(codec.decode(codec.encode({ m: {} }))).toEqual({ m: new Map() });
});

test("field numbers with gaps, up to 2^28 - 1, go round", async () => {
  const positions = [0, 14, 15, 2_046, 2_047, 18_997, 19_999, 2 ** 27, 2 ** 28 - 2];
  const columns = positions.flatMap((position, index) => [
    { ...column(`c${index}`, index % 2 === 0 ? long : map(string, long)), position },
  ]);
  const [generated] = await loadGenerated([table(columns)]);
  const { codec, table: of } = generated!;
  const random = seededRandom(9);
  const type = bufbuildType(codec.descriptor);
  for (const { input, canonical } of random.times(20, () => randomRow(random, of))) {
    const bytes = codec.encode(input);
    expect(codec.decode(bytes)).toEqual(canonical);
    expect(readWithBufbuild(type, of, bytes)).toEqual(canonical);
  }
});
