// Metrics of producers for OpenTelemetry: measureProducers(metrics.getMeter("my-service"))
import { subscribe } from "node:diagnostics_channel";
import type { Producer, ProducerEvents } from "gen-producers/producer";

type Attributes = Readonly<Record<string, string>>;

/** What is used of `Meter` of `@opentelemetry/api`, which can be passed as it is: the examples need no package for it. */
export interface Meter {
  createCounter(name: string, options?: MetricOptions): { add(value: number, attributes?: Attributes): void };
  createHistogram(name: string, options?: MetricOptions): { record(value: number, attributes?: Attributes): void };
  createObservableGauge(name: string, options?: MetricOptions): { addCallback(callback: ObservableCallback): void };
}

interface MetricOptions {
  description?: string;
  unit?: string;
}

type ObservableCallback = (result: { observe(value: number, attributes?: Attributes): void }) => void;

/** Counts what all producers of the process do. Call it once. */
export function measureProducers(meter: Meter): void {
  const durable = meter.createCounter("zerobus.rows.durable", { unit: "{row}" });
  const latency = meter.createHistogram("zerobus.ack.duration", { unit: "ms" });
  const rejected = meter.createCounter("zerobus.rows.rejected", { unit: "{row}" });
  const reconnects = meter.createCounter("zerobus.reconnects", { unit: "{stream}" });
  const failures = meter.createCounter("zerobus.producers.failed", { unit: "{producer}" });

  on("ack", ({ table, rows, latencyMs }) => {
    durable.add(rows, { table });
    latency.record(latencyMs, { table });
  });
  on("reject", ({ table, kind }) => {
    rejected.add(1, { table, kind });
  });
  on("reconnect", ({ table, error }) => {
    reconnects.add(1, { table, status: error?.status ?? "OK" });
  });
  on("close", ({ table, error }) => {
    if (error !== null) failures.add(1, { table });
  });
}

/** Shows what a producer holds at the moment. */
export function measureInFlight(meter: Meter, producers: Iterable<Pick<Producer<never>, "table" | "stats">>): void {
  const rows = meter.createObservableGauge("zerobus.rows.in_flight", { unit: "{row}" });
  rows.addCallback((result) => {
    for (const producer of producers) result.observe(producer.stats().rowsInFlight, { table: producer.table });
  });
}

function on<Kind extends keyof ProducerEvents>(kind: Kind, listener: (event: ProducerEvents[Kind]) => void): void {
  subscribe(`gen-producers:${kind}`, (event) => {
    listener(event as ProducerEvents[Kind]);
  });
}
