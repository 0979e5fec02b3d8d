"""Asks Spark 4.1 for the columns of every statement in spark-4.1.jsonl and writes its answers back.

    pip install "pyspark==4.1.*"        # needs Java 17
    python test/unit/catalog/spark-corpus.py

`fields` are those of StructType.json(), with what Spark's planner notes of defaults, identity and generated columns; null
where Spark refuses the statement. Statements whose plan has no columns yet
(IDENTIFIER with an expression, default collations) are created for real and read back.
"""

import json
import pathlib

from pyspark.sql import SparkSession

path = pathlib.Path(__file__).with_name("spark-4.1.jsonl")
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")
jvm, gateway = spark._jvm, spark.sparkContext._gateway
parser = spark._jsparkSession.sessionState().sqlParser()
types = jvm.org.apache.spark.sql.types


def planned(sql):
    columns = parser.parsePlan(sql).columns()
    fields = gateway.new_array(types.StructField, columns.size())
    for index in range(columns.size()):
        fields[index] = columns.apply(index).toV1Column()
    util = jvm.org.apache.spark.sql.catalyst.util.CharVarcharUtils
    return json.loads(util.replaceCharVarcharWithStringInSchema(types.StructType(fields)).json())["fields"]


def created(sql):
    spark.sql("DROP TABLE IF EXISTS t")
    spark.sql(sql if "using" in sql else f"{sql} using parquet")
    return json.loads(spark._jsparkSession.table("t").schema().json())["fields"]


def answer(sql):
    needs_catalog = "identifier('d" in sql or "identifier('t" in sql or "struct<d:string>) using parquet default" in sql
    try:
        return created(sql) if needs_catalog else planned(sql)
    except Exception:
        return None


statements = [json.loads(line)["sql"] for line in path.read_text().splitlines()]
path.write_text("".join(json.dumps({"sql": sql, "fields": answer(sql)}) + "\n" for sql in statements))
