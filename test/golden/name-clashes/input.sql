CREATE TABLE main.lab.event (
  a_b STRUCT<x: INT>,
  ab STRUCT<y: INT>,
  Address STRING,
  addr STRUCT<z: INT>,
  address_ STRUCT<z: INT>,
  event STRUCT<event: STRUCT<event: STRING>>,
  tags MAP<STRING, STRING>,
  tags_entry STRUCT<x: INT>,
  decoded STRUCT<x: INT>
);
CREATE TABLE main.lab.entries_clash (
  a_b MAP<STRING, STRING>,
  aB MAP<STRING, STRING>
);
CREATE TABLE main.lab.entry_field_clash (
  tags MAP<STRING, STRING>,
  TagsEntry STRING
);
CREATE TABLE main.lab.fields_by_case (
  s STRUCT<a: INT, A: INT>
);
CREATE TABLE main.lab.producer (
  options STRUCT<x: INT>
);
CREATE TABLE main.lab.open_producer (
  producer STRUCT<x: INT>
);
