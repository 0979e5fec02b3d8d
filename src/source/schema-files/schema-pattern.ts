import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { NameParts } from "./table-name.js";

/** A pattern of `--from`: where the definitions are, and the name of the table where the user puts it before. */
export interface SchemaPattern {
  readonly path: string;
  readonly name: NameParts | null;
}

const part = /`(?:[^`]|``)+`|[^`.=/\\*?{}[\]()!\s]+/;
const named = new RegExp(String.raw`^((?:${part.source})(?:\.(?:${part.source}))*)=(?=.)`, "s");

/** Splits `main.sensors.air_quality=schemas/aq.json`. A path that is there keeps its `=`: `day=2026-01-01.json`. */
export async function parseSchemaPattern(pattern: string, cwd: string): Promise<SchemaPattern> {
  const written = named.exec(pattern);
  if (written?.[1] === undefined || (await exists(resolve(cwd, pattern)))) return { path: pattern, name: null };
  return { path: pattern.slice(written[0].length), name: nameParts(written[1]) };
}

function nameParts(written: string): NameParts {
  return [...written.matchAll(new RegExp(part, "g"))].map(([text]) =>
    text.startsWith("`") ? text.slice(1, -1).replaceAll("``", "`") : text,
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether a path is that of another machine: `s3://bucket/table`, `dbfs:/mnt/table`. */
export function isRemote(path: string): boolean {
  return /^(?:[a-z][a-z\d+.-]+:\/\/|dbfs:\/)/i.test(path);
}

/** A remote path without what may be secret in it: passwords, and the query, which signs Azure and Amazon URLs. */
export function withoutSecrets(path: string): string {
  return path.replace(/[?#].*$/s, "").replace(/^([^/]*\/\/)[^/]*:[^/]*@/, "$1");
}
