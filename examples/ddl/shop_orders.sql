/*
 * Order service, owned by team checkout.
 * Prices are in the currency of the order; conversion happens downstream.
 */
USE CATALOG main;
USE SCHEMA shop;

CREATE TABLE orders (
  order_id        BIGINT NOT NULL COMMENT 'Key of the order service, never reused',
  customer_id     BIGINT NOT NULL COMMENT 'Refers to crm.customers.customer_id',
  status          VARCHAR(16) NOT NULL COMMENT 'placed, paid, packed, shipped, delivered, cancelled or returned',
  currency        CHAR(3) NOT NULL COMMENT 'ISO 4217',
  net_total       DECIMAL(12, 2) NOT NULL COMMENT 'Without tax and shipping',
  tax_total       DECIMAL(12, 2) NOT NULL,
  shipping_total  DECIMAL(12, 2) COMMENT 'NULL for goods that are not shipped',
  shipping_address STRUCT<
    name: STRING NOT NULL,
    street: STRING NOT NULL,
    postal_code: STRING COMMENT 'Text: leading zeros and letters are part of it',
    city: STRING NOT NULL,
    country: STRING NOT NULL COMMENT 'ISO 3166-1 alpha-2'
  > COMMENT 'As entered at checkout; not updated when the customer moves',
  items ARRAY<STRUCT<
    line_no: INT NOT NULL COMMENT '1-based, in the order of the cart',
    sku: STRING NOT NULL,
    title: STRING,
    quantity: INT NOT NULL,
    unit_price: DECIMAL(10, 2) NOT NULL,
    discounts: ARRAY<STRUCT<code: STRING NOT NULL, amount: DECIMAL(10, 2) NOT NULL>>
  >> NOT NULL COMMENT 'At least one line',
  attributes      MAP<STRING, STRING> COMMENT 'Campaign and channel marks set by the storefront',
  ordered_at      TIMESTAMP NOT NULL,
  requested_delivery DATE COMMENT 'Day the customer picked, in the time zone of the warehouse',
  CONSTRAINT orders_pk PRIMARY KEY (order_id)
)
USING DELTA
COMMENT 'One row per order, written when it is placed and again on every change of status.'
PARTITIONED BY (currency);

-- What happened to an order, in the order it happened.
CREATE TABLE order_events (
  event_id     STRING NOT NULL COMMENT 'UUID v7',
  order_id     BIGINT NOT NULL,
  event_type   STRING NOT NULL COMMENT 'order_placed, payment_captured, parcel_handed_over, …',
  payload      VARIANT COMMENT 'Body of the event as the service published it',
  causation_id STRING COMMENT 'event_id of the event that led to this one',
  version      INT NOT NULL COMMENT 'Position in the stream of this order, from 1',
  occurred_at  TIMESTAMP NOT NULL,
  CONSTRAINT order_events_pk PRIMARY KEY (event_id)
)
COMMENT 'Event stream of the order service.';

INSERT INTO order_events (event_id, order_id, event_type, version, occurred_at)
VALUES ('0190a5c2-0000-7000-8000-000000000000', 0, 'stream_opened', 1, TIMESTAMP '2024-07-01 00:00:00');

GRANT SELECT, MODIFY ON TABLE orders TO `svc-checkout`;
GRANT SELECT, MODIFY ON TABLE order_events TO `svc-checkout`;
