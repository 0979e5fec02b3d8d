import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** A line of a file. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Offset of its first byte, and of the byte behind its line feed. */
  readonly start: number;
  readonly end: number;
  /** Without its line feed; null where it is too long to be held. */
  readonly bytes: Uint8Array | null;
  /** Whether it ends with a line feed; only the last one may not. */
  readonly isWhole: boolean;
  /** SHA-256 of the line with its line feed, in base64. */
  readonly digest: string;
}

/** Where reading begins: a line and its first byte. */
export interface LineStart {
  readonly number: number;
  readonly start: number;
}

/** Bytes of the longest line that is held; more than any that is written. */
const maxLine = 400_000_000;

const lineFeed = 0x0a;
const firstLine: LineStart = { number: 1, start: 0 };

/** The lines of a file. @throws the error of the file system */
export async function* readLines(path: string, from = firstLine, longest = maxLine): AsyncGenerator<Line, void, void> {
  const builder = new LineBuilder(from, longest);
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { start: from.start, highWaterMark: 1024 * 1024 });
  for await (const chunk of chunks) {
    let at = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, at)) {
      builder.add(chunk.subarray(at, end + 1));
      yield builder.take(true);
      at = end + 1;
    }
    if (at < chunk.length) builder.add(chunk.subarray(at));
  }
  if (builder.size > 0) yield builder.take(false);
}

class LineBuilder {
  readonly #longest: number;
  #number: number;
  #start: number;
  #parts: Buffer[] = [];
  #hash = createHash("sha256");
  size = 0;

  constructor({ number, start }: LineStart, longest: number) {
    this.#number = number;
    this.#start = start;
    this.#longest = longest;
  }

  add(part: Buffer): void {
    this.size += part.length;
    this.#hash.update(part);
    if (this.size <= this.#longest) this.#parts.push(part);
    else this.#parts = [];
  }

  take(isWhole: boolean): Line {
    const [number, start, end] = [this.#number, this.#start, this.#start + this.size];
    const all = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    const bytes = this.size > this.#longest ? null : (all?.subarray(0, this.size - Number(isWhole)) ?? null);
    const digest = this.#hash.digest("base64");
    this.#number++;
    this.#start = end;
    this.#parts = [];
    this.#hash = createHash("sha256");
    this.size = 0;
    return { number, start, end, bytes, isWhole, digest };
  }
}
