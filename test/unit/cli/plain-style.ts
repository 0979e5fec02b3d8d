import type { OutputStream } from "../../../src/cli/io.js";
import { styleFor } from "../../../src/cli/report/style.js";

export function stream(facts: Partial<OutputStream> = {}): OutputStream {
  return { write: () => undefined, isTerminal: false, columns: null, ...facts };
}

export const plain = styleFor(stream(), false, {});
export const colored = styleFor(stream(), true, {});
