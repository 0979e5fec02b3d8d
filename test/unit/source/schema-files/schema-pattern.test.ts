import { describe, expect, it } from "vitest";
import {
  isRemote,
  parseSchemaPattern,
  type SchemaPattern,
  withoutSecrets,
} from "../../../../src/source/schema-files/schema-pattern.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";

describe("parseSchemaPattern", () => {
  it.each([
    ["aq.json", { name: null, path: "aq.json" }],
    ["main.sensors.aq=schemas/aq.json", { name: ["main", "sensors", "aq"], path: "schemas/aq.json" }],
    ["aq=-", { name: ["aq"], path: "-" }],
    ["`my.catalog`.`a``b`.c=x=y.json", { name: ["my.catalog", "a`b", "c"], path: "x=y.json" }],
    ["a.b.c.d=x.json", { name: ["a", "b", "c", "d"], path: "x.json" }],
    ["main-dev.größe.t=*.json", { name: ["main-dev", "größe", "t"], path: "*.json" }],
    ["./day=1/x.json", { name: null, path: "./day=1/x.json" }],
    ["data/day=1/x.json", { name: null, path: "data/day=1/x.json" }],
    ["*=x.json", { name: null, path: "*=x.json" }],
    ["a..b=x.json", { name: null, path: "a..b=x.json" }],
    ["aq=", { name: null, path: "aq=" }],
    ["day=1.json", { name: null, path: "day=1.json" }],
  ] satisfies [string, SchemaPattern][])("%s", async (pattern, want) => {
    expect(await parseSchemaPattern(pattern, temporaryDirectory({ "day=1.json": "" }))).toEqual(want);
  });
});

describe("isRemote", () => {
  it.each([
    ["s3://bucket/t", true],
    ["abfss://container@account.dfs.core.windows.net/t", true],
    ["dbfs:/mnt/t", true],
    ["https://host/t", true],
    ["C:\\t", false],
    ["C:/t", false],
    ["/Volumes/main/t", false],
    ["dbfs/t", false],
  ])("%s", (path, want) => {
    expect(isRemote(path)).toBe(want);
  });
});

describe("withoutSecrets", () => {
  it.each([
    ["https://a.blob.core.windows.net/c/t?sv=1&sig=secret", "https://a.blob.core.windows.net/c/t"],
    ["https://user:secret@host/t", "https://host/t"],
    ["abfss://container@account.dfs.core.windows.net/t", "abfss://container@account.dfs.core.windows.net/t"],
    ["s3://bucket/t#secret", "s3://bucket/t"],
  ])("%s", (path, want) => {
    expect(withoutSecrets(path)).toBe(want);
  });
});
