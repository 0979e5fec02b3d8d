/** Asks a person; the real one talks to the terminal, tests answer themselves. Every method throws PromptCancelled. */
export interface Prompter {
  readonly start: (title: string) => void;
  readonly select: <Value extends string>(question: SelectQuestion<Value>) => Promise<Value>;
  readonly text: (question: TextQuestion) => Promise<string>;
  readonly confirm: (question: ConfirmQuestion) => Promise<boolean>;
}

export interface SelectQuestion<Value extends string> {
  readonly message: string;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly initial: Value;
}

export interface TextQuestion {
  readonly message: string;
  /** Text that stands there to be changed. */
  readonly initial: string;
  readonly example: string;
  /** What is wrong with an answer; null where it is fine. */
  readonly problemOf: (answer: string) => string | null;
}

export interface ConfirmQuestion {
  readonly message: string;
  readonly initial: boolean;
}

/** The person wants to leave, with Ctrl+C or Esc. */
export class PromptCancelled extends Error {
  override readonly name = "PromptCancelled";
}
