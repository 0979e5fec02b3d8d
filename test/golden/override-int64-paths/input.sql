CREATE TABLE main.lab.mixed (
  either BIGINT NOT NULL,
  id BIGINT NOT NULL,
  hash BIGINT NOT NULL,
  sizes ARRAY<BIGINT>,
  by_id MAP<BIGINT, STRUCT<id: BIGINT, hash: BIGINT>>,
  place STRUCT<id: BIGINT, Hash: BIGINT, inner: STRUCT<id: BIGINT>>,
  places ARRAY<STRUCT<id: BIGINT>>
);
