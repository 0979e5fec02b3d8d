import { format as prettier } from "prettier";
import { describe, expect, it } from "vitest";
import type { Config } from "../../../../src/config/config.js";
import { configFormats, configText } from "../../../../src/cli/init/config-text.js";

describe("configText", () => {
  it("writes code", () => {
    expect(configText({ ddl: "tables/", tables: ["main.*.*", "a"], out: "src/generated" }, "ts")).toBe(
      `import { defineConfig } from "gen-producers/config";

export default defineConfig({
  ddl: "tables/",
  tables: ["main.*.*", "a"],
  out: "src/generated",
});
`,
    );
  });

  it("writes JSON", () => {
    expect(configText({ workspace: { profile: "prod" }, tables: "main.shop.*" }, "json")).toBe(
      `{
  "workspace": {
    "profile": "prod"
  },
  "tables": "main.shop.*"
}
`,
    );
  });

  const long = "x".repeat(70);
  const configs: [name: string, config: Config][] = [
    ["one path", { ddl: "tables/" }],
    [
      "a workspace",
      { workspace: { host: "https://adb-1.2.azuredatabricks.net", warehouse: "abc" }, tables: ["a", "b"] },
    ],
    ["a line that is just short enough", { ddl: "x".repeat(70), tables: ["x".repeat(30), "y".repeat(31)] }],
    [
      "a string that is just too long",
      { ddl: "x".repeat(71), out: "x".repeat(72), workspace: { host: "x".repeat(70), profile: "x".repeat(66) } },
    ],
    [
      "a list that is just too long",
      { ddl: ["x".repeat(35), "y".repeat(31)], tables: ["x".repeat(30), "y".repeat(32)] },
    ],
    ["a list of one that is too long", { ddl: [`${long}${long}`], workspace: { warehouse: long } }],
    ["quotes", { ddl: `a"b`, out: `a'b`, tables: [`"'`, `""'`, `\\"`] }],
    ["controls", { ddl: "a\nb\u001b\u202e\u{e0001}" }],
  ];

  it.each(configs.flatMap(([name, config]) => configFormats.map((format) => [name, format, config] as const)))(
    "leaves nothing to do for Prettier: %s, %s",
    async (_, format, config) => {
      const text = configText(config, format);
      expect(await prettier(text, { filepath: `gen-producers.config.${format}` })).toBe(text);
      expect(text).not.toMatch(/[\u001b\u202e\u{e0001}]/u);
    },
  );
});
