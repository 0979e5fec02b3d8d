CREATE TABLE main.shop.orders (
  order_id BIGINT NOT NULL COMMENT 'The key.',
  customer STRING NOT NULL COMMENT 'E-mail of the customer, as it was typed.',
  price DECIMAL(10, 2),
  quantity INT COMMENT 'Pieces.',
  paid BOOLEAN,
  ordered_at TIMESTAMP NOT NULL,
  ship_date DATE
)
USING delta
COMMENT 'One row per order.';
