import { readdirSync } from "node:fs";
import { join } from "node:path";
import js from "@eslint/js";
import { ESLint } from "eslint";
import ts from "typescript";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const runtime = join(root, "src/runtime/index.ts");
const producer = join(root, "test/support/producer-types.ts");

const modules = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((path) => path.includes("expected") && path.endsWith(".ts"))
  .map((path) => join(import.meta.dirname, path));

/** The strictest the compiler has, and nothing of Node or the DOM. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  noEmit: true,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
};

const program = ts.createProgram({ rootNames: modules, options, host: hostWithRuntime() });

test("every golden module compiles under the strictest flags", () => {
  expect(modules.length).toBeGreaterThan(20);
  const found = modules.flatMap((path) => diagnosticsOf(path));
  expect(found).toEqual([]);
});

test("every golden module passes typescript-eslint's strict and stylistic rules", async () => {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    ignore: false,
    allowInlineConfig: false,
    overrideConfig: defineConfig({
      files: ["**/*.ts"],
      extends: [js.configs.recommended, tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
      languageOptions: { parserOptions: { programs: [program] } },
    }),
  });
  const results = await eslint.lintFiles(modules);
  const found = results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId, message }) => `${filePath}:${line}: ${ruleId ?? ""}: ${message}`),
  );
  expect(found).toEqual([]);
});

test("no comment of a table becomes a tag, such as one that calls a column deprecated", () => {
  expect(modules.flatMap((path) => tagsIn(program.getSourceFile(path)!))).toEqual([]);
});

function tagsIn(node: ts.Node): readonly string[] {
  const own = ts.getJSDocTags(node).map((tag) => tag.getText());
  const inner: string[] = [];
  ts.forEachChild(node, (child) => void inner.push(...tagsIn(child)));
  return [...own, ...inner];
}

function diagnosticsOf(path: string): readonly string[] {
  const source = program.getSourceFile(path);
  const all = [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
    ...program.getDeclarationDiagnostics(source),
  ];
  return all.map(({ start = 0, messageText, code }) => {
    const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
    return `${path}:${line}: TS${code}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

/** All modules share the sources of the runtime, wherever they look for it, and the types of the producer. */
function hostWithRuntime(): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const resolved = (path: string) => ({
    resolvedModule: { resolvedFileName: path, extension: ts.Extension.Ts, isExternalLibraryImport: false },
  });
  return {
    ...host,
    resolveModuleNameLiterals: (literals, file, redirected, settings) =>
      literals.map(({ text }) => {
        if (/runtime(\.[jt]s)?$/.test(text)) return resolved(runtime);
        if (text === "gen-producers/producer") return resolved(producer);
        return ts.resolveModuleName(text, file, settings, host, undefined, redirected, ts.ModuleKind.ESNext);
      }),
  };
}
