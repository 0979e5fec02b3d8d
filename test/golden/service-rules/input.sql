CREATE TABLE main.lab.not_delta (x INT) USING parquet;
CREATE EXTERNAL TABLE main.lab.outside (x INT) LOCATION 's3://bucket/path';
CREATE TABLE main.lab.mapped (x INT) TBLPROPERTIES ('delta.columnMapping.mode' = 'name');
CREATE TABLE main.lab.managed_commits (x INT) TBLPROPERTIES ('delta.feature.catalogManaged' = 'supported');
CREATE TABLE main.lab.`größen` (x INT);
CREATE TABLE `my-catalog`.lab.hyphen (x INT);
CREATE TABLE main.lab.`a/b` (x INT);
CREATE TABLE main.lab.`..` (x INT);
CREATE TABLE main.lab.only_generated (x INT GENERATED ALWAYS AS (1));
