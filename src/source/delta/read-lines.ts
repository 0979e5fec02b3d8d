import { Buffer } from "node:buffer";
import { open } from "node:fs/promises";

/** Read at once, in bytes: a commit may be hundreds of megabytes, in lines of a kilobyte. */
const chunkSize = 1 << 20;

/** Read at least at once: the size of a file that is still written, or of a pipe, does not say when it ends. */
const minimum = 4096;

/**
 * Lines of a file as bytes, in batches, without their line feed. Only a line feed ends a line: the characters U+2028 and
 * U+2029, at which other line readers break, may stand inside JSON strings.
 */
export async function* readLines(path: string): AsyncGenerator<readonly Buffer[]> {
  let pieces: Buffer[] = [];
  for await (const chunk of readChunks(path)) {
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      const rest = chunk.subarray(start, end);
      lines.push(pieces.length === 0 ? rest : Buffer.concat([...pieces, rest]));
      pieces = [];
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
    yield lines;
  }
  if (pieces.length > 0) yield [Buffer.concat(pieces)];
}

/** The bytes of a file. A log may have thousands of small commits, for which a stream would be slow to set up. */
async function* readChunks(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    for (let left = size; ; left -= chunkSize) {
      const buffer = Buffer.allocUnsafe(Math.min(chunkSize, Math.max(left, minimum)));
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
