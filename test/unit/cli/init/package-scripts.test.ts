import { describe, expect, it } from "vitest";
import { addScripts } from "../../../../src/cli/init/package-scripts.js";

const scripts = { a: "run a", b: "run b" };

describe("addScripts", () => {
  it.each<[name: string, given: string, want: string, added: string[]]>([
    [
      "after those that are there",
      '{\n  "name": "x",\n  "scripts": {\n    "test": "t"\n  },\n  "files": ["a", "b"]\n}\n',
      '{\n  "name": "x",\n  "scripts": {\n    "test": "t",\n    "a": "run a",\n    "b": "run b"\n  },\n  "files": ["a", "b"]\n}\n',
      ["a", "b"],
    ],
    [
      "as a key of their own, with tabs and without a line break at the end",
      '{\n\t"name": "x"\n}',
      '{\n\t"name": "x",\n\t"scripts": {\n\t\t"a": "run a",\n\t\t"b": "run b"\n\t}\n}',
      ["a", "b"],
    ],
    [
      "with the line breaks of Windows",
      '{\r\n    "scripts": {}\r\n}\r\n',
      '{\r\n    "scripts": {\r\n        "a": "run a",\r\n        "b": "run b"\r\n    }\r\n}\r\n',
      ["a", "b"],
    ],
    ["on one line", '{"name": "x"}', '{"name": "x","scripts": { "a": "run a", "b": "run b" }}', ["a", "b"]],
    [
      "on one line, after others",
      '{"scripts": {"t": "t", "b": "mine"}}',
      '{"scripts": {"t": "t", "b": "mine", "a": "run a"}}',
      ["a"],
    ],
    ["to an empty object", "{}\n", '{\n  "scripts": {\n    "a": "run a",\n    "b": "run b"\n  }\n}\n', ["a", "b"]],
    ["after a byte order mark", '\ufeff{"scripts": {"b": "1"}}', '\ufeff{"scripts": {"b": "1","a": "run a"}}', ["a"]],
    ["not where they are", '{ "scripts": {"b": "", "a": 1} }', '{ "scripts": {"b": "", "a": 1} }', []],
  ])("adds them %s", (_, given, want, added) => {
    expect(addScripts(given, scripts)).toEqual({ text: want, added });
    JSON.parse(want.replace(/^\ufeff/, ""));
  });

  it.each([
    ["JSON that is not valid", '{"a": 1,}'],
    ["no object", "[]"],
    ["scripts that are none", '{"scripts": "x"}'],
  ])("refuses %s", (_, given) => {
    expect(addScripts(given, scripts)).toBeNull();
  });
});
