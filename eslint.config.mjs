import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const typed = [js.configs.recommended, tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked];

/** What would make output depend on the machine, the locale or the moment. */
const nondeterminism = [
  { selector: "MemberExpression[property.name='localeCompare']", message: "Sort by code unit: compare with < and >." },
  { selector: "MemberExpression[property.name=/^toLocale/]", message: "Depends on the locale of the machine." },
  { selector: "MemberExpression[property.name='EOL']", message: 'Lines end with "\\n" on every machine.' },
  { selector: "ImportSpecifier[imported.name='EOL']", message: 'Lines end with "\\n" on every machine.' },
];

const shellGlobals = [
  "console",
  "process",
  "Buffer",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "fetch",
  "require",
].map((name) => ({ name, message: "Only src/cli touches the process; everything else takes and returns values." }));

const cast = { assertionStyle: "as", objectLiteralTypeAssertions: "never" };

export default defineConfig(
  globalIgnores(["dist/", "coverage/", ".tmp/", "test/golden/*/", "test/package/consumer*/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts"],
    extends: typed,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-assertions": ["error", cast],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      // Spreading text into its code points is what we mean by it.
      "@typescript-eslint/no-misused-spread": ["error", { allow: [{ from: "lib", name: "string" }] }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      // Control characters in names and comments of a table are what we look for.
      "no-control-regex": "off",
      "no-restricted-syntax": ["error", ...nondeterminism],
    },
  },
  {
    files: ["src/**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 300, skipBlankLines: false, skipComments: false }],
      "max-lines-per-function": ["error", { max: 50 }],
      complexity: ["error", 20],
      "no-restricted-globals": ["error", ...shellGlobals],
    },
  },
  {
    // The shell: the only place that talks to a person and to the process.
    files: ["src/cli/**/*.ts"],
    rules: { "no-restricted-globals": "off" },
  },
  {
    // Readers and writers of single values: long where a measured gain asks for it, and the comment there says so.
    files: ["src/runtime/**/*.ts"],
    rules: {
      "max-lines-per-function": ["error", { max: 80 }],
      complexity: "off",
      "no-restricted-globals": ["error", ...shellGlobals, { name: "Buffer", message: "Not every host has it." }],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/consistent-type-assertions": "off",
      "@typescript-eslint/no-unsafe-type-assertion": "off",
      // Emitted literals are checked by what the engine makes of them.
      "@typescript-eslint/no-implied-eval": "off",
      "@typescript-eslint/no-misused-spread": "off",
    },
  },
  {
    // Below an expected error stands an expression without a type.
    files: ["test/types/*.test-d.ts"],
    rules: { "@typescript-eslint/no-unsafe-assignment": "off" },
  },
  {
    // What users check in and run through their own linter: no rule is relaxed and no comment may switch one off.
    files: ["generated/**/*.ts"],
    linterOptions: { noInlineConfig: true },
  },
  {
    files: ["**/*.{js,mjs,cjs}"],
    extends: [js.configs.recommended, tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: Object.fromEntries(
        ["console", "process", "Buffer", "URL", "URLSearchParams", "fetch", "performance", "module", "setTimeout"].map(
          (name) => [name, "readonly"],
        ),
      ),
    },
    rules: {
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 50 }],
      "no-restricted-syntax": ["error", ...nondeterminism],
    },
  },
);
