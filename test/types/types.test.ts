import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const folder = import.meta.dirname;
const root = join(folder, "../..");
const files = readdirSync(folder).filter((name) => name.endsWith(".test-d.ts"));

/** What must compile compiles, and every `@ts-expect-error` stands above an error. */
it.each(files)("%s", (name) => {
  const config = ts.getParsedCommandLineOfConfigFile(join(root, "tsconfig.json"), {}, host());
  const program = ts.createProgram([join(folder, name)], { ...config?.options, noEmit: true });
  const text = ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), {
    getCanonicalFileName: (path) => path,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  });
  expect(text).toBe("");
});

function host(): ts.ParseConfigFileHost {
  return {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
    },
  };
}
