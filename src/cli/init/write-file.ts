import { realpath, stat } from "node:fs/promises";
import { replaceFile } from "../../files/write-atomically.js";

/** Writes a file as a whole or not at all; one that is there keeps its mode, and the link that leads to it. */
export async function writeWhole(path: string, content: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const mode = await stat(target).then(
    (facts) => facts.mode & 0o777,
    () => 0o666,
  );
  await replaceFile(target, content, mode);
}
