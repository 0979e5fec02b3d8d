/** DDL of different shapes: the statement with a number. */
export const statements = {
  "4 columns": (i) => `CREATE TABLE IF NOT EXISTS main.iot.readings_${i} (
  device_id STRING NOT NULL COMMENT 'Stable identifier of the device',
  temperature DOUBLE,
  humidity INT COMMENT 'Percent',
  observed_at TIMESTAMP NOT NULL
) CLUSTER BY (device_id);
`,
  "12 columns, nested": (i) => `-- One table of the shop.
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
`,
  "200 columns": (i) => {
    const names = Array.from({ length: 200 }, (_, index) => index);
    const columns = names.map((index) => `  feature_${index} DOUBLE COMMENT 'Feature number ${index}'`);
    return `CREATE TABLE main.ml.features_${i} (\n  id BIGINT NOT NULL,\n${columns.join(",\n")}\n);\n`;
  },
  "history of changes": (i) => {
    const table = `main.crm.tickets_${i - (i % 5)}`;
    const changes = [
      `CREATE TABLE ${table} (id BIGINT NOT NULL, title STRING, meta STRUCT<source: STRING>);`,
      `ALTER TABLE ${table} ADD COLUMNS (priority INT AFTER title, tags ARRAY<STRING>);`,
      `ALTER TABLE ${table} ADD COLUMN meta.channel STRING COMMENT 'mail or chat';`,
      `ALTER TABLE ${table} RENAME COLUMN title TO subject;`,
      `COMMENT ON COLUMN ${table}.subject IS 'What it is about';`,
    ];
    return `${changes[i % 5]}\n`;
  },
  "INSERT, passed over": (i) =>
    `INSERT INTO main.shop.orders VALUES (${i}, 'a; b', current_timestamp()), (${i}, 'it''s', null);\n`,
};
