CREATE TABLE main.default.class (
  `class` STRING,
  `function` INT NOT NULL,
  `import` STRUCT<`default`: STRING, `await`: BOOLEAN NOT NULL>,
  `message` STRING,
  `repeated` ARRAY<STRUCT<`optional`: STRING, `map`: MAP<STRING, STRING>>>,
  `package` STRING,
  `option` STRING,
  `row` STRING,
  `start` STRING,
  `value` STRING,
  `index` ARRAY<INT>,
  `key` MAP<STRING, STRING>
);
CREATE TABLE main.default.date (
  `date` DATE NOT NULL,
  map STRUCT<x: INT>
);
CREATE TABLE main.default.columns (
  columns STRUCT<x: INT>
);
CREATE TABLE main.default.options (
  options STRUCT<producer: STRING>
);
CREATE TABLE main.default.long (
  x MAP<STRING, BIGINT>
);
CREATE TABLE main.default.`1st_touch` (
  x INT
);
