/** Validating unknown values: all rows valid, or some with several problems each that have to be listed. */
import { convert } from "../support/convert.mjs";
import { withNumbers } from "../support/with-numbers.mjs";
import { validator } from "../peers/validators.mjs";
import { loadTable, shapesDdl, tablesOf } from "../support/build.mjs";
import { duel } from "../support/duel.mjs";
import { each } from "../support/race.mjs";
import { random, rowsOf } from "../support/rows.mjs";

export function measure(job) {
  return duel("validate", job);
}

export async function contestant({ built, shape, count, invalid }, name) {
  const { columns } = tablesOf(shapesDdl()).find(({ table }) => table === shape);
  const { validate } = await loadTable(built, shape);
  const spoiled = spoiler(invalid);
  const rows = rowsOf(shape, count).map((row) => spoiled(convert(row, {})));
  if (name === "gen-producers") return each(validate, rows);
  const numbers = rows.map((row) => convert(row, { long: Number }));
  if (name === "gen-producers, int64 as number") return each(validate, rows.map(withNumbers(shape)));
  const check = await validator(name, { built, shape, columns, all: invalid > 0 });
  if (check === null) return null;
  assertAgree(name, rows, validate, numbers, check);
  return each((row) => check(row) ?? 0, numbers);
}

function assertAgree(name, rows, validate, numbers, check) {
  for (const [index, row] of rows.entries()) {
    const problems = check(numbers[index]);
    if ((problems === null) === validate(row).ok) continue;
    throw new Error(`${name}: row ${index} is judged otherwise than by us: ${JSON.stringify(problems)}`);
  }
}

/** Puts a key too many, a number too large and a value of another type into a share of the rows. */
function spoiler(share) {
  const next = random(11);
  return (row) => {
    if (next() >= share) return row;
    const [text] = Object.keys(row).filter((key) => typeof row[key] === "string");
    const [number] = Object.keys(row).filter((key) => typeof row[key] === "number");
    const spoiled = { ...row, unknown_key: 1 };
    if (text !== undefined) spoiled[text] = 5;
    if (number !== undefined) spoiled[number] = 2 ** 40;
    if (Array.isArray(row.items)) spoiled.items = row.items.map((item) => ({ ...item, quantity: "many" }));
    return spoiled;
  };
}
