/**
 * What the ES2022 library does not know of the host, in the shape that is used here: this compiles without @types/node
 * and without the DOM library. Node's Buffer is the fast path; elsewhere TextEncoder and TextDecoder do.
 */
interface Host {
  readonly Object: unknown;
  readonly Buffer?: {
    allocUnsafeSlow(size: number): Uint8Array;
    byteLength(text: string): number;
    readonly prototype: Uint8Array & BufferMethods;
  };
  readonly process?: {
    readonly versions?: { readonly node?: string };
    readonly getBuiltinModule?: (name: "node:buffer") => { readonly transcode?: Transcode };
  };
  readonly TextEncoder?: new () => TextEncoderLike;
  readonly TextDecoder?: new (label: string, options: { fatal: boolean; ignoreBOM: boolean }) => TextDecoderLike;
}

interface BufferMethods {
  readonly utf8Write?: Utf8Write;
  readonly ucs2Write?: Utf8Write;
  readonly utf8Slice?: Utf8Slice;
  readonly latin1Slice?: Utf8Slice;
  readonly ucs2Slice?: Utf8Slice;
}

/** The same text in another encoding. Throws for bytes that are no text. */
type Transcode = (bytes: Uint8Array, from: Encoding, to: Encoding) => Uint8Array;

type Encoding = "utf8" | "ucs2";

interface TextEncoderLike {
  encodeInto(text: string, target: Uint8Array): { readonly written?: number };
}

interface TextDecoderLike {
  decode(bytes: Uint8Array): string;
}

/** Writes as much of the text as fits into `size` bytes, tells how many bytes that were. */
export type Utf8Write = (this: Uint8Array, text: string, offset: number, size: number) => number;

/** Text of the bytes from `start` to before `end`. */
export type Utf8Slice = (this: Uint8Array, start: number, end: number) => string;

function hostGlobals(): Host {
  return globalThis;
}

/** Bytes that may hold anything: zeroed, 128 KB take 25 µs instead of 1, and every byte handed out has been written. */
export function allocate(size: number): Uint8Array {
  const { Buffer } = hostGlobals();
  // No Buffer: memory of callers mostly is none, and where both kinds met, 40 columns took 15 % longer.
  return Buffer === undefined ? new Uint8Array(size) : new Uint8Array(Buffer.allocUnsafeSlow(size).buffer);
}

/** Buffer's own writer: 80 ns for 40 characters, where `TextEncoder.encodeInto` takes 120. */
export function utf8Writer(): Utf8Write {
  const { Buffer, TextEncoder } = hostGlobals();
  if (Buffer?.prototype.utf8Write !== undefined) return Buffer.prototype.utf8Write;
  if (TextEncoder === undefined) throw new Error("no TextEncoder");
  const encoder = new TextEncoder();
  return function write(text, offset, size) {
    return encoder.encodeInto(text, this.subarray(offset, offset + size)).written ?? 0;
  };
}

/** Writes well-formed text, and tells how many bytes that were; -1 for any other text, or where the host cannot. */
export type WideWrite = (this: Uint8Array, text: string, offset: number) => number;

/**
 * For long texts past Latin-1: by way of UTF-16 Node checks and converts 2,500 Cyrillic characters in 1.6 µs, where
 * `isWellFormed` and `utf8Write` together take 4.4.
 */
export function wideWriter(): WideWrite {
  const { Buffer, process } = hostGlobals();
  const ucs2Write = Buffer?.prototype.ucs2Write;
  const transcode = process?.getBuiltinModule?.("node:buffer").transcode;
  if (ucs2Write === undefined || transcode === undefined) return () => -1;
  let scratch = allocate(0);
  return function write(text, offset) {
    const size = 2 * text.length;
    if (scratch.length < size) scratch = allocate(size);
    const units = scratch.subarray(0, ucs2Write.call(scratch, text, 0, size));
    if (size > SCRATCH) scratch = allocate(0);
    try {
      const utf8 = transcode(units, "ucs2", "utf8");
      this.set(utf8, offset);
      return utf8.length;
    } catch {
      return -1;
    }
  };
}

/** Bytes that are kept for the next text. */
const SCRATCH = 65_536;

/**
 * Characters up to which a loop over them is faster than the host's writer, as measured: 36 on Node 20, whose native calls
 * take 60 ns, and in browsers; about 20 from Node 22 on, where they take 20 to 35.
 */
export function shortText(): number {
  const major = Number.parseInt(hostGlobals().process?.versions?.node ?? "0", 10);
  return major < 22 ? 36 : 20;
}

/** Text of UTF-8 bytes; bytes that are no UTF-8 become U+FFFD. */
export function utf8Reader(): Utf8Slice {
  const { Buffer } = hostGlobals();
  if (Buffer?.prototype.utf8Slice !== undefined) return Buffer.prototype.utf8Slice;
  const decoder = textDecoder(false);
  return function slice(start, end) {
    return decoder.decode(this.subarray(start, end));
  };
}

/**
 * The same for long texts. On Node 20 `utf8Slice` takes 2 to 4 ns for each byte from the first one on that is not ASCII:
 * 5.5 µs for 2.9 KB of German, 16 µs for 4.6 KB of Russian, where `transcode` takes 1.5 and 2.0. Bytes that are all
 * ASCII are known by their text being as long when written again: 0.24 µs for 2.5 KB instead of 0.44.
 */
export function longUtf8Reader(): Utf8Slice {
  const { Buffer, process } = hostGlobals();
  const { utf8Slice, latin1Slice, ucs2Slice } = Buffer?.prototype ?? {};
  const transcode = process?.getBuiltinModule?.("node:buffer").transcode;
  if (Buffer === undefined || utf8Slice === undefined || latin1Slice === undefined) return utf8Reader();
  if (ucs2Slice === undefined || transcode === undefined) return utf8Slice;
  return function slice(start, end) {
    const text = latin1Slice.call(this, start, end);
    if (Buffer.byteLength(text) === text.length) return text;
    try {
      const units = transcode(new Uint8Array(this.buffer, this.byteOffset + start, end - start), "utf8", "ucs2");
      return ucs2Slice.call(units, 0, units.length);
    } catch {
      return utf8Slice.call(this, start, end);
    }
  };
}

/** A decoder that throws for bytes that are no UTF-8, or replaces them; a byte order mark is text like any other. */
export function textDecoder(fatal: boolean): TextDecoderLike {
  const { TextDecoder } = hostGlobals();
  if (TextDecoder === undefined) throw new Error("no TextDecoder");
  return new TextDecoder("utf-8", { fatal, ignoreBOM: true });
}
