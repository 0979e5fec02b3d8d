import type { Delivery } from "./delivery.js";
import type { IngestTarget } from "./ingest/ingest-source.js";

/** How rows of an `ingest` are sent, by the producer itself. */
export type IngestCalls<Row> = Pick<IngestTarget<Row>, "table" | "send" | "flush">;

/** A target of an `ingest`, until it is stopped. */
export interface StoppableTarget<Row> extends IngestTarget<Row> {
  readonly stop: () => void;
}

/** A delivery as an `ingest` sees it: nothing from a refused row on is settled, unless somebody has dealt with it. */
export function ingestTarget<Row>(delivery: Delivery<Row>, calls: IngestCalls<Row>): StoppableTarget<Row> {
  const { intake, settlement, rejections } = delivery;
  let refused = Infinity;
  const stop = delivery.onRefusal((number) => {
    refused = Math.min(refused, number);
  });
  return {
    ...calls,
    next: () => intake.next,
    settled: () => Math.min(settlement.low(), refused),
    onSettled: (listener) => settlement.onUpdate(listener),
    isStopped: () => delivery.failure !== null || rejections.hasUntold,
    stop,
  };
}
