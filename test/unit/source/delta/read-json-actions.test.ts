import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LogFileError } from "../../../../src/source/delta/actions.js";
import { readJsonActions } from "../../../../src/source/delta/read-json-actions.js";
import { readLines } from "../../../../src/source/delta/read-lines.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";

const metaData = '{"metaData":{"schemaString":"{}"}}';
const protocol = '{"protocol":{"minReaderVersion":1}}';
const add = String.raw`{"add":{"path":"a","stats":"{\"metaData\":1}"}}`;

async function read(content: string | Uint8Array): Promise<unknown> {
  const directory = temporaryDirectory({ "a.json": content });
  return readJsonActions(join(directory, "a.json"));
}

describe("readJsonActions reads", () => {
  const both = { metaData: { schemaString: "{}" }, protocol: { minReaderVersion: 1 } };

  it.each([
    ["both actions", `${add}\n${metaData}\n${protocol}\n`, both],
    ["a file without a line feed at its end", `${protocol}\n${metaData}`, both],
    ["CRLF and blank lines", `\r\n${protocol}\r\n \t\r\n${metaData}\r\n`, both],
    ["a byte order mark", `\ufeff${protocol}\n${metaData}\n`, both],
    ["white space inside and outside", ` {\t"protocol" : {"minReaderVersion":1} } \n${metaData}`, both],
    ["no further than to the second of them", `${protocol}\n${metaData}\nbroken`, both],
    ["a commit of data only", `${add}\n`, { metaData: null, protocol: null }],
    ["a line that only looks like one", '{"add":{"tags":{"metaData":"x"}}}\n', { metaData: null, protocol: null }],
    ["null in the place of an action", `{"metaData":null}\n${protocol}`, { ...both, metaData: null }],
    [
      "U+2028 inside text",
      '{"metaData":{"description":"a\u2028b"}}\n',
      { metaData: { description: "a\u2028b" }, protocol: null },
    ],
    [
      "integers that a double cannot hold",
      '{"metaData":{"createdTime":9007199254740993}}',
      { metaData: { createdTime: "9007199254740993" }, protocol: null },
    ],
  ])("%s", async (_, content, want) => {
    expect(await read(content)).toEqual(want);
  });
});

describe("readJsonActions refuses", () => {
  it.each([
    ["an empty file", "", "it is empty"],
    ["a blank file", "\r\n\n", "it is empty"],
    ["a last line that is cut off", `${add}\n{"metaDa`, "line 2 is not a whole JSON object"],
    ["an action that is cut off at a brace", '{"metaData":{"format":{}', "line 1 is not a whole JSON object"],
    ["a line that is no object", `${add}\n[]\n`, "line 2 is not a whole JSON object"],
    ["invalid JSON", '{"protocol":{,}}', "line 1 is not a whole JSON object"],
    [
      "bytes that are not text",
      Buffer.from(metaData.replace("{}", "\xff"), "latin1"),
      "line 1 is not a whole JSON object",
    ],
  ])("%s", async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(new LogFileError(message));
  });

  it("a file that is not there, with the error of the system", async () => {
    await expect(readJsonActions("/nowhere/a.json")).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("readLines", () => {
  it.each([0, 1, 2, 7])("puts lines together that are longer than what is read at once (%i)", async (shift) => {
    const long = "x".repeat((1 << 20) - shift);
    const text = `${long}\n${long}${long}\n\nend`;
    const lines: string[] = [];
    for await (const batch of readLines(join(temporaryDirectory({ a: text }), "a"))) {
      lines.push(...batch.map((line) => line.toString("utf8")));
    }
    expect(lines.join("\n") === text).toBe(true);
    expect(lines.map((line) => line.length)).toEqual([long.length, 2 * long.length, 0, 3]);
  });
});
