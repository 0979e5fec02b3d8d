CREATE TABLE main.shop.baskets (
  basket_id STRING NOT NULL,
  address STRUCT<
    street: STRING COMMENT 'Street and number.',
    geo: STRUCT<lat: DOUBLE NOT NULL, lon: DOUBLE NOT NULL>
  > NOT NULL COMMENT 'Where it goes.',
  billing STRUCT<street: STRING>,
  items ARRAY<STRUCT<
    sku: STRING NOT NULL,
    quantity: INT,
    discounts: ARRAY<STRUCT<code: STRING NOT NULL, percent: DECIMAL(5, 2)>>,
    options: MAP<STRING, STRING>
  >>,
  totals MAP<STRING, STRUCT<net: DECIMAL(12, 2), gross: DECIMAL(12, 2) NOT NULL>>,
  deep STRUCT<a: STRUCT<b: STRUCT<c: STRUCT<d: ARRAY<BIGINT>>>>>
)
COMMENT 'Shopping baskets';
