CREATE TABLE main.lab.good (x INT);
CREATE TABLE main.lab.bad (
  id BIGINT NOT NULL,
  span INTERVAL DAY TO SECOND,
  at_time TIME,
  place GEOGRAPHY(4326),
  shape GEOMETRY(ANY),
  nothing VOID,
  matrix ARRAY<ARRAY<INT>>,
  lists MAP<STRING, ARRAY<INT>>,
  maps ARRAY<MAP<STRING, INT>>,
  by_double MAP<DOUBLE, STRING>,
  by_binary MAP<BINARY, STRING>,
  by_struct MAP<STRUCT<a: INT>, STRING>,
  inner_bad STRUCT<ok: INT, bad: TIME NOT NULL>,
  `unit price` DECIMAL(10, 2),
  `größe` INT
);
