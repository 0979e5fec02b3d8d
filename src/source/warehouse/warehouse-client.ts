import type { TableRequest, WorkspaceWorld } from "../workspace/workspace.js";
import { DeadlineError, quietly, within } from "./deadline.js";
import type { OperationState, Row, WarehouseConnection, WarehouseOperation, WarehouseSession } from "./driver.js";
import { type Failure, failureOf } from "./failure.js";

/** The rows of a statement, or why there are none. */
export type Answer =
  { readonly rows: readonly Row[]; readonly failure: null } | { readonly rows: null; readonly failure: Failure };

/** Milliseconds that closing may take: what is left open ends on the server by itself. */
const closeLimit = 5_000;

/** A warehouse may take minutes to start: so many times the wait for one answer. */
const startPatience = 10;

/** Tries of one statement while failures are of the kind that passes. */
const maxTries = 5;
const longestPause = 60_000;

/** What has been tried of one statement. */
interface Effort {
  tries: number;
  /** Milliseconds spent in pauses. */
  paused: number;
  renewed: boolean;
  reopened: boolean;
}

export interface ClientSettings {
  readonly connection: WarehouseConnection;
  readonly request: TableRequest;
  readonly world: WorkspaceWorld;
  /** Gives up the token the server has just refused; false where there is no other. */
  readonly renew: () => boolean;
}

/** Runs statements in one session, as many at once as are asked for; each is repeated where that may help. */
export class WarehouseClient {
  /** Statements that may be under way at once. */
  readonly concurrency: number;
  private readonly connection: WarehouseConnection;
  private readonly request: TableRequest;
  private readonly world: WorkspaceWorld;
  private readonly renew: () => boolean;
  private session: Promise<WarehouseSession> | null = null;
  /** Tokens given up so far: tells whether a refused one was given up by another statement already. */
  private renewals = 0;
  private hasSaidStarting = false;
  private isStarted = false;

  constructor({ connection, request, world, renew }: ClientSettings) {
    this.concurrency = request.concurrency;
    this.connection = connection;
    this.request = request;
    this.world = world;
    this.renew = renew;
  }

  /** Waits until the warehouse runs statements; null once it does. */
  async start(): Promise<Failure | null> {
    const limit = this.request.timeout * startPatience;
    const { failure } = await this.repeat("SELECT 1", limit, (reason, effort) =>
      isStarting(reason) ? this.startPause(reason, effort, limit) : this.pauseAfter(reason, effort),
    );
    this.isStarted = failure === null;
    if (failure === null) return null;
    return isStarting(failure) || (failure.kind === "timeout" && this.hasSaidStarting)
      ? { kind: "not-started" }
      : failure;
  }

  async query(sql: string): Promise<Answer> {
    return this.repeat(sql, this.request.timeout, (failure, effort) => this.pauseAfter(failure, effort));
  }

  /** Closes the session, or gives up closing it; afterwards nothing of the driver is left running. */
  async close(): Promise<void> {
    await quietly(this.world, closeLimit, this.connection.close());
    this.connection.destroy();
  }

  /** `pauseAfter` gives the milliseconds to wait before the next try; null where there is none. */
  private async repeat(
    sql: string,
    limit: number,
    pauseAfter: (failure: Failure, effort: Effort) => number | null,
  ): Promise<Answer> {
    const effort: Effort = { tries: 0, paused: 0, renewed: false, reopened: false };
    for (;;) {
      const renewals = this.renewals;
      const answer = await this.attempt(sql, limit);
      if (answer.failure === null) return answer;
      effort.tries++;
      if (answer.failure.kind === "unauthenticated") {
        if (effort.renewed || !this.renewOnce(renewals)) return answer;
        effort.renewed = true;
        continue;
      }
      const pause = pauseAfter(answer.failure, effort);
      if (pause === null) return answer;
      effort.paused += pause;
      this.request.onProgress({
        kind: "retry",
        reason: this.isStarted || !isStarting(answer.failure) ? reasonOf(answer.failure) : starting,
        pause,
      });
      await this.world.sleep(pause);
    }
  }

  private renewOnce(renewals: number): boolean {
    if (this.renewals > renewals) return true;
    if (!this.renew()) return false;
    this.renewals++;
    return true;
  }

  private startPause(failure: Failure, { tries, paused }: Effort, limit: number): number | null {
    const wanted = failure.kind === "busy" ? (failure.retryAfter ?? 0) : 0;
    const pause = Math.min(longestPause, Math.max(wanted, Math.min(15_000, 1000 * 2 ** tries)));
    return paused + pause > limit ? null : pause;
  }

  private pauseAfter(failure: Failure, effort: Effort): number | null {
    if (failure.kind === "session-lost") {
      if (effort.reopened) return null;
      effort.reopened = true;
      return 0;
    }
    const mayPass = failure.kind === "busy" || (failure.kind === "network" && failure.passing);
    if (!mayPass || effort.tries >= maxTries) return null;
    const pause = 1000 * 2 ** (effort.tries - 1) * (1 + this.world.random() / 4);
    const wanted = failure.kind === "busy" ? (failure.retryAfter ?? 0) : 0;
    return Math.round(Math.min(longestPause, Math.max(pause, wanted)));
  }

  private async attempt(sql: string, limit: number): Promise<Answer> {
    const opening = (this.session ??= this.connection.openSession());
    let session: WarehouseSession | null = null;
    try {
      session = await within(this.world, this.request.timeout, opening);
      return { rows: await this.run(session, sql, limit), failure: null };
    } catch (error) {
      const failure = await failureOf(error);
      if (session === null || failure.kind === "session-lost") this.forget(opening, session);
      return { rows: null, failure };
    }
  }

  /** Lets the next statement open a session of its own. */
  private forget(opening: Promise<WarehouseSession>, session: WarehouseSession | null): void {
    if (this.session !== opening) return;
    this.session = null;
    // Else the driver would try to close it at the end, and stop closing where that fails.
    if (session !== null) void quietly(this.world, closeLimit, session.close());
  }

  private async run(session: WarehouseSession, sql: string, limit: number): Promise<readonly Row[]> {
    const statement = new Statement(session, (state) => {
      this.onState(state);
    });
    try {
      return await within(this.world, limit, statement.run(sql));
    } catch (error) {
      if (error instanceof DeadlineError) await quietly(this.world, closeLimit, statement.cancel());
      throw error;
    } finally {
      await quietly(this.world, closeLimit, statement.close());
    }
  }

  private onState(state: OperationState): void {
    if (state === "running" || this.isStarted || this.hasSaidStarting) return;
    this.hasSaidStarting = true;
    this.request.onProgress({ kind: "retry", reason: starting, pause: 0 });
  }
}

/** One statement of the driver, which may be cancelled before the driver has given a handle of it. */
class Statement {
  private readonly session: WarehouseSession;
  private readonly onState: (state: OperationState) => void;
  private operation: WarehouseOperation | null = null;
  private isCancelled = false;

  constructor(session: WarehouseSession, onState: (state: OperationState) => void) {
    this.session = session;
    this.onState = onState;
  }

  async run(sql: string): Promise<readonly Row[]> {
    this.operation = await this.session.execute(sql);
    if (this.isCancelled) await this.operation.cancel();
    await this.operation.finished(this.onState);
    return await this.operation.rows();
  }

  async cancel(): Promise<void> {
    this.isCancelled = true;
    await this.operation?.cancel();
  }

  async close(): Promise<void> {
    await this.operation?.close();
  }
}

const starting = "the warehouse is starting";

/** How a warehouse fails that starts: it opens sessions before it can run anything in them. */
function isStarting(failure: Failure): boolean {
  if (failure.kind === "busy") return failure.status === 503;
  if (failure.kind === "sql")
    return /TEMPORARILY_UNAVAILABLE|is starting|Couldn't create directory/i.test(failure.message);
  return failure.kind === "session-lost";
}

function reasonOf(failure: Failure): string {
  switch (failure.kind) {
    case "busy":
      return `the warehouse answered with status ${failure.status}`;
    case "session-lost":
      return "the session was lost";
    default:
      return "the connection broke off";
  }
}
