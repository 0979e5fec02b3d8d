CREATE TABLE main.warehouse.inventory_movements (
  warehouse_id SMALLINT NOT NULL COMMENT 'Number of the site',
  sku STRING NOT NULL COMMENT 'It\'s the vendor\'s number where we have none',
  bin_location STRING COMMENT 'Aisle-rack-level, e.g. \'14-B-3\'',
  movement_type STRING NOT NULL,
  quantity DECIMAL(14,3) NOT NULL COMMENT 'Signed; kilograms for goods sold by weight',
  lot STRUCT<number: STRING NOT NULL COMMENT 'As printed on the pallet', best_before: DATE, serials: ARRAY<STRING>>,
  moved_by STRING,
  moved_at TIMESTAMP NOT NULL,
  movement_date DATE NOT NULL COMMENT 'Local day of the warehouse',
  CONSTRAINT `inventory_movements_pk` PRIMARY KEY (`warehouse_id`, `sku`, `moved_at`))
USING delta
PARTITIONED BY (movement_date)
COMMENT 'Stock ledger: every goods movement of every site.'
COLLATION 'UTF8_BINARY'
TBLPROPERTIES (
  'delta.checkpointPolicy' = 'classic',
  'delta.enableDeletionVectors' = 'true',
  'delta.feature.appendOnly' = 'supported',
  'delta.feature.deletionVectors' = 'supported',
  'delta.feature.invariants' = 'supported',
  'delta.minReaderVersion' = '3',
  'delta.minWriterVersion' = '7')
;

-- Counted by hand twice a year.
CREATE TABLE main.warehouse.stock_counts (
  warehouse_id SMALLINT NOT NULL,
  sku STRING NOT NULL,
  counted DECIMAL(14,3) NOT NULL,
  expected DECIMAL(14,3),
  counted_by ARRAY<STRING> COMMENT 'Four-eyes principle: two names',
  photo BINARY COMMENT 'JPEG of the shelf where the count is off')
USING delta
PARTITIONED BY (count_date DATE COMMENT 'Day of the stocktaking')
CLUSTERED BY (sku) INTO 16 BUCKETS;
