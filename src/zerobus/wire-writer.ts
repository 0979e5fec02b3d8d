import { tagOf, wireTypes } from "./wire.js";

const encoder = new TextEncoder();

/** From here a copy by the host is quicker than one byte after the other. */
const longBytes = 48;

/** UTF-8 bytes of a text; a lone surrogate becomes U+FFFD. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** How many bytes a field of this content takes, with tag and length, where the tag is below 128. */
export function bytesFieldSize(length: number): number {
  return 1 + varintSize(length) + length;
}

/** How many bytes a field of such a value takes, where the tag is below 128. */
export function int64FieldSize(value: bigint): number {
  if (value < 0n) return 11;
  if (value <= Number.MAX_SAFE_INTEGER) return 1 + varintSize(Number(value));
  return value < 1n << 56n ? 9 : 10;
}

/** How many bytes a varint of the number takes; numbers up to 2^53. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Writes fields into bytes whose number is known beforehand: what is written beyond them is lost. */
export class WireWriter {
  readonly bytes: Uint8Array;
  #at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  /** Starts a field whose content, of so many bytes, is written next. */
  openField(fieldNumber: number, length: number): void {
    this.#varint(tagOf(fieldNumber, wireTypes.bytes));
    this.#varint(length);
  }

  bytesField(fieldNumber: number, content: Uint8Array): void {
    this.openField(fieldNumber, content.length);
    if (content.length < longBytes) this.#copyShort(content);
    else this.bytes.set(content, this.#at);
    this.#at += content.length;
  }

  /** A field of type int64, int32 or enum. Throws RangeError for what is no int64. */
  int64Field(fieldNumber: number, value: bigint): void {
    if (BigInt.asIntN(64, value) !== value) throw new RangeError(`${value} is not an int64`);
    this.#varint(tagOf(fieldNumber, wireTypes.varint));
    let rest = BigInt.asUintN(64, value);
    for (; rest > Number.MAX_SAFE_INTEGER; rest >>= 7n) this.#byte(Number(rest & 127n) | 128);
    this.#varint(Number(rest));
  }

  #copyShort(content: Uint8Array): void {
    const { bytes } = this;
    const start = this.#at;
    for (let index = 0; index < content.length; index++) bytes[start + index] = content[index] ?? 0;
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#byte((rest % 128) | 128);
    this.#byte(rest);
  }

  #byte(value: number): void {
    this.bytes[this.#at++] = value;
  }
}
