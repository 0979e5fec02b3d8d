/** The world as a command sees it; `bin.ts` gives the real one, tests and other shells give their own. */
export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** All bytes of the standard input. */
  readonly readStandardInput: () => Promise<Uint8Array>;
  /** Absolute path that relative paths start from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Resolves when the user ends the program, with Ctrl+C or a signal. */
  readonly interrupted: () => Promise<void>;
  /** A clock in milliseconds, for durations only. */
  readonly now: () => number;
}

export interface OutputStream {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Width of the terminal; null where it has none. */
  readonly columns: number | null;
}
