import { Buffer } from "node:buffer";

/** The entries of a list that stand on a page, or what is wrong with the request for it. */
export type Page =
  | { readonly ok: true; readonly start: number; readonly end: number; readonly next: string | null }
  | { readonly ok: false; readonly message: string };

/** Entries on a page, and the most a client may ask for. */
const usual = 50;

/** The page that `max_results` and `page_token` ask for, of a list with so many entries. */
export function readPage(query: URLSearchParams, list: string, count: number): Page {
  const size = readSize(query.get("max_results") ?? "0");
  if (size === null) return { ok: false, message: "max_results has to be a whole number from 0 on." };
  const start = readToken(query.get("page_token") ?? "", list);
  if (start === null || start > count) return { ok: false, message: "page_token is not one of this list." };
  const end = Math.min(count, start + size);
  return { ok: true, start, end, next: end < count ? formatToken(list, end) : null };
}

/** 0 leaves the number to the server. */
function readSize(text: string): number | null {
  if (!/^\d{1,9}$/.test(text)) return null;
  const asked = Number(text);
  return asked === 0 ? usual : Math.min(asked, usual);
}

function formatToken(list: string, offset: number): string {
  return Buffer.from(`${list}:${offset}`).toString("base64url");
}

/** Where the page of a token starts; null where the token is none of the list. */
function readToken(token: string, list: string): number | null {
  if (token === "") return 0;
  const [name, offset = "", ...rest] = Buffer.from(token, "base64url").toString("utf8").split(":");
  return name === list && rest.length === 0 && /^\d{1,9}$/.test(offset) ? Number(offset) : null;
}
