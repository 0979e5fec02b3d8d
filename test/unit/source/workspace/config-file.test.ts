import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfigFile } from "../../../../src/source/workspace/config-file.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";
import { fakeWorld } from "./fake-world.js";

async function profilesOf(text: string): Promise<Record<string, Record<string, string>>> {
  const read = await readConfigFile(fakeWorld({}, text));
  if (read.kind !== "read") throw new Error(read.kind);
  return Object.fromEntries([...read.file.profiles].map(([name, values]) => [name, Object.fromEntries(values)]));
}

describe("readConfigFile", () => {
  it.each([
    ["sections", "[a]\nhost = x\n[b]\nhost=y", { a: { host: "x" }, b: { host: "y" } }],
    ["other line ends and a byte order mark", "\ufeff[a]\r\nhost = x\r\ntoken=y\r", { a: { host: "x", token: "y" } }],
    ["a name with dots", "[a.b.c]\nhost = x", { "a.b.c": { host: "x" } }],
    ["a name with spaces and slashes", "[ my\\team/dev ]\nhost = x", { "my\\team/dev": { host: "x" } }],
    ["signs of comments inside a value", "[a]\ntoken = a#b;c", { a: { token: "a#b;c" } }],
    ["a comment after a value", "[a]\ntoken = abc # mine\nhost = x ; y", { a: { token: "abc", host: "x" } }],
    ["comments on lines of their own", "# top\n[a]\n; host = z\n  # host = y\nhost = x", { a: { host: "x" } }],
    ["equals signs inside a value", "[a]\ntoken = a==b=", { a: { token: "a==b=" } }],
    ["backslashes inside a value", "[a]\ntoken = a\\;b\\n", { a: { token: "a\\;b\\n" } }],
    ["colons", "[a]\nhost: https://x:8443/", { a: { host: "https://x:8443/" } }],
    ["quotes", "[a]\nhost = \"x # y\"\ntoken = '42' # z", { a: { host: "x # y", token: "42" } }],
    ["quotes inside a value", `[a]\ntoken = a"b'c`, { a: { token: `a"b'c` } }],
    [
      "words that mean something in other formats",
      "[a]\ntoken = true\nhost = null",
      { a: { token: "true", host: "null" } },
    ],
    ["names in capitals", "[a]\nHost = x", { a: { host: "x" } }],
    [
      "a section given twice",
      "[a]\nhost = x\n[b]\nhost = z\n[a]\ntoken = y",
      { a: { host: "x", token: "y" }, b: { host: "z" } },
    ],
    ["lines before the first section", "host = x\n[a]\nhost = y", { DEFAULT: { host: "x" }, a: { host: "y" } }],
    ["an empty section", "[DEFAULT]\n\n[a]\nhost = x", { a: { host: "x" } }],
    ["an empty value", "[a]\nhost =\ntoken = x", { a: { host: "", token: "x" } }],
    ["lines that say nothing", "[a]\nhello\n= x\nhost = x", { a: { host: "x" } }],
    ["settings of the CLI", "[__settings__]\ndefault_profile = a\n[a]\nhost = x", { a: { host: "x" } }],
  ])("reads %s", async (_name, text, want) => {
    expect(await profilesOf(text)).toEqual(want);
  });

  it("keeps names of Object's own apart", async () => {
    const read = await readConfigFile(fakeWorld({}, "[__proto__]\n__proto__ = x\nhost = y\n[constructor]\nhost = z"));
    if (read.kind !== "read") throw new Error(read.kind);
    expect([...read.file.profiles.keys()]).toEqual(["__proto__", "constructor"]);
    expect(read.file.profiles.get("__proto__")?.get("host")).toBe("y");
    expect(Object.hasOwn(Object.prototype, "host")).toBe(false);
  });

  it.each([
    ["[__settings__]\ndefault_profile = dev\n[dev]\nhost = x", "dev"],
    ["[__settings__]\ndefault_profile = __settings__", null],
    ["[__settings__]\ndefault_profile =", null],
    ["[dev]\nhost = x", null],
  ])("finds the profile that was switched to in %j", async (text, want) => {
    expect(await readConfigFile(fakeWorld({}, text))).toMatchObject({ kind: "read", file: { chosenProfile: want } });
  });

  it("takes the file that DATABRICKS_CONFIG_FILE names, also below the home directory", async () => {
    const directory = temporaryDirectory({ "other.cfg": "[a]\nhost = x" });
    const named = fakeWorld({ DATABRICKS_CONFIG_FILE: join(directory, "other.cfg") }, null);
    expect(await readConfigFile(named)).toMatchObject({ kind: "read", file: { path: join(directory, "other.cfg") } });
    const below = fakeWorld({ DATABRICKS_CONFIG_FILE: "~/other.cfg" }, null, { homeDirectory: directory });
    expect(await readConfigFile(below)).toMatchObject({ kind: "read", file: { path: "~/other.cfg" } });
  });

  it("says what is wrong with a file", async () => {
    expect(await readConfigFile(fakeWorld({}, null))).toEqual({ kind: "missing", path: "~/.databrickscfg" });
    const homeDirectory = temporaryDirectory();
    mkdirSync(join(homeDirectory, ".databrickscfg"));
    const reason = "it is a directory";
    const path = "~/.databrickscfg";
    expect(await readConfigFile(fakeWorld({}, null, { homeDirectory }))).toEqual({ kind: "unreadable", path, reason });
    const binary = temporaryDirectory({ ".databrickscfg": Uint8Array.from([0x5b, 0xff, 0xfe, 0xff]) });
    expect(await readConfigFile(fakeWorld({}, null, { homeDirectory: binary }))).toMatchObject({ kind: "unreadable" });
  });

  it.skipIf(process.getuid?.() === 0)("says that a file may not be read", async () => {
    const world = fakeWorld({}, "[a]\nhost = x");
    chmodSync(join(world.homeDirectory, ".databrickscfg"), 0);
    expect(await readConfigFile(world)).toMatchObject({ kind: "unreadable", reason: "permission denied" });
  });
});
