import { describe, expect, it } from "vitest";
import { measureInFlight, measureProducers, type Meter } from "../../examples/opentelemetry.js";
import { openAirQualityProducer } from "../../generated/main/sensors/air_quality.js";
import { exampleTables } from "../emulator/support/tables.js";
import { withEmulator } from "../emulator/support/run-emulator.js";

interface Point {
  readonly name: string;
  readonly value: number;
  readonly attributes: Readonly<Record<string, string>> | undefined;
}

type Read = Parameters<ReturnType<Meter["createObservableGauge"]>["addCallback"]>[0];

/** Keeps what it is told; gauges are read by `collect`. */
class FakeMeter implements Meter {
  readonly points: Point[] = [];
  readonly #gauges: { readonly name: string; readonly read: Read }[] = [];

  createCounter(name: string) {
    return { add: this.#recorder(name) };
  }

  createHistogram(name: string) {
    return { record: this.#recorder(name) };
  }

  createObservableGauge(name: string) {
    return { addCallback: (read: Read) => void this.#gauges.push({ name, read }) };
  }

  collect(): void {
    for (const { name, read } of this.#gauges) read({ observe: this.#recorder(name) });
  }

  /** Attributes and the sum of the values of an instrument. */
  of(name: string) {
    const points = this.points.filter((point) => point.name === name);
    return {
      sum: points.reduce((sum, { value }) => sum + value, 0),
      attributes: points.map((point) => point.attributes),
    };
  }

  #recorder(name: string) {
    return (value: number, attributes?: Readonly<Record<string, string>>) => {
      this.points.push({ name, value, attributes });
    };
  }
}

const table = "main.sensors.air_quality";
const row = { device_name: "sensor-1", observed_at: new Date() };

describe("examples/opentelemetry.ts", () => {
  it("measures what producers do", async () => {
    const meter = new FakeMeter();
    measureProducers(meter);
    await withEmulator({ tables: exampleTables("air_quality.sql") }, async (emulator) => {
      const { zerobusEndpoint, workspaceUrl } = emulator;
      const place = { endpoint: zerobusEndpoint, workspaceUrl, auth: { clientId: "id", clientSecret: "secret" } };
      const options = { ...place, onReject: () => undefined, retry: { initialMs: 1 } };
      const producer = await openAirQualityProducer(options);
      measureInFlight(meter, [producer]);
      emulator.inject({
        kind: "end_stream",
        afterRecords: 3,
        status: "UNAVAILABLE",
        message: "",
        stored: false,
        times: 1,
      });
      await producer.sendMany(Array.from({ length: 10 }, () => row));
      await producer.send({ ...row, battery_percent: 870 });
      meter.collect();
      await producer.close();
    });
    expect(meter.of("zerobus.rows.in_flight")).toEqual({ sum: 10, attributes: [{ table }] });
    expect(meter.of("zerobus.rows.durable").sum).toBe(10);
    expect(meter.of("zerobus.ack.duration").sum).toBeGreaterThan(0);
    expect(meter.of("zerobus.rows.rejected")).toEqual({ sum: 1, attributes: [{ table, kind: "invalid" }] });
    expect(meter.of("zerobus.reconnects")).toEqual({ sum: 1, attributes: [{ table, status: "UNAVAILABLE" }] });
    expect(meter.of("zerobus.producers.failed").sum).toBe(0);
  });

  it("counts a producer that failed", async () => {
    const meter = new FakeMeter();
    measureProducers(meter);
    await withEmulator({ tables: exampleTables("air_quality.sql") }, async ({ zerobusEndpoint, workspaceUrl }) => {
      const auth = { clientId: "id", clientSecret: "secret" };
      const stopping = new AbortController();
      const options = { endpoint: zerobusEndpoint, workspaceUrl, auth, signal: stopping.signal };
      const producer = await openAirQualityProducer(options);
      stopping.abort();
      await producer.close();
    });
    expect(meter.of("zerobus.producers.failed")).toEqual({ sum: 1, attributes: [{ table }] });
  });
});
