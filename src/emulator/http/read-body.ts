import { Buffer } from "node:buffer";
import type { IncomingMessage } from "node:http";

/** What is thrown away of a body that is not wanted before the connection is given up, in bytes. */
const maxDiscarded = 256 * 1024 * 1024;

/**
 * The body of a request; null where it is longer than the limit. The rest is read all the same, so that the client gets
 * around to reading the answer.
 *
 * @throws what reading throws where the connection breaks.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
    if (size > limit + maxDiscarded) throw new Error("The request does not end.");
  }
  return size <= limit ? Buffer.concat(chunks) : null;
}
