// The table as the producer knows it, the stricter one that the emulator has, and the rows that tell the two apart.

export const tableName = "main.chaos.events";

const ddl = ({ tag, price, level }) => `CREATE TABLE ${tableName} (
  key STRING NOT NULL,
  n BIGINT NOT NULL,
  kind STRING NOT NULL,
  tag ${tag},
  price ${price},
  level ${level},
  pad STRING
) USING DELTA;
`;

/** What the code is generated from. */
export const laxDdl = ddl({ tag: "STRING", price: "DECIMAL(12,4)", level: "INT" });

/** What the emulator checks against: same protobuf types, so that only single rows are refused. */
export const strictDdl = ddl({ tag: "VARCHAR(3)", price: "DECIMAL(5,2)", level: "TINYINT" });

const poisons = [{ tag: "too long" }, { price: "12345.6789" }, { level: 1000 }];
const invalids = [{ level: 2 ** 40 }, { tag: 5 }, { price: "much" }, { level: 1.5 }];

/** A row of a kind: `valid`, `poison` (only the service refuses it) or `invalid` (never leaves the machine). */
export function makeRow({ key, n, kind }, random, padding) {
  const base = { key, n: BigInt(n), kind, tag: "ok", price: "12.34", level: n % 100, pad: "x".repeat(padding) };
  if (kind === "poison") return { ...base, ...random.pick(poisons) };
  return kind === "invalid" ? { ...base, ...random.pick(invalids) } : base;
}

/** Names the row of a ledger, of the table, or of a dead letter. */
export function idOf({ key, n }) {
  return `${key}:${n}`;
}

/** Name of the row in a rejection or among the unacknowledged: decoded, as it was passed, or a JSON record. */
export function idOfRecord({ row, record }) {
  return idOf(row ?? JSON.parse(Buffer.from(record).toString("utf8")));
}
