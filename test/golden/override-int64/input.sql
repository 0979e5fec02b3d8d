CREATE TABLE main.lab.numbers (
  id BIGINT NOT NULL,
  size BIGINT COMMENT 'Bytes.',
  sizes ARRAY<BIGINT>,
  `by_id` MAP<BIGINT, STRING>,
  by_name MAP<STRING, BIGINT>,
  pairs MAP<BIGINT, BIGINT>,
  place STRUCT<zone: BIGINT NOT NULL, inner: STRUCT<id: BIGINT>>,
  places ARRAY<STRUCT<zone: BIGINT>>,
  by_place MAP<BIGINT, STRUCT<zone: BIGINT>>,
  at TIMESTAMP NOT NULL,
  small INT,
  `constructor` BIGINT
);
CREATE TABLE main.lab.bigints (
  id BIGINT NOT NULL,
  size BIGINT,
  sizes ARRAY<BIGINT>,
  `by_id` MAP<BIGINT, STRING>,
  by_name MAP<STRING, BIGINT>,
  pairs MAP<BIGINT, BIGINT>,
  place STRUCT<zone: BIGINT NOT NULL>,
  at TIMESTAMP NOT NULL
);
