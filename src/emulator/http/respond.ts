import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, refusal } from "./answer.js";
import { readBody } from "./read-body.js";
import { findRoute, type Found, type Head, type Route } from "./route.js";

/** Answers a request by its route. Never rejects. */
export async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  routes: readonly Route[],
): Promise<void> {
  try {
    send(response, await answerOf(request, routes));
  } catch {
    // The connection is gone, or so much came that nobody will read an answer.
    request.destroy();
  }
}

async function answerOf(request: IncomingMessage, routes: readonly Route[]): Promise<Answer> {
  const head = readHead(request);
  if (head === null) return refused(request, refusal(400, "INVALID_PARAMETER_VALUE", "The address is not valid."));
  const found = findRoute(routes, head);
  if (found.kind === "none") return refused(request, found.answer);
  const denied = found.route.admit(head);
  if (denied !== null) return refused(request, denied);
  return answerRoute(request, head, found);
}

/** A body that nobody wants is read and thrown away. */
async function refused(request: IncomingMessage, answer: Answer): Promise<Answer> {
  await readBody(request, 0);
  return answer;
}

async function answerRoute(
  request: IncomingMessage,
  head: Head,
  { route, parts }: Extract<Found, { kind: "route" }>,
): Promise<Answer> {
  const body = await readBody(request, route.maxBody);
  if (body === null) {
    const message = `The body is larger than the ${route.maxBody} bytes that this path takes.`;
    return refusal(413, "REQUEST_ENTITY_TOO_LARGE", message);
  }
  if ((head.headers["content-encoding"] ?? "identity") !== "identity") {
    return refusal(415, "INVALID_PARAMETER_VALUE", "The emulator takes bodies without a content encoding.");
  }
  try {
    return await route.answer({ ...head, parts, body });
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown error";
    return refusal(500, "INTERNAL_ERROR", `The emulator failed: ${reason}`);
  }
}

/** Null where the request asks for something that is no path of this server. */
function readHead({ method = "", url = "", headers, socket }: IncomingMessage): Head | null {
  if (!url.startsWith("/")) return null;
  const [path = "", query = ""] = splitOnce(url, "?");
  return { method, path, query: new URLSearchParams(query), headers, isLocal: isLoopback(socket.remoteAddress ?? "") };
}

function splitOnce(text: string, mark: string): readonly string[] {
  const index = text.indexOf(mark);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

/** Whether an address of a peer is of this machine; an IPv4 one may stand inside an IPv6 one. */
function isLoopback(address: string): boolean {
  return address === "::1" || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address);
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, {
    ...headers,
    "content-length": new TextEncoder().encode(body).length,
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}
