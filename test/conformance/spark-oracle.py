"""Prints what Spark makes of CREATE TABLE statements.

Reads one JSON object a line, {"name": …, "sql": …}; writes one a line, in the same order, each part null where Spark refuses:
  planned    StructType JSON of the parsed statement, with its NOT NULL
  stored     StructType JSON of the table created from it; Spark's file tables drop NOT NULL
  described  DESCRIBE TABLE EXTENDED … AS JSON of that table
Needs pyspark 4.1 and Java 17. The argument is an empty directory for the tables.
"""

import json
import sys

from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.warehouse.dir", sys.argv[1])
    .getOrCreate()
)
spark.sparkContext.setLogLevel("OFF")
jvm, gateway = spark._jvm, spark.sparkContext._gateway
state = spark._jsparkSession.sessionState()
types = jvm.org.apache.spark.sql.types


def planned(sql):
    columns = state.sqlParser().parsePlan(sql).columns()
    fields = gateway.new_array(types.StructField, columns.size())
    for index in range(columns.size()):
        fields[index] = columns.apply(index).toV1Column()
    util = jvm.org.apache.spark.sql.catalyst.util.CharVarcharUtils
    return json.loads(util.replaceCharVarcharWithStringInSchema(types.StructType(fields)).json())


def created(name, sql):
    try:
        spark.sql(sql)
        identifier = jvm.org.apache.spark.sql.catalyst.TableIdentifier(name)
        stored = state.catalog().getTableMetadata(identifier).schema().json()
        described = spark.sql(f"DESCRIBE TABLE EXTENDED {name} AS JSON").collect()[0][0]
        return {"stored": json.loads(stored), "described": json.loads(described)}
    finally:
        spark.sql(f"DROP TABLE IF EXISTS {name}")


def answer(name, sql):
    found = {"planned": None, "stored": None, "described": None}
    try:
        found["planned"] = planned(sql)
        found |= created(name, sql)
    except Exception:
        pass
    return found


for line in sys.stdin:
    print(json.dumps(answer(**json.loads(line))), flush=True)
