-- Two names of one schema that are one name in PascalCase.
CREATE TABLE main.lab.x1_2 (id BIGINT NOT NULL, place STRUCT<zone: INT>);
CREATE TABLE main.lab.x_12 (id BIGINT NOT NULL, place STRUCT<zone: INT>);
-- Rows that would hide a global, and a row with the name of one of its columns.
CREATE TABLE main.lab.days (id INT, Day STRUCT<number: INT>);
CREATE TABLE main.lab.weeks (id INT, `Week` STRUCT<number: INT>, `week_` MAP<STRING, INT>);
