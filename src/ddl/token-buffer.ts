import { Token } from "./tokens.js";

/** Tokens in columns rather than objects: a statement of a million tokens is three typed arrays. */
export class TokenBuffer {
  count = 0;
  private kinds = new Uint8Array(256);
  private starts = new Int32Array(256);
  private ends = new Int32Array(256);
  /** Texts of tokens that came out of a template hole, by index; all others are slices of the source. */
  private readonly texts = new Map<number, string>();

  push(kind: number, start: number, end: number): void {
    if (this.count === this.kinds.length) this.grow();
    this.kinds[this.count] = kind;
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.count++;
  }

  pushText(kind: number, start: number, end: number, text: string): void {
    this.texts.set(this.count, text);
    this.push(kind, start, end);
  }

  /** Kind of a token; the end of the text past the last one. */
  kind(index: number): number {
    return index < this.count ? (this.kinds[index] ?? Token.end) : Token.end;
  }

  start(index: number): number {
    return this.starts[Math.min(index, this.count - 1)] ?? 0;
  }

  end(index: number): number {
    return this.ends[Math.min(index, this.count - 1)] ?? 0;
  }

  /** Text of a token, as written or as its hole was filled. */
  text(source: string, index: number): string {
    return this.filled(index) ?? source.slice(this.starts[index] ?? 0, this.ends[index] ?? 0);
  }

  /** Text of a token that came out of a hole. */
  filled(index: number): string | undefined {
    return this.texts.size === 0 ? undefined : this.texts.get(index);
  }

  /** Whether a token is a word that says a keyword, given in upper case, in any case. */
  matches(source: string, index: number, keyword: string): boolean {
    if (this.kind(index) !== Token.word) return false;
    const filled = this.filled(index);
    if (filled !== undefined) return filled.toUpperCase() === keyword;
    const start = this.starts[index] ?? 0;
    const { length } = keyword;
    if ((this.ends[index] ?? 0) - start !== length) return false;
    for (let at = 0; at < length; at++) {
      if ((source.charCodeAt(start + at) & ~0x20) !== (keyword.charCodeAt(at) & ~0x20)) return false;
    }
    return true;
  }

  /** Forgets every token. */
  clear(): void {
    this.count = 0;
    this.texts.clear();
  }

  /** Drops the tokens before an index. */
  dropBefore(index: number): void {
    this.kinds.copyWithin(0, index, this.count);
    this.starts.copyWithin(0, index, this.count);
    this.ends.copyWithin(0, index, this.count);
    this.count -= index;
    if (this.texts.size > 0) this.moveTexts(index);
  }

  private moveTexts(by: number): void {
    const kept = [...this.texts].filter(([index]) => index >= by);
    this.texts.clear();
    for (const [index, text] of kept) this.texts.set(index - by, text);
  }

  private grow(): void {
    const size = this.kinds.length * 2;
    this.kinds = enlarged(this.kinds, new Uint8Array(size));
    this.starts = enlarged(this.starts, new Int32Array(size));
    this.ends = enlarged(this.ends, new Int32Array(size));
  }
}

function enlarged<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
