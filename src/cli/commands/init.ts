import { join } from "node:path";
import { checkConfig } from "../../config/check-config.js";
import { type ConfigFile, findConfigs } from "../../config/config-files.js";
import { pathText } from "../../config/value-text.js";
import { diagnostic } from "../../diagnostics/create-diagnostic.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { ioReason } from "../../files/io-reason.js";
import { defaultChoices, type InitChoices } from "../init/choices.js";
import { configFormats, configText } from "../init/config-text.js";
import { nextSteps } from "../init/next-steps.js";
import { type AddedScripts, addScripts, producerScripts } from "../init/package-scripts.js";
import { PromptCancelled, type Prompter } from "../init/prompter.js";
import { askChoices } from "../init/questions.js";
import type { InitReport } from "../init/report.js";
import type { InitSettings } from "../init/settings.js";
import { lookAround, type Surroundings } from "../init/surroundings.js";
import { writeWhole } from "../init/write-file.js";
import type { Io } from "../io.js";

const nothing: InitReport = { command: "init", path: null, scripts: [], cancelled: false, next: [], diagnostics: [] };

/**
 * Writes a configuration file: asks for what the options leave out, or takes what is found where there is nobody to ask.
 * Nothing is written before the last answer.
 *
 * @throws UsageError where there is nobody to ask and no source of definitions is found.
 */
export async function initCommand(settings: InitSettings, io: Io, prompter: Prompter | null): Promise<InitReport> {
  const existing = await findConfigs(io.cwd);
  const inTheWay = [...existing.diagnostics, ...(settings.force ? [] : existing.files.map(presentDiagnostic))];
  if (inTheWay.length > 0) return { ...nothing, diagnostics: inTheWay };
  const found = keepingFormat(await lookAround(io), existing.files);
  const choices = await choose(settings, found, prompter);
  return choices === null ? { ...nothing, cancelled: true } : carryOut(choices, found, existing.files, io);
}

/** Null where the person leaves. */
async function choose(
  settings: InitSettings,
  found: Surroundings,
  prompter: Prompter | null,
): Promise<InitChoices | null> {
  if (prompter === null || settings.yes) return defaultChoices(settings, found);
  try {
    return await askChoices(settings, found, prompter);
  } catch (error) {
    if (error instanceof PromptCancelled) return null;
    throw error;
  }
}

async function carryOut(
  choices: InitChoices,
  found: Surroundings,
  existing: readonly ConfigFile[],
  io: Io,
): Promise<InitReport> {
  const path = `gen-producers.config.${choices.format}`;
  const scripts = choices.scripts ? packageScripts(found) : null;
  const problems = [
    ...existing.filter(({ label }) => label !== path).map(besidesDiagnostic),
    ...configProblems(choices),
    ...(scripts !== null && "code" in scripts ? [scripts] : []),
  ];
  if (problems.length > 0 || (scripts !== null && "code" in scripts)) return { ...nothing, diagnostics: problems };
  const failed = await writeAll(path, configText(choices.config, choices.format), scripts, io.cwd);
  if (failed === null) {
    return { ...nothing, path, scripts: scripts?.added ?? [], next: nextSteps(choices, found) };
  }
  if (failed.file === path) return { ...nothing, diagnostics: [failed] };
  return { ...nothing, path, next: nextSteps({ ...choices, scripts: false }, found), diagnostics: [failed] };
}

/** A file that is to be replaced keeps its kind, unless the options say another. */
function keepingFormat(found: Surroundings, existing: readonly ConfigFile[]): Surroundings {
  const names = existing.map(({ label }) => label);
  const format = configFormats.find((each) => names.includes(`gen-producers.config.${each}`));
  return format === undefined ? found : { ...found, format };
}

function packageScripts({ packageJson }: Surroundings): AddedScripts | Diagnostic {
  const file = "package.json";
  if (packageJson === null) return diagnostic("GP5001", "There is no package.json to add scripts to.", { file });
  const hint = "Without --scripts, init leaves the file alone.";
  return (
    addScripts(packageJson, producerScripts) ??
    diagnostic("GP5003", "Scripts cannot be added: the file is no package.json in valid JSON.", { file, hint })
  );
}

/** The options may hold what a configuration may not. */
function configProblems({ config }: InitChoices): Diagnostic[] {
  return checkConfig(config).problems.map(({ path, message }) =>
    diagnostic("GP4202", `${pathText(path)}: ${message}.`),
  );
}

function presentDiagnostic({ label, kind }: ConfigFile): Diagnostic {
  const isKey = kind === "package";
  return diagnostic("GP5010", isKey ? 'The key "gen-producers" is a configuration.' : "The file is there already.", {
    file: label,
    hint: isKey ? "Change it there, or remove it first." : "Change it, or replace it with --force.",
  });
}

function besidesDiagnostic({ label, kind }: ConfigFile): Diagnostic {
  const what = kind === "package" ? 'The key "gen-producers"' : "The file";
  const hint = `Remove ${kind === "package" ? "the key" : "the file"} first: there can be only one configuration.`;
  return diagnostic("GP5010", `${what} is another configuration.`, { file: label, hint });
}

/** What could not be written; null where everything was. */
async function writeAll(
  path: string,
  text: string,
  scripts: AddedScripts | null,
  cwd: string,
): Promise<Diagnostic | null> {
  const failed = await write(path, text, cwd);
  if (failed !== null || scripts === null || scripts.added.length === 0) return failed;
  return write("package.json", scripts.text, cwd);
}

async function write(file: string, text: string, cwd: string): Promise<Diagnostic | null> {
  try {
    await writeWhole(join(cwd, file), text);
    return null;
  } catch (error) {
    return diagnostic("GP5013", `The file cannot be written: ${ioReason(error)}.`, { file });
  }
}
