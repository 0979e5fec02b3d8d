import { anonymous } from "../workspace/credentials.js";
import { describeNetworkFailure, isPassingFailure } from "../workspace/network-failure.js";
import { type TableRequest, type Workspace, WorkspaceError, type WorkspaceWorld } from "../workspace/workspace.js";
import { backoff, pauseBudget, retryAfter } from "./backoff.js";
import { readBody, TooLong } from "../../network/body.js";
import { Gate } from "./gate.js";
import { classifyRefusal } from "./refusal.js";
import { type Failure, failureOf, RequestError, type Subject } from "./subject.js";
import { userAgent } from "./user-agent.js";

/** A question to the Unity Catalog API. */
export interface ApiRequest {
  /** Below `/api/2.1/unity-catalog`, its parts encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly subject: Subject;
  /** Most tries; for a request whose answer is only nice to have. */
  readonly tries?: number;
}

/** Takes from the JSON of an answer what is wanted; null where it is not of the form it should have. */
export type ReadAnswer<Answer> = (json: unknown) => Answer | null;

type Outcome<Answer> =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "final"; readonly failure: Failure; readonly missing: string | null }
  | { readonly kind: "credentials"; readonly failure: Failure; readonly generation: number }
  | Again;

interface Again {
  readonly kind: "again";
  readonly failure: Failure;
  /** Tries that make sense for such a failure. */
  readonly tries: number;
  /** What the server asks for, in milliseconds; null where it does not say. */
  readonly wait: number | null;
  /** Whether all requests should wait, not this one alone. */
  readonly slowDown: boolean;
}

/** What one request has been through. */
interface History {
  failures: number;
  paused: number;
  renewed: boolean;
}

const mostTries = 6;
/** Another try at something slow or garbled helps less often, and costs more. */
const fewTries = 3;

const apiPath = "/api/2.1/unity-catalog";

/** Asks the Unity Catalog API of a workspace: in parallel within bounds, again where that may help, never for ever. */
export class Api {
  readonly #workspace: Workspace;
  readonly #request: TableRequest;
  readonly #world: WorkspaceWorld;
  readonly #gate: Gate;
  /** Counts the credentials given up, so that one refusal is not taken for one of their successors. */
  #generation = 0;
  #provenGeneration = -1;
  /** Requests given up since the last answer. */
  #givenUp = 0;
  /** Why nothing more is sent. */
  #down: Failure | null = null;

  constructor(workspace: Workspace, request: TableRequest, world: WorkspaceWorld) {
    this.#workspace = workspace;
    this.#request = request;
    this.#world = world;
    this.#gate = new Gate(request.concurrency, (ms) => world.sleep(ms));
  }

  /** @throws RequestError where there is no answer that `read` understands. */
  async get<Answer>(request: ApiRequest, read: ReadAnswer<Answer>): Promise<Answer> {
    // Its place is kept while it waits for another try: a server in trouble shall not get all the others meanwhile.
    return await this.#gate.run(() => this.#tryAgain(request, read));
  }

  async #tryAgain<Answer>(request: ApiRequest, read: ReadAnswer<Answer>): Promise<Answer> {
    const history: History = { failures: 0, paused: 0, renewed: false };
    for (;;) {
      const outcome = await this.#tryOnce(request, read);
      if (outcome.kind === "answer") return outcome.answer;
      if (outcome.kind === "final") throw new RequestError(outcome.failure, outcome.missing);
      if (outcome.kind === "credentials") this.#renew(outcome, history);
      else await this.#pause(outcome, history, Math.min(outcome.tries, request.tries ?? mostTries));
    }
  }

  async #tryOnce<Answer>(request: ApiRequest, read: ReadAnswer<Answer>): Promise<Outcome<Answer>> {
    if (this.#down !== null) return { kind: "final", failure: this.#down, missing: null };
    const signal = AbortSignal.timeout(this.#request.timeout);
    const generation = this.#generation;
    let headers: Readonly<Record<string, string>>;
    try {
      headers = await this.#workspace.credentials.headers(signal);
    } catch (error) {
      return this.#withoutHeaders(error);
    }
    try {
      const response = await this.#send(request, headers, signal);
      const body = await readBody(response);
      if (!response.ok) return this.#refused(response, body, headers, request.subject, generation);
      this.#answered(generation);
      return this.#understood(body, read);
    } catch (error) {
      return error instanceof TooLong ? tooLong() : this.#unreachable(error);
    }
  }

  async #send({ path, query }: ApiRequest, headers: Readonly<Record<string, string>>, signal: AbortSignal) {
    const search = new URLSearchParams(query).toString();
    const url = `${this.#workspace.origin}${apiPath}${path}${search === "" ? "" : `?${search}`}`;
    const sent = { accept: "application/json", "user-agent": userAgent(), ...headers };
    // A redirect would carry the credentials to whom they are not meant for.
    return await this.#world.fetch(url, { headers: sent, redirect: "manual", signal });
  }

  #understood<Answer>(body: string, read: ReadAnswer<Answer>): Outcome<Answer> {
    const answer = read(parseJson(body));
    if (answer !== null) {
      this.#gate.speedUp();
      return { kind: "answer", answer };
    }
    const isPage = /^\s*</.test(body.slice(0, 1000));
    const reason = isPage
      ? `${this.#workspace.origin} answers with a page for people; a proxy or a login seems to stand in between`
      : "the answer is not what the Unity Catalog API answers";
    const hint = "See that the host is the workspace itself, and that a proxy lets its API through.";
    return { kind: "again", failure: { code: "GP5109", reason, hint }, tries: fewTries, wait: null, slowDown: false };
  }

  #refused(
    response: Response,
    body: string,
    sent: Readonly<Record<string, string>>,
    subject: Subject,
    generation: number,
  ): Outcome<never> {
    const { status, headers } = response;
    const { origin } = this.#workspace;
    const refusal = classifyRefusal({ status, location: headers.get("location"), body, sent, subject, origin });
    if (refusal.kind === "credentials") return this.#refusedCredentials(refusal.said, generation);
    if (refusal.kind === "final") {
      this.#answered(generation);
      return refusal;
    }
    const wait = retryAfter(headers.get("retry-after"), this.#world.now());
    return { ...refusal, tries: mostTries, wait, slowDown: status === 429 || wait !== null };
  }

  #refusedCredentials(said: string, generation: number): Outcome<never> {
    const { credentials } = this.#workspace;
    const refused = credentials === anonymous ? "requests without credentials" : `the ${credentials.description}`;
    const reason = `the workspace refuses ${refused} (${said})`;
    const hint = "See that they are for this workspace and have not expired or been revoked.";
    return { kind: "credentials", failure: { code: "GP5103", reason, hint }, generation };
  }

  #unreachable(error: unknown): Outcome<never> {
    const failure = failureOf(describeNetworkFailure(error, this.#workspace.origin));
    if (!isPassingFailure(error)) {
      this.#down = failure;
      return { kind: "final", failure, missing: null };
    }
    const tries = failure.code === "GP5107" ? fewTries : mostTries;
    return { kind: "again", failure, tries, wait: null, slowDown: false };
  }

  #withoutHeaders(error: unknown): Outcome<never> {
    if (!(error instanceof WorkspaceError)) return this.#unreachable(error);
    this.#down = failureOf(error.diagnostic);
    return { kind: "final", failure: this.#down, missing: null };
  }

  /** Any answer shows that the workspace is there, and an accepted token that it is good. */
  #answered(generation: number): void {
    this.#givenUp = 0;
    this.#provenGeneration = Math.max(this.#provenGeneration, generation);
  }

  #renew({ failure, generation }: { failure: Failure; generation: number }, history: History): void {
    const isOld = generation < this.#generation;
    if (isOld || (!history.renewed && this.#workspace.credentials.renew())) {
      if (!isOld) this.#generation += 1;
      history.renewed = true;
      return;
    }
    if (this.#provenGeneration < generation) this.#down = failure;
    throw new RequestError(failure, null);
  }

  async #pause({ failure, wait, slowDown }: Again, history: History, tries: number): Promise<void> {
    history.failures += 1;
    if (history.failures >= tries) this.#giveUp(failure, tries);
    const pause = wait ?? backoff(history.failures, this.#world.random);
    if (history.paused + pause > pauseBudget) {
      const asked = wait === null ? "" : `, and asks to wait ${Math.ceil(wait / 1000)} seconds`;
      this.#giveUp({ ...failure, reason: `${failure.reason}${asked}` }, tries);
    }
    history.paused += pause;
    this.#request.onProgress({ kind: "retry", reason: failure.reason, pause });
    if (slowDown) this.#gate.slowDown(pause);
    else await this.#world.sleep(pause);
    await this.#gate.calm();
  }

  /** Where one request after the other is given up, the rest would only wait for the same. */
  #giveUp(failure: Failure, tries: number): never {
    this.#givenUp += 1;
    if (tries > 1 && this.#givenUp > this.#request.concurrency) this.#down = failure;
    throw new RequestError(failure, null);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function tooLong(): Outcome<never> {
  const failure: Failure = { code: "GP5109", reason: "the answer is longer than 256 MB", hint: null };
  return { kind: "final", failure, missing: null };
}
