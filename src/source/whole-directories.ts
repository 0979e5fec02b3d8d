import { resolve } from "node:path";

/**
 * Paths that a glob matched, directories among them with `/` at their end. A path that is a directory that is whole, or
 * that is anywhere inside one, becomes that directory, once; other directories drop out.
 */
export async function toWholes(
  matches: readonly string[],
  cwd: string,
  isWhole: (absolute: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const found = new Set<string>();
  const known = new Map<string, boolean>();
  const ask = async (directory: string): Promise<boolean> => {
    const answer = known.get(directory) ?? (await isWhole(resolve(cwd, directory)));
    known.set(directory, answer);
    return answer;
  };
  for (const match of matches) {
    const whole = await outermost(directoriesOf(match), ask);
    if (whole !== null) found.add(whole);
    else if (!match.endsWith("/")) found.add(match);
  }
  return [...found];
}

async function outermost(
  directories: readonly string[],
  ask: (directory: string) => Promise<boolean>,
): Promise<string | null> {
  for (const directory of directories) if (await ask(directory)) return directory;
  return null;
}

/** The directories on a path, outermost first; a path with `/` at its end is one itself. */
function directoriesOf(path: string): readonly string[] {
  return [...path.matchAll(/(?<!^|\/)\//g)].map(({ index }) => path.slice(0, index));
}
