import type { SparkType, StructField } from "../../../src/catalog/spark-type.js";
import type { Column, Table } from "../../../src/catalog/table.js";
import { array, column, decimal, field, map, table } from "../../support/tables.js";
import type { Random } from "./random.js";

const plainKinds = ["boolean", "byte", "short", "integer", "long", "float", "double", "binary", "date"] as const;
const timeKinds = ["timestamp", "timestamp_ntz", "variant"] as const;
const keyKinds = ["boolean", "byte", "short", "integer", "long", "date", "timestamp", "timestamp_ntz"] as const;

/** Words that mean something to protobuf or to TypeScript. */
const words = [
  "id",
  "class",
  "message",
  "Value",
  "key",
  "row",
  "index",
  "tag",
  "await",
  "repeated",
  "start",
  "_x",
  "URL",
];

/** A table of every kind of type, nested as deep as that. */
export function randomTable(random: Random, name: string, columns: number, depth = 3): Table {
  const numbers = positions(random, columns);
  return table(
    numbers.map((position): Column => {
      const nullable = random.chance(0.6);
      const made = column(fieldName(random, position), randomType(random, depth), {
        nullable,
        comment: randomComment(random),
      });
      return { ...made, position };
    }),
    { name: { catalog: "main", schema: "wire", table: name } },
  );
}

/** With gaps, as columns that were dropped leave them. */
function positions(random: Random, count: number): readonly number[] {
  let next = 0;
  return random.times(count, () => (next += random.chance(0.1) ? 1 + random.below(40) : 1) - 1);
}

function fieldName(random: Random, index: number): string {
  return `${random.pick(words)}_${index}`;
}

function randomComment(random: Random): string | null {
  return random.chance(0.5) ? null : random.pick(["plain", "two\nlines", "ends */ here", "`${x}` {{y}} @z", "q\"q'q"]);
}

function randomType(random: Random, depth: number): SparkType {
  const roll = random.below(10);
  if (depth === 0 || roll < 6) return randomScalar(random);
  if (roll === 6) return array(randomHeld(random, depth - 1));
  if (roll === 7) return map(randomKey(random), randomHeld(random, depth - 1));
  return randomStruct(random, depth - 1);
}

function randomHeld(random: Random, depth: number): SparkType {
  return depth > 0 && random.chance(0.4) ? randomStruct(random, depth) : randomScalar(random);
}

function randomStruct(random: Random, depth: number): SparkType {
  const fields = random.times(1 + random.below(4), (index): StructField => {
    return field(fieldName(random, index), randomType(random, depth), { nullable: random.chance(0.6) });
  });
  return { kind: "struct", fields };
}

function randomScalar(random: Random): SparkType {
  const roll = random.below(17);
  if (roll < 9) return { kind: plainKinds[roll]! };
  if (roll < 12) return { kind: timeKinds[roll - 9]! };
  return randomText(random);
}

function randomText(random: Random): SparkType {
  switch (random.below(4)) {
    case 0:
      return { kind: "char", length: 1 + random.below(10) };
    case 1:
      return { kind: "varchar", length: 1 + random.below(300) };
    case 2: {
      const precision = 1 + random.below(38);
      return decimal(precision, random.below(precision + 1));
    }
    default:
      return { kind: "string", collation: null };
  }
}

function randomKey(random: Random): SparkType {
  return random.chance(0.4) ? { kind: random.pick(keyKinds) } : randomText(random);
}
