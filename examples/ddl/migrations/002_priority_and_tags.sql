-- 2024-05: priorities and tags arrive; some threads have outgrown SMALLINT.
ALTER TABLE main.support.tickets ADD COLUMNS (
  priority VARCHAR(10) COMMENT 'low, normal, high or urgent' AFTER body,
  tags ARRAY<STRING> COMMENT 'Lower case, without the hash'
);
ALTER TABLE main.support.tickets SET TBLPROPERTIES ('delta.enableTypeWidening' = 'true');
ALTER TABLE main.support.tickets ALTER COLUMN reply_count TYPE INT;
