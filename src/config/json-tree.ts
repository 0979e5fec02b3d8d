/** JSON with the places of its parts, as offsets into the text. */
export type JsonNode = JsonObject | JsonArray | JsonScalar;

export interface JsonObject extends Range {
  readonly kind: "object";
  /** In the order of the text; a key may stand there twice. */
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: JsonNode;
}

export interface JsonArray extends Range {
  readonly kind: "array";
  readonly elements: readonly JsonNode[];
}

export interface JsonScalar extends Range {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
}

/** `end` is the offset after the last character. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where and why a text is not JSON; `message` completes "not valid JSON: …". */
export interface JsonProblem {
  readonly offset: number;
  readonly message: string;
}

export type JsonTree =
  { readonly root: JsonNode; readonly problem: null } | { readonly root: null; readonly problem: JsonProblem };

/** Far more than a configuration or a package.json has, and far from the end of the stack. */
const deepest = 200;

const space = /[ \t\r\n]*/y;
const stringToken = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const scalarToken = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y;

/** Reads JSON text. Says where a fault is, which `JSON.parse` does in its own way in every version of Node, or not at all. */
export function parseJsonTree(text: string): JsonTree {
  try {
    return { root: new JsonReader(text).whole(), problem: null };
  } catch (error) {
    if (error instanceof NotJson) return { root: null, problem: { offset: error.offset, message: error.message } };
    throw error;
  }
}

/** What `JSON.parse` makes of the same text; of a key given twice the last value counts. */
export function jsonValue(node: JsonNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "array") return node.elements.map(jsonValue);
  // Not by assignment: that would lose a key `__proto__`.
  return Object.fromEntries(node.members.map(({ key, value }) => [key, jsonValue(value)]));
}

/** The value of a key, the last one where it is given twice; null where there is none. */
export function memberOf(node: JsonNode, key: string): JsonMember | null {
  return node.kind === "object" ? (node.members.filter((member) => member.key === key).at(-1) ?? null) : null;
}

class NotJson extends Error {
  override readonly name = "NotJson";
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

class JsonReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  whole(): JsonNode {
    const root = this.value(0);
    this.skipSpace();
    if (this.at < this.text.length) this.fail("something follows the end of the value");
    return root;
  }

  private value(depth: number): JsonNode {
    this.skipSpace();
    if (depth > deepest) this.fail("values are nested too deeply");
    const next = this.text.charAt(this.at);
    if (next === "{") return this.object(depth);
    return next === "[" ? this.array(depth) : this.scalar();
  }

  private object(depth: number): JsonObject {
    const start = this.at;
    const members = this.list("}", () => {
      const { key, keyRange } = this.key();
      this.skipSpace();
      if (this.text.charAt(this.at) !== ":") this.fail('expected ":" after the key');
      this.at++;
      return { key, keyRange, value: this.value(depth + 1) };
    });
    return { kind: "object", start, end: this.at, members };
  }

  private array(depth: number): JsonArray {
    const start = this.at;
    const elements = this.list("]", () => this.value(depth + 1));
    return { kind: "array", start, end: this.at, elements };
  }

  /** What stands between the bracket under the cursor and `close`, separated by commas. */
  private list<Item>(close: "}" | "]", read: () => Item): Item[] {
    this.at++;
    const items: Item[] = [];
    if (this.takes(close)) return items;
    for (;;) {
      items.push(read());
      if (this.takes(close)) return items;
      if (!this.takes(",")) this.fail(`expected "," or "${close}"`);
      if (this.sees(close)) this.fail(`"${close}" follows a comma`);
    }
  }

  private key(): Pick<JsonMember, "key" | "keyRange"> {
    this.skipSpace();
    const start = this.at;
    const token = this.match(stringToken);
    if (token === null) return this.fail("expected a key in double quotes");
    return { key: String(JSON.parse(token)), keyRange: { start, end: this.at } };
  }

  private scalar(): JsonScalar {
    const start = this.at;
    const token = this.match(stringToken) ?? this.match(scalarToken);
    if (token === null)
      return this.fail(this.text.charAt(start) === '"' ? "the string is not valid" : "expected a value");
    const value: unknown = JSON.parse(token);
    const isScalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return { kind: "scalar", start, end: this.at, value: isScalar ? value : null };
  }

  private sees(character: string): boolean {
    this.skipSpace();
    return this.text.charAt(this.at) === character;
  }

  private takes(character: string): boolean {
    const found = this.sees(character);
    if (found) this.at++;
    return found;
  }

  private skipSpace(): void {
    this.match(space);
  }

  private match(token: RegExp): string | null {
    token.lastIndex = this.at;
    const found = token.exec(this.text);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }

  private fail(message: string): never {
    const rest = this.text.slice(this.at, this.at + 2);
    if (rest === "//" || rest === "/*") throw new NotJson(this.at, "there are no comments in JSON");
    throw new NotJson(this.at, rest === "" ? "the text ends too early" : message);
  }
}
