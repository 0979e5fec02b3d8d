const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 (RFC 4648, with padding) of bytes given as text: one character up to U+00FF each. */
export function base64(bytes: string): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const [first, second, third] = [bytes.charCodeAt(index), bytes.charCodeAt(index + 1), bytes.charCodeAt(index + 2)];
    text += digit(first >> 2) + digit((first << 4) | (second >> 4));
    text += index + 1 < bytes.length ? digit((second << 2) | (third >> 6)) : "=";
    text += index + 2 < bytes.length ? digit(third) : "=";
  }
  return text;
}

/** The digit of the six lowest bits. */
function digit(bits: number): string {
  return alphabet.charAt(bits & 63);
}
