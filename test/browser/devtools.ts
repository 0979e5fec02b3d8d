import type { ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";

type Json = Readonly<Record<string, unknown>>;

interface Waiting {
  readonly resolve: (result: Json) => void;
  readonly reject: (error: Error) => void;
}

/** The DevTools protocol over the pipes of `--remote-debugging-pipe`: JSON, each message ended by a zero byte. */
export class DevTools {
  readonly #output: Writable;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(method: string, params: Json) => void>();
  #rest: Buffer[] = [];
  #count = 0;

  constructor(browser: ChildProcess) {
    const [, , , output, input] = browser.stdio;
    this.#output = output as Writable;
    (input as Readable).on("data", (chunk: Buffer) => {
      this.#read(chunk);
    });
    browser.on("exit", (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`The browser ended (${String(code)}).`));
    });
  }

  send(method: string, params: Json = {}, sessionId?: string): Promise<Json> {
    const id = ++this.#count;
    this.#output.write(`${JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  onEvent(listener: (method: string, params: Json) => void): void {
    this.#listeners.add(listener);
  }

  #read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      const message = Buffer.concat([...this.#rest, chunk.subarray(start, end)]).toString("utf8");
      this.#rest = [];
      start = end + 1;
      this.#take(JSON.parse(message) as Json);
    }
    this.#rest.push(chunk.subarray(start));
  }

  #take({ id, result, error, method, params }: Json): void {
    if (typeof method === "string") for (const listener of this.#listeners) listener(method, params as Json);
    const waiting = this.#waiting.get(Number(id));
    if (waiting === undefined) return;
    this.#waiting.delete(Number(id));
    if (error === undefined) waiting.resolve(result as Json);
    else waiting.reject(new Error(JSON.stringify(error)));
  }
}
