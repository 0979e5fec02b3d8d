import { Buffer } from "node:buffer";

/** Who asks for a token. */
export interface Client {
  readonly id: string;
  readonly secret: string;
}

/**
 * The clients that an `Authorization: Basic …` header may mean; none where there is no such header. By RFC 6749 (2.3.1) id
 * and secret are form-encoded before they are joined; most clients, the official one included, send them as they are.
 */
export function basicClients(authorization: string | undefined): readonly Client[] {
  const [, encoded] = /^Basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(authorization ?? "") ?? [];
  if (encoded === undefined) return [];
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1) return [];
  const plain = { id: text.slice(0, colon), secret: text.slice(colon + 1) };
  const [id, secret] = [formDecoded(plain.id), formDecoded(plain.secret)];
  const isSame = id === plain.id && secret === plain.secret;
  return id === null || secret === null || isSame ? [plain] : [{ id, secret }, plain];
}

function formDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}
