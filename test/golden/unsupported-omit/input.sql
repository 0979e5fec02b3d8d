CREATE TABLE main.lab.partly (
  id BIGINT NOT NULL,
  span INTERVAL DAY TO SECOND,
  matrix ARRAY<ARRAY<INT>>,
  partly_bad STRUCT<ok: INT, left_out: TIME>,
  wholly_bad STRUCT<ok: INT, bad: TIME NOT NULL>,
  kept STRING
);
CREATE TABLE main.lab.not_nullable (
  id BIGINT NOT NULL,
  span INTERVAL DAY TO SECOND NOT NULL
);
