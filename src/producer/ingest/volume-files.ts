import { jsonObject, readBody } from "../../network/body.js";
import { retryAfter } from "../../network/headers.js";
import { networkFailure } from "../../network/network-failure.js";
import { secretsOf, withoutSecrets } from "../../network/server-text.js";
import { ZerobusError } from "../../zerobus/zerobus-error.js";
import type { TokenSource } from "../auth/token-source.js";
import { CheckpointError, causeText, oneLine } from "./checkpoint-error.js";

/** What reaching a volume needs from the world around it. */
export interface VolumeWorld {
  readonly fetch: typeof fetch;
  readonly tokens: TokenSource;
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<unknown>;
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number;
}

/** One request to the Files API. */
interface FileRequest {
  readonly method: "GET" | "PUT";
  /** `/Volumes/…` */
  readonly path: string;
  readonly url: string;
  readonly body: string | null;
}

/** What became of one try. */
type Outcome =
  | { readonly kind: "done"; readonly text: string }
  | { readonly kind: "missing" }
  /** The token is not, or no longer, good. */
  | { readonly kind: "unauthorized"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string; readonly again: boolean; readonly pause: number | null };

/** Longest wait for one answer, and for the next try, in milliseconds. */
const patience = 30_000;
const tries = 4;
const firstPause = 500;
/** Longest answer taken, in bytes. */
const maxAnswer = 16 * 1024 * 1024;
/** What is shown of an answer, in characters. */
const longestAnswer = 500;

/** Codes of an answer 404 that say that more than the file is missing. */
const missingPlace = /^(?:ENDPOINT|CATALOG|SCHEMA|VOLUME|METASTORE|WORKSPACE)_/;

/** What to do about a status. */
const advice: ReadonlyMap<number, string> = new Map([
  [403, "Grant READ VOLUME and WRITE VOLUME on the volume, and USE CATALOG and USE SCHEMA on what it is in"],
  [404, "Check the workspace, and that the volume exists"],
]);

/**
 * Files of a workspace's volumes, by the Files API
 * (https://docs.databricks.com/api/workspace/files/upload, …/files/download). A PUT replaces the file and creates the
 * directories above it.
 */
export class VolumeFiles {
  readonly #origin: string;
  readonly #world: VolumeWorld;

  /** `origin` is that of the workspace. */
  constructor(origin: string, world: VolumeWorld) {
    this.#origin = origin;
    this.#world = world;
  }

  /**
   * The text of the file; null where there is none.
   *
   * @throws CheckpointError
   */
  read(path: string): Promise<string | null> {
    return this.#send({ method: "GET", path, url: this.#urlOf(path), body: null });
  }

  /**
   * Replaces the file.
   *
   * @throws CheckpointError
   */
  async write(path: string, text: string): Promise<void> {
    await this.#send({ method: "PUT", path, url: `${this.#urlOf(path)}?overwrite=true`, body: text });
  }

  #urlOf(path: string): string {
    return `${this.#origin}/api/2.0/fs/files${path.split("/").map(encodeURIComponent).join("/")}`;
  }

  /** Null where there is no such file. */
  async #send(request: FileRequest): Promise<string | null> {
    let isRenewed = false;
    for (let attempt = 1; ;) {
      const outcome = await this.#try(request);
      if (outcome.kind === "done") return outcome.text;
      if (outcome.kind === "missing") return null;
      if (outcome.kind === "unauthorized" && !isRenewed) {
        this.#world.tokens.discard();
        isRenewed = true;
        continue;
      }
      if (outcome.kind === "unauthorized" || !outcome.again || attempt === tries) throw failed(request, outcome.reason);
      await this.#pause(attempt, outcome.pause ?? 0);
      attempt++;
    }
  }

  async #pause(attempt: number, least: number): Promise<void> {
    const pause = firstPause * 2 ** (attempt - 1) * (0.5 + this.#world.random() / 2);
    await this.#world.sleep(Math.min(patience, Math.max(pause, least)));
  }

  async #try(request: FileRequest): Promise<Outcome> {
    try {
      const signal = AbortSignal.timeout(patience);
      const authorization = await this.#world.tokens.authorization(signal);
      return await this.#ask(request, { authorization }, signal);
    } catch (error) {
      if (error instanceof ZerobusError) {
        return { kind: "failed", reason: causeText(error), again: error.retryable, pause: null };
      }
      const { what, passing } = networkFailure(error);
      return { kind: "failed", reason: `${this.#origin} ${what}`, again: passing, pause: null };
    }
  }

  async #ask(request: FileRequest, headers: { readonly authorization: string }, signal: AbortSignal): Promise<Outcome> {
    const { method, url, body } = request;
    const more = body === null ? {} : { body };
    const type = body === null ? {} : { "content-type": "application/octet-stream" };
    // Followed, a redirect would take the token to another host.
    const init = { method, ...more, headers: { ...type, ...headers }, redirect: "manual", signal } as const;
    const answer = await this.#world.fetch(url, init);
    const text = await readBody(answer, maxAnswer);
    return outcomeOf(request, answer, withoutSecrets(text, secretsOf(headers)));
  }
}

function outcomeOf({ method }: FileRequest, answer: Response, text: string): Outcome {
  const { status, ok } = answer;
  if (ok) return { kind: "done", text };
  const fields = jsonObject(text);
  if (status === 404 && method === "GET" && isFileMissing(text, fields)) return { kind: "missing" };
  const reason = reasonOf(status, text, fields);
  if (status === 401) return { kind: "unauthorized", reason };
  const again = [408, 409, 429].includes(status) || status >= 500;
  return { kind: "failed", reason, again, pause: retryAfter(answer.headers) };
}

/** A page of something else that answers 404 must not be taken for a source that was never read. */
function isFileMissing(text: string, fields: Readonly<Record<string, unknown>> | null): boolean {
  if (fields === null) return text.trim() === "";
  const code = fields["error_code"];
  return typeof code !== "string" || !missingPlace.test(code);
}

function reasonOf(status: number, text: string, fields: Readonly<Record<string, unknown>> | null): string {
  const said = [fields?.["error_code"], fields?.["message"]].filter((part) => typeof part === "string").join(": ");
  const line = oneLine(said === "" ? text : said, longestAnswer);
  const hint = advice.get(status);
  return `HTTP ${status}${line === "" ? "" : `, ${line}`}${hint === undefined ? "" : ` (${hint}.)`}`;
}

function failed({ method, path }: FileRequest, reason: string): CheckpointError {
  const done = method === "GET" ? "loaded" : "saved";
  return new CheckpointError(`${path}: the position could not be ${done}: ${reason}`, { place: path });
}
