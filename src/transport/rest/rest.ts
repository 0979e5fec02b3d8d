import process from "node:process";
import { headerProblem } from "../../network/headers.js";
import { networkFetch } from "../../network/network-fetch.js";
import { readOrigin } from "../../network/origin.js";
import { statusError, type ZerobusError } from "../../zerobus/zerobus-error.js";
import type { StreamSpec, Transport } from "../transport.js";
import { RestStream } from "./rest-stream.js";

export interface RestOptions {
  /** Milliseconds that a request may take; 30,000 where it is left out. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 30_000;

/**
 * Inserts by HTTP, in JSON: one request for each batch, one after the other. For few rows, and where gRPC does not get
 * through. Honours HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.
 */
export function rest({ timeoutMs = defaultTimeoutMs }: RestOptions = {}): Transport {
  const fetches = new Map<string | null, Promise<typeof fetch>>();
  let opened = 0;

  /** One for all streams, so that they share its connections. */
  const fetchFor = (ca: string | null): Promise<typeof fetch> => {
    const known = fetches.get(ca) ?? networkFetch(process.env, { ca });
    fetches.set(ca, known);
    return known;
  };

  return {
    name: "rest",
    recordTypes: ["json"],
    open: async (spec, events) => {
      const origin = checkSpec(spec);
      const send = await fetchFor(spec.ca);
      if (spec.signal.aborted) throw specError(spec, "CANCELLED", "The opening of the stream was aborted.");
      opened += 1;
      return new RestStream({ id: `rest-${opened}`, origin, spec, send, timeoutMs }, events);
    },
    close: () => Promise.resolve(),
  };
}

/** The origin to send to. Nothing is asked of the service: that there is no such table, the first insert tells. */
function checkSpec(spec: StreamSpec): string {
  if (spec.recordType !== "json") {
    throw specError(spec, "INVALID_ARGUMENT", "The REST transport carries JSON records alone.");
  }
  const endpoint = readOrigin(spec.endpoint);
  if (!endpoint.ok) throw specError(spec, "INVALID_ARGUMENT", `endpoint ${endpoint.problem}.`);
  const problem = headerProblem(spec.headers);
  if (problem !== null) throw specError(spec, "INVALID_ARGUMENT", problem);
  return endpoint.origin;
}

function specError({ table }: StreamSpec, status: "INVALID_ARGUMENT" | "CANCELLED", text: string): ZerobusError {
  return statusError(status, text, { table, streamId: null });
}
