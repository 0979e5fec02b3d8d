import { join } from "node:path";
import { ESLint } from "eslint";
import { globSync } from "tinyglobby";
import ts from "typescript";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const modules = globSync("generated/**/*.ts", { cwd: root, absolute: true }).sort();

/** Every flag that makes the compiler refuse more, and nothing of Node or the browser in sight. */
const strictest: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  erasableSyntaxOnly: true,
  exactOptionalPropertyTypes: true,
  forceConsistentCasingInFileNames: true,
  isolatedDeclarations: true,
  declaration: true,
  isolatedModules: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUncheckedSideEffectImports: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  noEmit: true,
  paths: { "gen-producers/producer": [join(root, "test/support/producer-types.ts")] },
};

it("generated/ compiles under the strictest flags", () => {
  const program = ts.createProgram(modules, strictest);
  const diagnostics = modules.flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)));
  const host = {
    getCanonicalFileName: (path: string) => path,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  };
  expect(ts.formatDiagnostics(diagnostics, host)).toBe("");
});

it("generated/ passes typescript-eslint strict, without a disable comment", async () => {
  const results = await new ESLint({ cwd: root }).lintFiles("generated/**/*.ts");
  const problems = results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, message, ruleId }) => `${filePath}:${String(line)} ${message} (${ruleId ?? "parser"})`),
  );
  expect(problems).toEqual([]);
  expect(results).toHaveLength(modules.length);
}, 180_000);
