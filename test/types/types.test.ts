import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const folder = import.meta.dirname;
const root = join(folder, "../..");
const files = readdirSync(folder).filter((name) => name.endsWith(".test-d.ts"));

const config = ts.getParsedCommandLineOfConfigFile(join(root, "tsconfig.json"), {}, host());
const paths = files.map((name) => join(folder, name));
const program = ts.createProgram(paths, { ...config?.options, noEmit: true });

/** What must compile compiles, and every `@ts-expect-error` stands above an error. */
it.each(files)("%s", (name) => {
  const diagnostics = ts.getPreEmitDiagnostics(program, program.getSourceFile(join(folder, name)));
  const text = ts.formatDiagnostics(diagnostics, {
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
