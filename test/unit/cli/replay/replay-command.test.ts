import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { replayExitCode, replayText } from "../../../../src/cli/replay/report.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";
import { fakeService, line, progressPath, replay, sql, zerobusError } from "./support.js";

function directoryWith(...lines: readonly string[]): string {
  return temporaryDirectory({ "r.ndjson": lines.join(""), "t.sql": sql });
}

function outLines(cwd: string, name = "r.ndjson.rejected.ndjson"): unknown[] {
  const lines = readFileSync(join(cwd, name), "utf8").split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((each) => {
    try {
      return JSON.parse(each) as unknown;
    } catch {
      return each;
    }
  });
}

const two = '{"$bigint":"2"}';

describe("replay", () => {
  it("sends every row to its table, and leaves nothing behind", async () => {
    const cwd = directoryWith(line({ id: 1 }), line({ id: 5, name: "ü" }, "main.shop.items"), "\n", line({ id: 3 }));
    const service = fakeService();
    const { report } = await replay(cwd, service);
    expect(report).toEqual({
      command: "replay",
      file: "r.ndjson",
      dryRun: false,
      resumedAt: null,
      tables: [
        { name: "main.shop.items", sent: 1, rejected: 0 },
        { name: "main.shop.orders", sent: 2, rejected: 0 },
      ],
      unreadable: 0,
      passedOver: 0,
      out: null,
      complete: true,
      interrupted: false,
      diagnostics: [],
    });
    expect(replayExitCode(report)).toBe(0);
    expect(service.rows).toEqual({
      "main.shop.orders": [{ id: 1 }, { id: 3 }],
      "main.shop.items": [{ id: 5, name: "ü" }],
    });
    expect(service.closed).toEqual(service.opened);
    expect([existsSync(progressPath(cwd)), existsSync(join(cwd, "r.ndjson.rejected.ndjson"))]).toEqual([false, false]);
  });

  it("puts what is not sent into another file, under its new reason and with its row as it was", async () => {
    const lost = [{ path: ["f"], was: "a function" }];
    const cwd = directoryWith(
      line({ id: "x" }),
      `{"table":"main.shop.orders","row": { "id" : ${two} , "price":"1.5" }}\n`,
      "not JSON\n",
      line({ id: 1 }),
      line({ id: 4 }, "main.shop.orders", { lost }),
      '{"torn',
    );
    const { report } = await replay(
      cwd,
      fakeService((record) => (record.includes("2") ? "refused" : "durable")),
    );
    expect(report).toMatchObject({
      tables: [{ name: "main.shop.orders", sent: 1, rejected: 3 }],
      unreadable: 2,
      out: "r.ndjson.rejected.ndjson",
    });
    expect(replayExitCode(report)).toBe(1);
    expect(report.diagnostics.map(({ code, message, span }) => [code, span?.line, message])).toEqual([
      [
        "GP5304",
        1,
        "The row is invalid: id: expected a bigint or an integer number, received a string of 1 character.",
      ],
      ["GP5304", 2, "The service refuses the row: no such value"],
      ["GP5302", 3, "The line is no JSON object."],
      ["GP5302", 5, 'The line does not hold all of its row (f was a function): complete the row and remove "lost".'],
      ["GP5302", 6, "The line ends before its JSON does."],
    ]);
    const kept = outLines(cwd);
    expect(kept).toHaveLength(5);
    expect(kept).toContain("not JSON");
    expect(kept).toContain('{"torn');
    expect(kept).toContainEqual(expect.objectContaining({ kind: "invalid", row: { id: "x" }, form: "row" }));
    expect(kept).toContainEqual(expect.objectContaining({ row: { id: 4 }, lost }));
    expect(readFileSync(join(cwd, "r.ndjson.rejected.ndjson"), "utf8")).toContain(
      '"error":{"status":"INVALID_ARGUMENT","code":null,"message":"no such value"},"form":"row","row":{ "id" : {"$bigint":"2"} , "price":"1.5" }}\n',
    );
    expect(statSync(join(cwd, "r.ndjson.rejected.ndjson")).mode & 0o777).toBe(0o600);
  });

  it("takes that file in turn, once it is mended", async () => {
    const cwd = directoryWith(line({ id: "x" }), line({ id: 2 }));
    await replay(cwd, fakeService());
    const path = join(cwd, "r.ndjson.rejected.ndjson");
    writeFileSync(path, readFileSync(path, "utf8").replace('"x"', '{"$bigint":"9007199254740993"}'));
    const service = fakeService();
    const { report } = await replay(cwd, service, { file: "r.ndjson.rejected.ndjson" });
    expect(replayExitCode(report)).toBe(0);
    expect(service.rows).toEqual({ "main.shop.orders": [{ id: "9007199254740993" }] });
  });

  it("checks rows in a dry run, without a service and without writing", async () => {
    const cwd = directoryWith(line({ id: 1 }), line({ id: "x" }), "torn\n");
    const service = fakeService();
    const args = { "dry-run": true, endpoint: undefined, "workspace-url": undefined };
    const { report } = await replay(cwd, service, args, { env: {} });
    expect(report).toMatchObject({ dryRun: true, tables: [{ sent: 1, rejected: 1 }], unreadable: 1, out: null });
    expect(replayExitCode(report)).toBe(1);
    expect([service.opened, existsSync(progressPath(cwd))]).toEqual([[], false]);
    expect(existsSync(join(cwd, "r.ndjson.rejected.ndjson"))).toBe(false);
    expect(replayText(report, "normal", 5)).toBe(
      "r.ndjson: 1 row would be sent, 1 would be rejected, 1 line unreadable, in 5 ms\n",
    );
  });

  it("sends rows of the tables that are asked for", async () => {
    const cwd = directoryWith(line({ id: 1 }), line({ id: 2 }, "main.shop.items"), line({ id: 3 }, "main.gone.table"));
    const service = fakeService();
    const { report } = await replay(cwd, service, { table: ["items"] });
    expect(report).toMatchObject({ tables: [{ name: "main.shop.items", sent: 1 }], passedOver: 2, diagnostics: [] });
    expect(service.opened).toEqual(["main.shop.items"]);
    expect(replayText(report, "normal", 5)).toBe("r.ndjson: 1 row sent, 2 rows passed over, in 5 ms\n");
  });

  it("sends nothing where a table is not defined", async () => {
    const cwd = directoryWith(line({ id: 1 }), line({ id: 3 }, "main.gone.table"));
    const service = fakeService();
    const { report } = await replay(cwd, service);
    expect(report.diagnostics).toMatchObject([{ code: "GP5306", table: "main.gone.table" }]);
    expect([replayExitCode(report), service.opened]).toEqual([1, []]);
  });

  it("has nothing to do for an empty file, whatever the definitions", async () => {
    const cwd = temporaryDirectory({ "r.ndjson": "\n" });
    const { report } = await replay(cwd, fakeService());
    expect([report.tables, report.diagnostics]).toEqual([[], []]);
  });

  it.each([
    ["the file is missing", {}, "GP5301", 3],
    ["it is a directory", { file: "dir" }, "GP5301", 3],
  ])("says that %s", async (_, args, code, exit) => {
    const cwd = temporaryDirectory({ "t.sql": sql });
    mkdirSync(join(cwd, "dir"));
    const { report } = await replay(cwd, fakeService(), args);
    expect([report.diagnostics.map((each) => each.code), replayExitCode(report)]).toEqual([[code], exit]);
  });

  it("takes credentials from the environment alone", async () => {
    const { report } = await replay(directoryWith(line({ id: 1 })), fakeService(), {}, { env: {} });
    expect(report.diagnostics).toMatchObject([{ code: "GP5101" }]);
    expect(replayExitCode(report)).toBe(3);
  });

  it.each([
    ["the file itself", "r.ndjson"],
    ["another path of it", "./x/../r.ndjson"],
    ["a link to it", "link.ndjson"],
  ])("refuses to write rejected rows to %s", async (_, out) => {
    const cwd = directoryWith(line({ id: 1 }));
    linkSync(join(cwd, "r.ndjson"), join(cwd, "link.ndjson"));
    await expect(replay(cwd, fakeService(), { out })).rejects.toThrow("cannot go to the file that is read");
  });

  it.each([
    ["no endpoint", { endpoint: undefined }, "the endpoint is not given"],
    ["no workspace", { "workspace-url": undefined }, "the workspace-url is not given"],
    ["a password in the address", { endpoint: "https://me:s3cret@example.com" }, "--endpoint takes an address"],
    ["another scheme", { endpoint: "ftp://example.com" }, "--endpoint takes an address"],
  ])("refuses %s", async (_, args, message) => {
    const failure = replay(directoryWith(line({ id: 1 })), fakeService(), args);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.not.toThrow("s3cret");
  });

  it("tells of the first hundred lines", async () => {
    const cwd = directoryWith(...Array.from({ length: 150 }, () => line({ id: "x" })));
    const { report } = await replay(cwd, fakeService());
    expect(report.diagnostics).toHaveLength(101);
    expect(report.diagnostics.at(-1)?.message).toBe("50 more rows are not sent.");
    expect(outLines(cwd)).toHaveLength(150);
  });
});

describe("a replay that does not come to its end", () => {
  it("says that no producer can be opened, and goes on from the beginning", async () => {
    const cwd = directoryWith(line({ id: 1 }));
    const { report } = await replay(cwd, { ...fakeService(), open: () => Promise.reject(zerobusError("no way")) });
    expect(report.diagnostics).toMatchObject([{ code: "GP5305", message: "Not all rows could be sent: no way" }]);
    expect(replayExitCode(report)).toBe(3);
    const service = fakeService();
    expect((await replay(cwd, service)).report.resumedAt).toBeNull();
    expect(service.rows).toEqual({ "main.shop.orders": [{ id: 1 }] });
  });

  it("goes on behind what is durable, and sends nothing twice", async () => {
    const cwd = directoryWith(...Array.from({ length: 10 }, (_, at) => line({ id: at })), line({ id: "x" }));
    const first = fakeService((record) => ((JSON.parse(record) as { id: number }).id >= 4 ? "failed" : "durable"));
    const { report } = await replay(cwd, first);
    expect(report.diagnostics.map(({ code }) => code)).toContain("GP5305");
    const saved: unknown = JSON.parse(readFileSync(progressPath(cwd), "utf8"));
    expect(saved).toMatchObject({ line: 5, sent: 4 });
    expect(statSync(progressPath(cwd)).mode & 0o777).toBe(0o600);
    const second = fakeService();
    const again = await replay(cwd, second);
    expect(again.report).toMatchObject({ resumedAt: 5, tables: [{ sent: 6, rejected: 1 }] });
    const ids = [first, second].flatMap(({ rows }) => rows["main.shop.orders"] ?? []);
    expect(ids).toEqual(Array.from({ length: 10 }, (_, id) => ({ id })));
    expect(existsSync(progressPath(cwd))).toBe(false);
  });

  it("remembers rows of one table that are durable behind one of another that is not", async () => {
    const items = Array.from({ length: 20 }, (_, at) => line({ id: at }, "main.shop.items"));
    const cwd = directoryWith(line({ id: 1 }), ...items);
    const first = fakeService((_, table) => (table === "main.shop.orders" ? "pending" : "durable"));
    await replay(cwd, first);
    const sent = first.rows["main.shop.items"] ?? [];
    expect(sent).toHaveLength(20);
    // Interrupted once more, before it comes to them.
    await replay(cwd, { ...fakeService(), open: () => Promise.reject(zerobusError("no way")) });
    const second = fakeService();
    const { report } = await replay(cwd, second);
    expect(report.diagnostics).toEqual([]);
    expect(second.rows["main.shop.orders"]).toEqual([{ id: 1 }]);
    expect(second.rows["main.shop.items"]).toBeUndefined();
  });

  it("does not take an edited line for one that is done", async () => {
    const cwd = directoryWith(line({ id: 1 }), line({ id: 7 }, "main.shop.items"), line({ id: 8 }, "main.shop.items"));
    await replay(
      cwd,
      fakeService((_, table) => (table === "main.shop.orders" ? "pending" : "durable")),
    );
    const path = join(cwd, "r.ndjson");
    writeFileSync(path, readFileSync(path, "utf8").replace('"id":7', '"id":9'));
    const service = fakeService();
    await replay(cwd, service);
    expect(service.rows["main.shop.items"]).toEqual([{ id: 9 }]);
  });

  it.each<[string, (text: string) => string, Record<string, unknown>, string]>([
    ["a line before was changed", (text) => text.replace("1", "7"), {}, "The file was changed before line 3"],
    ["lines before are gone", (text) => text.slice(-10), {}, "The file was changed before line 3"],
    ["a line was added before", (text) => `${line({ id: 0 })}${text}`, {}, "The file was changed before line 3"],
    [
      "it goes to another service",
      (text) => text,
      { endpoint: "http://other:1" },
      "A replay to http://127.0.0.1:7071 was interrupted.",
    ],
    ["other tables are asked for", (text) => text, { table: ["orders"] }, "A replay of other tables was interrupted."],
  ])("does not go on where %s", async (_, edit, args, message) => {
    const cwd = directoryWith(line({ id: 1 }), line({ id: 2 }), line({ id: 3 }));
    await replay(
      cwd,
      fakeService((record) => (record.includes("3") ? "failed" : "durable")),
    );
    const path = join(cwd, "r.ndjson");
    writeFileSync(path, edit(readFileSync(path, "utf8")));
    const service = fakeService();
    const { report } = await replay(cwd, service, args);
    expect(report.diagnostics).toMatchObject([{ code: "GP5303" }]);
    expect(report.diagnostics[0]?.message).toContain(message);
    expect([service.opened, existsSync(progressPath(cwd)), replayExitCode(report)]).toEqual([[], true, 1]);
  });

  it("goes on where lines behind were mended or added", async () => {
    const cwd = directoryWith(line({ id: 1 }), line({ id: 2 }));
    await replay(
      cwd,
      fakeService((record) => (record.includes("2") ? "failed" : "durable")),
    );
    const path = join(cwd, "r.ndjson");
    writeFileSync(path, `${readFileSync(path, "utf8").replace('"id":2', '"id":5')}${line({ id: 6 })}`);
    const service = fakeService();
    await replay(cwd, service);
    expect(service.rows).toEqual({ "main.shop.orders": [{ id: 5 }, { id: 6 }] });
  });

  it("refuses progress that it cannot read", async () => {
    const cwd = directoryWith(line({ id: 1 }));
    for (const text of ["", "{}", '{"version":2}', "null"]) {
      writeFileSync(progressPath(cwd), text);
      const { report } = await replay(cwd, fakeService());
      expect(report.diagnostics).toMatchObject([{ code: "GP5303" }]);
    }
  });

  it("does not begin where it cannot write down how far it has come", async () => {
    const cwd = directoryWith(line({ id: 1 }));
    mkdirSync(progressPath(cwd));
    const service = fakeService();
    const { report } = await replay(cwd, service);
    expect(report.diagnostics).toMatchObject([{ code: "GP5013", file: "r.ndjson.progress.json" }]);
    expect([service.opened, replayExitCode(report)]).toEqual([[], 3]);
  });

  it("stops where it cannot write that down any more", async () => {
    const cwd = directoryWith(...Array.from({ length: 1000 }, (_, at) => line({ id: at })));
    const service = fakeService(async (record) => {
      if (record === '{"id":0}') {
        rmSync(progressPath(cwd));
        mkdirSync(progressPath(cwd));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return "durable" as const;
    });
    const { report } = await replay(cwd, service);
    expect(report.diagnostics).toMatchObject([{ code: "GP5305" }]);
    expect(report.diagnostics[0]?.message).toContain("How far the replay has come cannot be written down");
    expect([report.complete, replayExitCode(report)]).toEqual([false, 3]);
  });

  it("stops when the user says so, and goes on later", async () => {
    const cwd = directoryWith(...Array.from({ length: 1000 }, (_, at) => line({ id: at })));
    let interrupt: () => void = () => undefined;
    const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
    const first = fakeService((record) => {
      if (record === '{"id":100}') interrupt();
      return "durable";
    });
    const { report, stderr } = await replay(cwd, first, {}, { interrupted: () => interrupted });
    expect([report.interrupted, replayExitCode(report), report.diagnostics]).toEqual([true, 1, []]);
    expect(stderr).toContain("Stopping");
    const second = fakeService();
    const again = await replay(cwd, second);
    expect(again.report.resumedAt).toBeGreaterThan(100);
    const ids = [first, second].flatMap(({ rows }) => rows["main.shop.orders"] ?? []);
    expect(ids).toEqual(Array.from({ length: 1000 }, (_, id) => ({ id })));
  });

  it("tells of lines that came meanwhile, and goes on with them", async () => {
    const cwd = directoryWith(line({ id: 1 }));
    const first = fakeService();
    const open: typeof first.open = async (...given) => {
      const producer = await first.open(...given);
      const close = async (): Promise<void> => {
        appendFileSync(join(cwd, "r.ndjson"), line({ id: 2 }));
        await producer.close();
      };
      return { ...producer, close };
    };
    const { report } = await replay(cwd, { ...first, open });
    expect([report.complete, report.diagnostics.map(({ code }) => code), replayExitCode(report)]).toEqual([
      false,
      ["GP5307"],
      0,
    ]);
    const second = fakeService();
    expect((await replay(cwd, second)).report).toMatchObject({ complete: true, resumedAt: 2 });
    expect([first, second].map(({ rows }) => rows["main.shop.orders"])).toEqual([[{ id: 1 }], [{ id: 2 }]]);
  });

  it("stops where rejected rows cannot be kept, and forgets none", async () => {
    const cwd = directoryWith(line({ id: 1 }), line({ id: "x" }), line({ id: 2 }));
    mkdirSync(join(cwd, "out"));
    const { report } = await replay(cwd, fakeService(), { out: "out" });
    expect(report.diagnostics.map(({ code }) => code)).toEqual(["GP5304", "GP5305"]);
    expect(report.diagnostics[1]?.message).toContain("it is a directory");
    const again = await replay(cwd, fakeService(), { out: "out.ndjson" });
    expect(again.report.tables).toMatchObject([{ rejected: 1 }]);
    expect(outLines(cwd, "out.ndjson")).toHaveLength(1);
  });
});

describe("replayText", () => {
  const report = {
    command: "replay",
    file: "r.ndjson",
    dryRun: false,
    resumedAt: 12,
    tables: [
      { name: "a.b.c", sent: 1, rejected: 0 },
      { name: "a.b.d", sent: 2, rejected: 3 },
    ],
    unreadable: 1,
    passedOver: 0,
    out: "o.ndjson",
    complete: false,
    interrupted: true,
    diagnostics: [],
  } as const;

  it("says what became of the rows", () => {
    expect(replayText(report, "normal", 12.3)).toBe(
      [
        "a.b.c  1 row sent",
        "a.b.d  2 rows sent, 3 rejected again",
        "r.ndjson: 3 rows sent, 3 rejected again, 1 line unreadable, from line 12 on, in 12 ms",
        "Lines whose row was not sent were added to o.ndjson",
        "Interrupted; run the command again to go on.",
        "",
      ].join("\n"),
    );
    expect(replayText(report, "quiet", 1)).toBe("");
    const complete = { ...report, resumedAt: null, tables: [{ name: "a.b.c", sent: 1, rejected: 0 }], unreadable: 0 };
    expect(replayText({ ...complete, out: null, complete: true, interrupted: false }, "normal", 1)).toBe(
      "r.ndjson: 1 row sent, in 1 ms\nRemove r.ndjson: another replay of it would send its rows again.\n",
    );
  });
});
