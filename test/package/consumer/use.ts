import { generate, readDdl, toSparkSchema } from "gen-producers";
import { EncodeError } from "gen-producers/runtime";
import { airQuality, encodeAirQuality, validateAirQuality } from "./generated/main/sensors/air_quality.js";
import { encodeOrders, type Orders } from "./imported/main/shop/orders.js";

const row = { device_name: "sensor-1", temp: 22, humidity: 55n, observed_at: new Date(0) };
const bytes: Uint8Array = encodeAirQuality(row);
const valid: boolean = validateAirQuality(row).ok;
const name: string = airQuality.table.fullName;

const { tables } = readDdl("CREATE TABLE main.a.b (id BIGINT NOT NULL)");
const files: readonly string[] = generate({ tables }).files.map((file) => file.path);
const schemas: readonly string[] = tables.map((table) => toSparkSchema(table).type);

function codeOf(broken: Orders): string {
  try {
    encodeOrders(broken);
    return "none";
  } catch (error) {
    return error instanceof EncodeError ? error.code : "another error";
  }
}

const incomplete = { order_id: 1n } as unknown as Orders;
export const report = { size: bytes.length, valid, name, files, schemas, code: codeOf(incomplete) };
