/** Validating unknown values: all rows valid, or some with several problems each that have to be listed. */
import { convert } from "../support/convert.mjs";
import { validators } from "../peers/validators.mjs";
import { loadTable, shapesDdl, tablesOf } from "../support/build.mjs";
import { each, race } from "../support/race.mjs";
import { random, rowsOf } from "../support/rows.mjs";

export async function measure({ built, shape, rounds, count, invalid }) {
  const { columns } = tablesOf(shapesDdl()).find(({ table }) => table === shape);
  const { validate } = await loadTable(built, shape);
  const spoiled = spoiler(invalid);
  const rows = rowsOf(shape, count).map((row) => spoiled(convert(row, {})));
  const numbers = rows.map((row) => convert(row, { long: Number }));
  // We refuse numbers as timestamps.
  const isTimestamp = new Set(columns.filter(({ type }) => type.kind === "timestamp").map(({ name }) => name));
  const ownNumbers = numbers.map((row, index) => {
    for (const name of isTimestamp) row = { ...row, [name]: rows[index][name] };
    return row;
  });
  const contestants = {
    "gen-producers": each(validate, rows),
    "gen-producers, int64 as number": each(validate, ownNumbers),
  };
  for (const [name, check] of Object.entries(await validators(built, shape, columns, invalid > 0))) {
    assertAgree(name, rows, validate, numbers, check);
    contestants[name] = each((row) => check(row) ?? 0, numbers);
  }
  return { times: await race(contestants, rounds) };
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
