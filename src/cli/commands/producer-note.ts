import { realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { installCommand } from "../install-command.js";
import type { Io } from "../io.js";
import type { FilesReport } from "../report/files-report.js";
import type { GenerateSettings } from "../settings.js";

/** What a person should know whose new modules cannot load the package; empty where they can, or none was written. */
export async function producerNote(report: FilesReport, settings: GenerateSettings, { cwd }: Io): Promise<string> {
  const isModule = ({ path, table }: FilesReport["files"][number]): boolean => table !== null && path.endsWith(".ts");
  const written = report.files.some((file) => file.written && isModule(file));
  if (!settings.producer || !written || (await canOpenProducers(resolve(cwd, settings.out)))) return "";
  const command = await installCommand(cwd);
  return `For their producers, the modules need the package: ${command} (--no-producer leaves producers out).\n`;
}

/** As Node looks for it from a module there, which it knows by its real path. */
async function canOpenProducers(directory: string): Promise<boolean> {
  try {
    createRequire(join(await realpath(directory), "module.js")).resolve("gen-producers/producer");
    return true;
  } catch {
    return false;
  }
}
