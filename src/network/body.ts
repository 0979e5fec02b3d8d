/** Longest answer taken, in bytes; a page of tables is some hundred kilobytes. */
const maxBytes = 256 * 1024 * 1024;

/** An answer that is longer than we take. */
export class TooLong extends Error {
  override readonly name = "TooLong";
}

/**
 * Text of a response.
 *
 * @throws TooLong past 256 MB, and what reading throws where the connection breaks.
 */
export async function readBody(response: Response, limit = maxBytes): Promise<string> {
  if (Number(response.headers.get("content-length")) > limit) {
    await response.body?.cancel();
    throw new TooLong();
  }
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    if (!(chunk instanceof Uint8Array)) continue;
    bytes += chunk.byteLength;
    // Leaving the loop cancels the rest.
    if (bytes > limit) throw new TooLong();
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  parts.push(decoder.decode());
  return parts.join("");
}

/** The fields of a JSON object; null where the text is anything else. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json) ? { ...json } : null;
  } catch {
    return null;
  }
}
