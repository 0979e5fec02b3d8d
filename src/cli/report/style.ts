import picocolors from "picocolors";
import type { Severity } from "../../diagnostics/codes.js";
import type { Io, OutputStream } from "../io.js";

type Paint = (text: string) => string;

/** How the parts of a report are painted; every paint is the identity where colours are off. */
export interface Style {
  readonly severity: Readonly<Record<Severity, Paint>>;
  readonly place: Paint;
  readonly faint: Paint;
  readonly added: Paint;
  readonly removed: Paint;
  readonly hunk: Paint;
  readonly heading: Paint;
}

/** Paints for a stream: what the user says counts most, then NO_COLOR and FORCE_COLOR, then the stream itself. */
export function styleFor(stream: OutputStream, choice: boolean | null, env: Io["env"]): Style {
  const paint = picocolors.createColors(choice ?? environmentChoice(env) ?? isColorTerminal(stream, env));
  return {
    severity: {
      error: (text) => paint.bold(paint.red(text)),
      warning: (text) => paint.bold(paint.yellow(text)),
      info: (text) => paint.bold(paint.cyan(text)),
    },
    place: paint.bold,
    faint: paint.dim,
    added: paint.green,
    removed: paint.red,
    hunk: paint.cyan,
    heading: paint.bold,
  };
}

/** See no-color.org and force-color.org: any value but the empty one counts; `FORCE_COLOR=0` switches off. */
function environmentChoice(env: Io["env"]): boolean | null {
  if (env["NO_COLOR"]) return false;
  const force = env["FORCE_COLOR"];
  return force ? force !== "0" && force !== "false" : null;
}

function isColorTerminal(stream: OutputStream, env: Io["env"]): boolean {
  return stream.isTerminal && env["TERM"] !== "dumb";
}
