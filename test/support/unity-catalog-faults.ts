import type { ServerResponse } from "node:http";

/** What a server does instead of answering. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly body?: unknown; readonly headers?: Headers }
  /** A success that is not what was asked for. */
  | { readonly kind: "body"; readonly text: string }
  /** Answers, but only after so many milliseconds. */
  | { readonly kind: "slow"; readonly ms: number }
  | { readonly kind: "reset" }
  /** Half of the answer; chunked, or shorter than its content-length. */
  | { readonly kind: "cut"; readonly isChunked: boolean };

type Headers = Readonly<Record<string, string>>;

/** Faults that pass: the same request gets its answer when it is sent again. */
export const passingFaults: readonly Fault[] = [
  { kind: "status", status: 401, body: { error_code: "UNAUTHENTICATED", message: "Token is expired" } },
  { kind: "status", status: 429, body: { error_code: "REQUEST_LIMIT_EXCEEDED", message: "Too many requests" } },
  { kind: "status", status: 429, headers: { "retry-after": "2" } },
  { kind: "status", status: 500, body: { error_code: "INTERNAL_ERROR", message: "Internal error" } },
  { kind: "status", status: 503, body: "<html><title>Service Unavailable</title></html>" },
  { kind: "status", status: 504 },
  { kind: "body", text: "<!doctype html><html><title>Proxy</title></html>" },
  { kind: "body", text: "[]" },
  { kind: "body", text: "null" },
  { kind: "body", text: '{"tables":"none"' },
  { kind: "reset" },
  { kind: "cut", isChunked: true },
  { kind: "cut", isChunked: false },
];

/** Random faults that are the same for the same seed: a share of `rate` of all requests meets one. */
export function seededFaults(seed: number, rate: number, faults: readonly Fault[] = passingFaults): () => Fault | null {
  const random = seededRandom(seed);
  return () => {
    const isFaulty = random() < rate;
    const fault = faults[Math.floor(random() * faults.length)];
    return isFaulty ? (fault ?? null) : null;
  };
}

/** Numbers from 0 up to 1 (Marsaglia's xorshift). */
export function seededRandom(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** Answers, spoilt by the fault; `answer` is what would have been sent. */
export function sendFault(fault: Fault, answer: string, response: ServerResponse): void {
  switch (fault.kind) {
    case "status": {
      const { body = "" } = fault;
      response.writeHead(fault.status, fault.headers ?? {});
      response.end(typeof body === "string" ? body : JSON.stringify(body));
      return;
    }
    case "body":
      response.end(fault.text);
      return;
    case "slow":
      setTimeout(() => response.end(answer), fault.ms).unref();
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "cut":
      if (!fault.isChunked) response.setHeader("content-length", Buffer.byteLength(answer));
      response.write(answer.slice(0, answer.length / 2), () => response.socket?.destroy());
  }
}

/** The same where there is no network; an answer that is slow comes at once. */
export function faultResponse(fault: Fault, answer: string): Response {
  switch (fault.kind) {
    case "status": {
      const { body = "", headers = {} } = fault;
      return new Response(typeof body === "string" ? body : JSON.stringify(body), { status: fault.status, headers });
    }
    case "body":
      return new Response(fault.text);
    case "slow":
      return new Response(answer);
    case "reset":
      throw new TypeError("fetch failed", { cause: brokenConnection() });
    case "cut":
      return new Response(half(answer));
  }
}

function half(answer: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(answer.slice(0, answer.length / 2)));
    },
    pull(controller) {
      controller.error(new TypeError("terminated", { cause: brokenConnection() }));
    },
  });
}

function brokenConnection(): Error {
  return Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
}
