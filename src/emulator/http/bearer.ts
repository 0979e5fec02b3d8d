import type { IncomingHttpHeaders } from "node:http";

/** The token of an `Authorization: Bearer …` header; null where there is none. */
export function bearerToken({ authorization }: IncomingHttpHeaders): string | null {
  const [, token] = /^Bearer +([!-~]+) *$/i.exec(authorization ?? "") ?? [];
  return token ?? null;
}
