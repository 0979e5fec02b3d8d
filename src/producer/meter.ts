import { LatencyHistogram } from "./latency.js";

/** What the producer counts. */
export class Meter {
  readonly latency = new LatencyHistogram();
  rowsSent = 0;
  rowsDurable = 0;
  rowsRefused = 0;
  rowsInvalid = 0;
  rowsReplayed = 0;
  bytesSent = 0;
  batchesSent = 0;
  reconnects = 0;
}
