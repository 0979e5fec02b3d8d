import { readFile } from "node:fs/promises";
import type { Diagnostic, Span } from "../diagnostics/diagnostic.js";
import { diagnostic } from "../diagnostics/create-diagnostic.js";
import { ioReason } from "../files/io-reason.js";
import { type DecodedText, decodeText, type TextPlace } from "./decode-text.js";
import { findFiles, type FoundFile } from "./find-files.js";

/** What reading definitions needs from the world around it. */
export interface SourceWorld {
  /** Absolute path that relative patterns start from. */
  readonly cwd: string;
  /** All bytes of the standard input; called once at most. */
  readonly readStandardInput: () => Promise<Uint8Array>;
}

/** The text of a file, and its path as the user would recognise it. */
export interface SourceText {
  readonly text: string;
  readonly path: string;
}

export interface ReadSources {
  readonly sources: readonly SourceText[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Texts of the files behind the patterns (see `findFiles`), in their order. Files that cannot be read are diagnostics. */
export async function readSources(patterns: readonly string[], world: SourceWorld): Promise<ReadSources> {
  const found = await findFiles(patterns, world.cwd);
  const sources: SourceText[] = [];
  const diagnostics = [...found.diagnostics];
  // One after the other: the texts are needed all at once anyway, and reading ahead gains nothing on a local disk.
  for (const file of found.files) {
    const read = await readSource(file, world);
    if ("text" in read) sources.push(read);
    else diagnostics.push(read);
  }
  return { sources, diagnostics };
}

/** The text of a file, or why there is none. */
export async function readSource(file: FoundFile, world: SourceWorld): Promise<SourceText | Diagnostic> {
  try {
    const bytes = file.absolute === null ? await world.readStandardInput() : await readFile(file.absolute);
    const decoded = decodeText(bytes);
    return decoded.ok ? { text: decoded.text, path: file.path } : notText(file.path, decoded);
  } catch (error) {
    return diagnostic("GP5003", `The file cannot be read: ${ioReason(error)}.`, { file: file.path });
  }
}

function notText(file: string, decoded: DecodedText & { readonly ok: false }): Diagnostic {
  const message = `The file is not ${decoded.encoding} text.`;
  const hint = "Save the file as UTF-8 (or as UTF-16 with a byte order mark).";
  return diagnostic("GP5004", message, { file, hint, ...(decoded.place && { span: spanAt(decoded.place) }) });
}

function spanAt(place: TextPlace): Span {
  return { start: place.offset, end: place.offset, line: place.line, column: place.column };
}
