import { describe, expect, it } from "vitest";
import * as make from "../../examples/rows.js";
import { vehicleTelemetry } from "../../generated/main/fleet/vehicle_telemetry.js";
import { transactions } from "../../generated/main/payments/transactions.js";
import { auditLog } from "../../generated/main/platform/audit_log.js";
import { airQuality } from "../../generated/main/sensors/air_quality.js";
import { orders } from "../../generated/main/shop/orders.js";
import { clickstream } from "../../generated/main/web/clickstream.js";
import type { TableCodec } from "../../generated/runtime.js";

/** The rows of the examples are valid, and what comes back from their bytes is the same row once more. */
function checks<Row>(codec: TableCodec<Row>, makeRow: (random: make.Random) => Row): () => void {
  return () => {
    const random = make.seededRandom(7);
    for (let index = 0; index < 200; index++) {
      const row = makeRow(random);
      expect(codec.validate(row)).toEqual({ ok: true, value: row });
      const bytes = codec.encode(row);
      const decoded = codec.decode(bytes);
      expect(codec.decode(codec.encode(decoded as Row))).toEqual(decoded);
      expect(Object.keys(JSON.parse(codec.toJson(row)) as object).length).toBeGreaterThan(0);
    }
  };
}

describe("rows of the examples", () => {
  it("main.sensors.air_quality", checks(airQuality, make.airQualityRow));
  it("main.shop.orders", checks(orders, make.orderRow));
  it("main.payments.transactions", checks(transactions, make.transactionRow));
  it("main.fleet.vehicle_telemetry", checks(vehicleTelemetry, make.telemetryRow));
  it("main.web.clickstream", checks(clickstream, make.clickRow));

  it("main.platform.audit_log, whose documents come back as text", () => {
    const row = make.auditRow(make.seededRandom(7));
    expect(auditLog.validate(row)).toEqual({ ok: true, value: row });
    const { after, before, request } = auditLog.decode(auditLog.encode(row));
    expect({ after, before, request }).toEqual({
      after: JSON.stringify(row.after),
      before: null,
      request: '{"role":"owner"}',
    });
  });
});
