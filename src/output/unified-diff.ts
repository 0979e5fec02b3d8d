/** Beyond this many changed lines a diff is neither read nor, its cost being quadratic, worth computing. */
const maxChanges = 2000;

/**
 * Unified diff from what is on disk to what the definitions say, in the form `git apply` and `patch -p1` take; null
 * where the texts differ in more than 2,000 lines. `path` is relative to the working directory, with `/`.
 */
export async function unifiedDiff(path: string, current: string, content: string): Promise<string | null> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, current, content, undefined, undefined, {
    context: 3,
    maxEditLength: maxChanges,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return patch ?? null;
}
