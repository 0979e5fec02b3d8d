import { CheckpointError, causeText } from "./checkpoint-error.js";

/** Calls `work` after so many milliseconds, and returns how to prevent it. */
export type Later = (ms: number, work: () => void) => () => void;

export interface SaverOptions {
  /** Where the positions go, for errors. */
  readonly place: string;
  readonly save: (text: string) => Promise<void>;
  /** Milliseconds between the end of a save and the next one. */
  readonly pauseMs: number;
  readonly later: Later;
  /** Called once, when too many saves have failed in a row. */
  readonly onGiveUp: (error: CheckpointError) => void;
}

const mostFailures = 5;

/** Saves the newest position, one save at a time, with pauses between them. */
export class PositionSaver {
  readonly #options: SaverOptions;
  #newest: string | null = null;
  #saved: string | null = null;
  #saving: Promise<void> | null = null;
  #cancelPause: (() => void) | null = null;
  #failures = 0;
  #lastCause: unknown = null;
  #isOver = false;

  constructor(options: SaverOptions) {
    this.#options = options;
  }

  /** The position that was saved last; null where none was. */
  get saved(): string | null {
    return this.#saved;
  }

  /** A position that may be saved, newer than those before. */
  offer(text: string): void {
    this.#newest = text;
    if (this.#saving === null && this.#cancelPause === null && !this.#isOver) this.#start();
  }

  /**
   * Saves the newest position without a pause.
   *
   * @throws CheckpointError where that fails.
   */
  async finish(): Promise<void> {
    this.#isOver = true;
    this.#cancelPause?.();
    await this.#saving;
    if (this.#newest !== null) await this.#save();
    if (this.#newest !== null) throw this.#error();
  }

  #start(): void {
    this.#saving = this.#save().finally(() => {
      this.#saving = null;
      if (!this.#isOver) this.#pause();
    });
  }

  #pause(): void {
    this.#cancelPause = this.#options.later(this.#options.pauseMs, () => {
      this.#cancelPause = null;
      if (this.#newest !== null) this.#start();
    });
  }

  async #save(): Promise<void> {
    const text = this.#newest;
    if (text === null) return;
    this.#newest = null;
    try {
      await this.#options.save(text);
      this.#saved = text;
      this.#failures = 0;
    } catch (error) {
      this.#newest ??= text;
      this.#failed(error);
    }
  }

  #failed(cause: unknown): void {
    this.#failures++;
    this.#lastCause = cause;
    if (this.#failures < mostFailures || this.#isOver) return;
    this.#isOver = true;
    this.#options.onGiveUp(this.#error());
  }

  #error(): CheckpointError {
    const { place } = this.#options;
    const cause = this.#lastCause;
    const times = this.#failures === 1 ? "" : `, ${this.#failures} times in a row`;
    const message = `${place}: the position of the source could not be saved${times}: ${causeText(cause)}`;
    return new CheckpointError(message, { place: cause instanceof CheckpointError ? cause.place : place, cause });
  }
}
