/**
 * How fast the reader is, in statements and megabytes per second: tables of different shapes, a history of changes, and
 * the statements around them that are passed over. Build first.
 *
 *   node bench/parse.mjs [--statements 20000] [--rounds 5]
 */
import { parseArgs } from "node:util";
import { readDdl } from "../dist/read-ddl.js";

const { values } = parseArgs({
  options: { statements: { type: "string", default: "20000" }, rounds: { type: "string", default: "5" } },
});

const narrow = (i) => `CREATE TABLE IF NOT EXISTS main.iot.readings_${i} (
  device_id STRING NOT NULL COMMENT 'Stable identifier of the device',
  temperature DOUBLE,
  humidity INT COMMENT 'Percent',
  observed_at TIMESTAMP NOT NULL
) CLUSTER BY (device_id);
`;

const typical = (i) => `-- One table of the shop.
CREATE TABLE main.shop_${i % 50}.orders_${i} (
  order_id BIGINT NOT NULL COMMENT 'The key of the order',
  customer_id BIGINT NOT NULL,
  status STRING COMMENT 'open, paid, sent or returned',
  total DECIMAL(18,2) NOT NULL,
  currency CHAR(3),
  \`shipping method\` VARCHAR(40),
  address STRUCT<street: STRING, city: STRING NOT NULL COMMENT 'name', zip: STRING>,
  items ARRAY<STRUCT<sku: STRING, quantity: INT, price: DECIMAL(10,2)>>,
  attributes MAP<STRING, STRING>,
  is_gift BOOLEAN DEFAULT false,
  created_at TIMESTAMP NOT NULL DEFAULT current_timestamp(),
  updated_at TIMESTAMP,
  CONSTRAINT orders_pk_${i} PRIMARY KEY (order_id) NOT ENFORCED RELY
)
USING delta
CLUSTER BY (customer_id, created_at)
COMMENT 'One row per order of the shop'
TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true', 'quality' = 'silver');
`;

const wide = (i) => {
  const columns = Array.from(
    { length: 200 },
    (_, index) => `  feature_${index} DOUBLE COMMENT 'Feature number ${index}'`,
  );
  return `CREATE TABLE main.ml.features_${i} (\n  id BIGINT NOT NULL,\n${columns.join(",\n")}\n);\n`;
};

const history = (i) => {
  const changes = [
    `CREATE TABLE main.crm.tickets_${i} (id BIGINT NOT NULL, title STRING, meta STRUCT<source: STRING>);`,
    `ALTER TABLE main.crm.tickets_${i} ADD COLUMNS (priority INT AFTER title, tags ARRAY<STRING>);`,
    `ALTER TABLE main.crm.tickets_${i} ADD COLUMN meta.channel STRING COMMENT 'mail or chat';`,
    `ALTER TABLE main.crm.tickets_${i} RENAME COLUMN title TO subject;`,
    `COMMENT ON COLUMN main.crm.tickets_${i}.subject IS 'What it is about';`,
  ];
  return `${changes[i % 5].replaceAll(`tickets_${i}`, `tickets_${i - (i % 5)}`)}\n`;
};

const passedOver = (i) =>
  `INSERT INTO main.shop.orders VALUES (${i}, 'a; b', current_timestamp()), (${i}, 'it''s', null);\n`;

/** Best of several rounds: the others measure the machine. */
function measure(name, statementOf, count) {
  const text = Array.from({ length: count }, (_, index) => statementOf(index)).join("");
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < Number(values.rounds); round++) {
    const start = performance.now();
    const { diagnostics } = readDdl(text);
    best = Math.min(best, performance.now() - start);
    if (diagnostics.length > 0) throw new Error(`${name}: ${diagnostics[0].message}`);
  }
  const rate = String(Math.round((count / best) * 1000));
  const bytes = (text.length / count).toFixed(0);
  console.log(
    `${name.padEnd(24)} ${bytes.padStart(6)} B each ${rate.padStart(10)} statements/s ${(text.length / 1000 / best).toFixed(1).padStart(6)} MB/s`,
  );
}

const statements = Number(values.statements);
measure("4 columns", narrow, statements);
measure("12 columns, nested", typical, statements);
measure("200 columns", wide, Math.ceil(statements / 20));
measure("history of changes", history, statements);
measure("INSERT, passed over", passedOver, statements);
