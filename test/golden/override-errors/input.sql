CREATE TABLE main.shop.orders (
  id BIGINT NOT NULL,
  status STRING NOT NULL DEFAULT 'new',
  address STRUCT<street: STRING NOT NULL, zip: STRING>,
  items ARRAY<STRUCT<line: BIGINT>>,
  ordered_at TIMESTAMP
);
CREATE TABLE main.shop.customers (id BIGINT);
CREATE TABLE main.shop.points (place STRUCT<x: DOUBLE, y: DOUBLE>);
CREATE TABLE main.shop.empty (a INT, b INT);
CREATE TABLE main.shop.unread (a NO_SUCH_TYPE);
CREATE TABLE main.shop.fine (a INT);
