import { describe, expect, test } from "vitest";
import { maxInsert } from "../../../../src/emulator/http/insert.js";
import { splitJsonList } from "../../../../src/emulator/http/split-json-list.js";
import { type Answered, ask, orders, serve, tokenOf } from "./support.js";

const name = "main.shop.orders";

async function insert(
  origin: string,
  body: string | Uint8Array,
  token: string | null = null,
  to = name,
): Promise<Answered> {
  const headers = {
    authorization: `Bearer ${token ?? (await tokenOf(origin, name))}`,
    "content-type": "application/json",
  };
  return ask(`${origin}/zerobus/v1/tables/${to}/insert`, { method: "POST", headers, body });
}

describe("an insert by REST", () => {
  test("stores the rows, and answers when they are there", async () => {
    const { origin, rows } = await serve();
    const { status, json } = await insert(origin, '[{"id":1,"note":"a"}, {"id": 9007199254740993}]');
    expect([status, json]).toEqual([200, {}]);
    expect(rows(name)).toEqual([
      [1n, "a"],
      [9007199254740993n, null],
    ]);
  });

  test("takes an empty list, and the name of the table in any case", async () => {
    const { origin, rows } = await serve();
    expect((await insert(origin, "[]")).status).toBe(200);
    expect((await insert(origin, '[{"id":1}]', null, "MAIN.Shop.ORDERS")).status).toBe(200);
    expect(rows(name).length).toBe(1);
  });

  test("stores nothing where one row is wrong, and says which and why", async () => {
    const { origin, rows, core } = await serve();
    const { status, json } = await insert(origin, '[{"id":1},{"note":"a"},{"id":"x"}]');
    expect([status, json["error_code"]]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(json["message"]).toMatch(/^No row was stored\. Row 1, column id: .* Row 2, column id: /);
    expect(rows(name)).toEqual([]);
    expect(core.rejections().map(({ kind, index, column }) => [kind, index, column])).toEqual([
      ["insert", 1, "id"],
      ["insert", 2, "id"],
    ]);
  });

  test("tells the first of many refusals", async () => {
    const { origin } = await serve();
    const { json } = await insert(origin, JSON.stringify(Array.from({ length: 9 }, () => ({}))));
    expect(json["message"]).toMatch(/Row 4, .* And 4 more\.$/);
  });

  test.each([
    ["an object", '{"id":1}', "The body has to be a list of rows in JSON."],
    ["nothing", "", "The body has to be a list of rows in JSON."],
    ["a list without an end", '[{"id":1}', "The list of rows does not end."],
    ["a missing row", '[{"id":1},,{"id":2}]', "Row 1 is missing."],
    ["a comma too many", '[{"id":1},]', "Row 1 is missing."],
    ["more than the list", '[{"id":1}] x', "Something follows the list of rows."],
    ["a row that is no object", "[1]", /^No row was stored\. Row 0: /],
    ["a row that is no JSON", '[{"id":}]', /^No row was stored\. Row 0: /],
    ["crossed brackets", "[{]}]", "The list of rows does not end."],
  ])("refuses %s", async (_, body, message) => {
    const { origin } = await serve();
    const { status, json } = await insert(origin, body);
    expect([status, json["error_code"], json["message"]]).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
      typeof message === "string" ? message : expect.stringMatching(message),
    ]);
  });

  test("refuses tokens that do not let it write to the table", async () => {
    const { origin, core } = await serve({ deniedTables: ["main.shop.denied"], tables: [orders] });
    const none = await ask(`${origin}/zerobus/v1/tables/${name}/insert`, { method: "POST", body: "[]" });
    expect([none.status, none.json["error_code"]]).toEqual([401, "UNAUTHENTICATED"]);
    expect((await insert(origin, "[]", "guess")).status).toBe(401);
    const workspace = await insert(origin, "[]", await tokenOf(origin));
    expect([workspace.status, workspace.json["error_code"]]).toEqual([403, "PERMISSION_DENIED"]);
    const other = await insert(origin, "[]", await tokenOf(origin, "main.shop.other"));
    expect([other.status, other.json["message"]]).toEqual([403, expect.stringMatching(/4024.*MODIFY/)]);
    const token = await tokenOf(origin, name);
    core.tokens.expireAll();
    expect((await insert(origin, "[]", token)).status).toBe(401);
  });

  test("does not know a table that is not there", async () => {
    const { origin } = await serve();
    const answer = await insert(origin, "[]", await tokenOf(origin, "main.shop.none"), "main.shop.none");
    expect([answer.status, answer.json]).toEqual([
      404,
      { error_code: "NOT_FOUND", message: 'Table "main.shop.none" cannot be found.' },
    ]);
  });

  test("refuses a body that is too large, and the client hears it", async () => {
    const { origin, rows } = await serve();
    const { status, json } = await insert(origin, new Uint8Array(maxInsert + 1).fill(0x20));
    expect([status, json["error_code"]]).toEqual([413, "REQUEST_ENTITY_TOO_LARGE"]);
    expect(rows(name)).toEqual([]);
  });

  test("refuses a body that is compressed", async () => {
    const { origin } = await serve();
    const headers = { authorization: `Bearer ${await tokenOf(origin, name)}`, "content-encoding": "gzip" };
    const url = `${origin}/zerobus/v1/tables/${name}/insert`;
    expect((await ask(url, { method: "POST", headers, body: "x" })).status).toBe(415);
  });
});

describe("a list is split into the bytes of its elements", () => {
  const split = (text: string): unknown => {
    const read = splitJsonList(new TextEncoder().encode(text));
    return read.ok ? read.items.map((item) => new TextDecoder().decode(item)) : read.message;
  };

  test.each<[string, readonly string[]]>([
    ["[]", []],
    [" [ ] \n", []],
    ['[{"a":[1,2]},{"b":"]},["}]', ['{"a":[1,2]}', '{"b":"]},["}']],
    ['[ {"a":"\\"]"} ,\t{"b":"\\\\"} ]', ['{"a":"\\"]"}', '{"b":"\\\\"}']],
    ["[1,null]", ["1", "null"]],
  ])("%s", (text, items) => {
    expect(split(text)).toEqual(items);
  });

  test.each(["", " ", "[", "[1", '["', '["\\', "[,1]", "[1]]", "{}", "\ufeff[]"])("%j is none", (text) => {
    expect(typeof split(text)).toBe("string");
  });
});
