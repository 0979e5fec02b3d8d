import type { Io } from "../io.js";
import { safeText } from "../report/safe-text.js";
import { PromptCancelled, type Prompter } from "./prompter.js";

interface Option {
  value: string;
  label: string;
}

/** Asks on the terminal; null where there is none on both ends. */
export async function terminalPrompter(io: Pick<Io, "stdout">): Promise<Prompter | null> {
  if (!io.stdout.isTerminal || !process.stdin.isTTY) return null;
  const clack = await import("@clack/prompts");
  const answered = <Answer>(answer: Answer | typeof clack.CANCEL_SYMBOL): Answer => {
    if (clack.isCancel(answer)) throw new PromptCancelled();
    return answer;
  };
  return {
    start: (title) => {
      clack.intro(title);
    },
    select: async ({ message, choices, initial }) => {
      const options = choices.map(({ value, label }): Option => ({ value, label: safeText(label) }));
      const chosen = answered(await clack.select<string>({ message, options, initialValue: initial }));
      return choices.find(({ value }) => value === chosen)?.value ?? initial;
    },
    text: async ({ message, initial, example, problemOf }) => {
      const validate = (answer = ""): string | undefined => problemOf(answer) ?? undefined;
      return answered(await clack.text({ message, initialValue: initial, placeholder: example, validate }));
    },
    confirm: async ({ message, initial }) => answered(await clack.confirm({ message, initialValue: initial })),
  };
}
