import type { StandardSchemaV1 } from "@standard-schema/spec";
import { expectTypeOf } from "vitest";
import {
  type AirQuality,
  airQuality,
  decodeAirQuality,
  encodeAirQuality,
  toJsonAirQuality,
  validateAirQuality,
} from "../../generated/main/sensors/air_quality.js";
import { decodeOrders, encodeOrders } from "../../generated/main/shop/orders.js";
import { decodeClickstream } from "../../generated/main/web/clickstream.js";
import type { TableCodec, ValidationResult } from "../../generated/runtime.js";

declare const input: unknown;
declare const bytes: Uint8Array;
declare const row: AirQuality;

expectTypeOf(encodeAirQuality).toEqualTypeOf<(row: AirQuality) => Uint8Array>();
expectTypeOf(validateAirQuality(input)).toEqualTypeOf<ValidationResult<AirQuality>>();
expectTypeOf(toJsonAirQuality(row)).toEqualTypeOf<string>();
expectTypeOf(airQuality).toExtend<TableCodec<AirQuality>>();

// Canonical form: every key present, one representation per type.
const decoded = decodeAirQuality(bytes);
expectTypeOf(decoded.device_name).toEqualTypeOf<string>();
expectTypeOf(decoded.temp).toEqualTypeOf<number | null>();
expectTypeOf(decoded.humidity).toEqualTypeOf<bigint | null>();
expectTypeOf(decoded.observed_at).toEqualTypeOf<bigint>();
expectTypeOf(decodeOrders(bytes).net_total).toEqualTypeOf<string>();
expectTypeOf(decodeOrders(bytes).requested_delivery).toEqualTypeOf<number | null>();
expectTypeOf(decodeOrders(bytes).items[0]?.unit_price).toEqualTypeOf<string | undefined>();
expectTypeOf(decodeClickstream(bytes).product_prices).toEqualTypeOf<Map<bigint, string>>();

// What was decoded can be changed and sent again.
decoded.temp = 21;
encodeAirQuality(decoded);
encodeOrders(decodeOrders(bytes));

// Issues only where the result is not ok, the value only where it is.
const result = validateAirQuality(input);
if (result.ok) expectTypeOf(result.value).toEqualTypeOf<AirQuality>();
else expectTypeOf(result.issues[0]?.message).toEqualTypeOf<string | undefined>();
// @ts-expect-error not checked yet
export const unchecked = result.value;

// Standard Schema: libraries that take any schema take a table.
expectTypeOf(airQuality).toExtend<StandardSchemaV1<unknown, AirQuality>>();
expectTypeOf<StandardSchemaV1.InferOutput<typeof airQuality>>().toEqualTypeOf<AirQuality>();

// A codec is for its own rows.
// @ts-expect-error rows of another table
airQuality.encode({ order_id: 1n });
