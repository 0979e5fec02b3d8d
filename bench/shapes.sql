-- The four shapes of the benchmarks: a small row, a wide one, a nested one, and one of long text and bytes.

CREATE TABLE main.bench.air_quality (
  device_name STRING NOT NULL,
  temp INT,
  humidity BIGINT
);

CREATE TABLE main.bench.orders (
  order_id BIGINT NOT NULL,
  customer_id BIGINT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP,
  shipped_at TIMESTAMP,
  warehouse_id BIGINT,
  basket_id BIGINT,
  session_id BIGINT,
  quantity INT NOT NULL,
  status_code INT NOT NULL,
  channel INT,
  priority INT,
  items_count INT,
  weight_grams INT,
  loyalty_points INT,
  retry_count INT,
  age_days INT,
  store_number INT,
  net_amount DOUBLE NOT NULL,
  tax_amount DOUBLE,
  shipping_cost DOUBLE,
  discount_rate DOUBLE,
  latitude DOUBLE,
  longitude DOUBLE,
  is_gift BOOLEAN NOT NULL,
  is_paid BOOLEAN,
  is_express BOOLEAN,
  is_returned BOOLEAN,
  order_number STRING NOT NULL,
  currency STRING NOT NULL,
  customer_name STRING,
  customer_email STRING,
  street STRING,
  city STRING,
  postal_code STRING,
  country STRING,
  coupon STRING,
  carrier STRING,
  price DECIMAL(12,2),
  balance DECIMAL(12,2)
);

CREATE TABLE main.bench.nested (
  id BIGINT NOT NULL,
  order STRUCT<reference: STRING NOT NULL, customer: STRUCT<name: STRING NOT NULL, address: STRUCT<street: STRING, city: STRING, zone: INT>>> NOT NULL,
  items ARRAY<STRUCT<id: BIGINT NOT NULL, sku: STRING NOT NULL, quantity: INT, price: DOUBLE>>,
  attributes MAP<STRING, DOUBLE>,
  counts ARRAY<BIGINT>
);

CREATE TABLE main.bench.event_log (
  event_id BIGINT NOT NULL,
  severity INT NOT NULL,
  source STRING NOT NULL,
  body STRING,
  payload BINARY
);
