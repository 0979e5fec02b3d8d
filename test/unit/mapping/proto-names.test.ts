import { describe, expect, test } from "vitest";
import {
  camelCase,
  claimMessageName,
  isProtoIdentifier,
  mapEntryName,
  packagePart,
  pascalCase,
} from "../../../src/mapping/proto-names.js";

test.each([
  ["orders", "Orders", "orders"],
  ["air_quality", "AirQuality", "airQuality"],
  ["AirQuality", "AirQuality", "airQuality"],
  ["ORDER_ITEMS", "OrderItems", "orderItems"],
  ["URLHits", "URLHits", "urlHits"],
  ["a_b", "AB", "aB"],
  ["_private_", "Private", "private"],
  ["1st_touch", "_1stTouch", "_1stTouch"],
  ["q_1_2", "Q12", "q12"],
  ["unit price", "UnitPrice", "unitPrice"],
  ["größe", "GrE", "grE"],
  ["表", "Table", "table"],
  ["__proto__", "Proto", "proto"],
])("%s is %s as a type and %s as a value", (name, pascal, camel) => {
  expect([pascalCase(name), camelCase(name)]).toEqual([pascal, camel]);
});

test.each([
  ["tags", "TagsEntry"],
  ["by_day", "ByDayEntry"],
  ["aB_c", "ABCEntry"],
  ["_x__1y", "X1yEntry"],
])("the entries of the map %s are %s, as protoc names them", (name, want) => {
  expect(mapEntryName(name)).toBe(want);
});

test.each([
  ["shop", "shop"],
  ["my-catalog", "my_catalog"],
  ["default", "default_"],
  ["main", "main_"],
  ["package", "package_"],
  ["Package", "Package"],
  ["1st", "_1st"],
  ["größe", "gr__e"],
  ["", "_"],
])("%j in a package is %s", (name, want) => {
  expect(packagePart(name)).toBe(want);
});

test.each([
  ["order_id", true],
  ["_", true],
  ["1st", false],
  ["unit price", false],
  ["größe", false],
  ["", false],
  ["a\n", false],
])("%j is a field name: %s", (name, want) => {
  expect(isProtoIdentifier(name)).toBe(want);
});

describe("claimMessageName", () => {
  test("numbers a name until no field has it and no message, in any case", () => {
    const taken = { fields: new Set(["Address"]), messages: new Set(["address2"]) };
    expect(claimMessageName("Address", taken)).toBe("Address3");
    expect(claimMessageName("Address", taken)).toBe("Address4");
    expect(claimMessageName("ADDRESS3", taken)).toBe("ADDRESS32");
  });

  test("leaves a message beside the field of the same name in another case", () => {
    expect(claimMessageName("Address", { fields: new Set(["address"]), messages: new Set() })).toBe("Address");
  });
});
