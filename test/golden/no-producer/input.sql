CREATE TABLE main.lab.producer (
  id BIGINT NOT NULL,
  options STRUCT<x: INT>
);
