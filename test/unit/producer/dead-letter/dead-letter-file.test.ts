import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { OpenFile } from "../../../../src/producer/dead-letter/append-file.js";
import { deadLetterFile } from "../../../../src/producer/dead-letter/dead-letter-file.js";
import { deadLetterSink } from "../../../../src/producer/dead-letter/dead-letter-sink.js";
import type { InvalidRow, RefusedRow } from "../../../../src/producer/rejection.js";
import { ZerobusError } from "../../../../src/zerobus/zerobus-error.js";
import { temporaryDirectory } from "../../../support/temporary-directory.js";

const table = "main.shop.orders";
const at = "2026-05-01T12:00:00.000Z";

function invalid(row: unknown): InvalidRow {
  const issue = {
    code: "type",
    path: ["id"],
    message: "expected an integer",
    expected: "an integer",
    received: "text",
  };
  return { kind: "invalid", table, at, issues: [{ ...issue, code: "type" }], row };
}

function refused(facts: Partial<RefusedRow>): RefusedRow {
  const place = { table, streamId: "s1" };
  const error = new ZerobusError("INVALID_ARGUMENT: no", {
    ...place,
    status: "INVALID_ARGUMENT",
    code: 8001,
    retryable: false,
    cause: new Error("secret"),
  });
  return { kind: "refused", table, at, error, row: null, record: new Uint8Array(), recordType: "protobuf", ...facts };
}

function linesOf(path: string): unknown[] {
  const text = readFileSync(path, "utf8");
  expect(text.endsWith("\n")).toBe(true);
  return text
    .slice(0, -1)
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

describe("deadLetterFile", () => {
  it("touches nothing before the first row, and makes a file for its owner alone", async () => {
    const directory = temporaryDirectory();
    const path = join(directory, "a/b/rejected.ndjson");
    const sink = deadLetterFile(path);
    expect(() => statSync(join(directory, "a"))).toThrow("ENOENT");
    await sink.write(invalid({ id: 1 }));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await sink.close();
  });

  it("writes a line for each row: why, and the row in the form that it has", async () => {
    const path = join(temporaryDirectory(), "rejected.ndjson");
    const sink = deadLetterFile(path);
    const json = new TextEncoder().encode('{"id":12345678901234567890,\n "a":"ü"}');
    await sink.write(invalid({ id: "x", at: 5n, f: () => 1 }));
    await sink.write(refused({ row: { id: 1n } }));
    await sink.write(refused({ recordType: "json", record: json }));
    await sink.write(refused({ recordType: "json", record: Uint8Array.of(123, 255) }));
    await sink.write(refused({ record: Uint8Array.of(8, 1) }));
    await sink.close();
    const error = { status: "INVALID_ARGUMENT", code: 8001, message: "INVALID_ARGUMENT: no" };
    const facts = { table, at, kind: "refused", error };
    const [first, ...others] = linesOf(path);
    expect(first).toEqual({
      table,
      at,
      kind: "invalid",
      issues: invalid(null).issues,
      lost: [{ path: ["f"], was: "a function" }],
      form: "row",
      row: { id: "x", at: { $bigint: "5" } },
    });
    expect(others).toEqual([
      { ...facts, form: "decoded", row: { id: { $bigint: "1" } } },
      { ...facts, form: "json", row: JSON.parse('{"id":12345678901234567890,"a":"ü"}') as unknown },
      { ...facts, form: "record", row: { $bytes: "e/8=" } },
      { ...facts, form: "record", row: { $bytes: "CAE=" } },
    ]);
    const text = readFileSync(path, "utf8");
    expect(text).toContain('"row":{"id":12345678901234567890,  "a":"ü"}}');
    expect(text).not.toContain("secret");
  });

  it("reads the row before it returns", async () => {
    const path = join(temporaryDirectory(), "rejected.ndjson");
    const sink = deadLetterFile(path);
    const row = { id: "before" };
    const written = sink.write(invalid(row));
    row.id = "after";
    await written;
    expect(linesOf(path)).toMatchObject([{ row: { id: "before" } }]);
    await sink.close();
  });

  it("only adds, and closes off half a line that a crash left", async () => {
    const path = join(temporaryDirectory({ "r.ndjson": '{"whole":1}\n{"torn":' }), "r.ndjson");
    const sink = deadLetterFile(path);
    await sink.write(invalid(1));
    await sink.write(invalid(2));
    await sink.close();
    const [whole, torn, ...others] = readFileSync(path, "utf8").split("\n");
    expect([whole, torn]).toEqual(['{"whole":1}', '{"torn":']);
    expect(others.map((line) => (line === "" ? null : (JSON.parse(line) as { row: unknown }).row))).toEqual([
      1,
      2,
      null,
    ]);
  });

  it("loses no whole line, wherever a crash cuts the file", async () => {
    const directory = temporaryDirectory();
    const path = join(directory, "r.ndjson");
    const first = deadLetterFile(path);
    for (const row of ["a", "bb", "ccc"]) await first.write(invalid(row));
    await first.close();
    const whole = readFileSync(path);
    for (let size = 0; size <= whole.length; size += 7) {
      writeFileSync(path, whole);
      truncateSync(path, size);
      const next = deadLetterFile(path);
      await next.write(invalid("next"));
      await next.close();
      const before = whole.subarray(0, size);
      const after = readFileSync(path);
      expect(after.subarray(0, size).equals(before)).toBe(true);
      const rest = after.subarray(size).toString();
      const isTorn = size > 0 && before.at(-1) !== 0x0a;
      expect(rest.startsWith("\n")).toBe(isTorn);
      expect(JSON.parse(rest)).toMatchObject({ row: "next" });
    }
  });

  it("can be shared: after close it takes rows all the same", async () => {
    const path = join(temporaryDirectory(), "r.ndjson");
    const sink = deadLetterFile(path);
    await sink.close();
    await sink.write(invalid(1));
    await sink.close();
    await sink.write(invalid(2));
    await Promise.all([sink.close(), sink.close()]);
    expect(linesOf(path)).toHaveLength(2);
  });

  it("keeps lines of several sinks apart", async () => {
    const path = join(temporaryDirectory(), "r.ndjson");
    const sinks = [deadLetterFile(path), deadLetterFile(path)];
    await Promise.all(
      Array.from({ length: 200 }, (_, at) => sinks[at % 2]!.write(invalid({ at, pad: "x".repeat(5000) }))),
    );
    const rows = linesOf(path).map((line) => (line as { row: { at: number } }).row.at);
    expect(rows.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, at) => at));
    await Promise.all(sinks.map((sink) => sink.close()));
  });

  it("takes a row of 10 MB, and a cyclic one", async () => {
    const path = join(temporaryDirectory(), "r.ndjson");
    const sink = deadLetterFile(path);
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    await Promise.all([sink.write(invalid({ text: "ü".repeat(5_000_000) })), sink.write(invalid(cyclic))]);
    await sink.close();
    expect(linesOf(path)).toMatchObject([{}, { lost: [{ path: ["self"] }], row: { self: null } }]);
  });

  it.each([
    ["a directory is in its place", "place", "it is a directory"],
    ["a part of its path is a file", "file/r.ndjson", "a part of the path is a file, not a directory"],
  ])("rejects where %s", async (_, name, reason) => {
    const directory = temporaryDirectory({ file: "" });
    mkdirSync(join(directory, "place"));
    const path = join(directory, name);
    const sink = deadLetterFile(path);
    await expect(sink.write(invalid(1))).rejects.toThrow(`Rows cannot be written to ${path}: ${reason}.`);
    await sink.close();
  });

  it("rejects where the path is a device", async () => {
    await expect(deadLetterFile("/dev/null").write(invalid(1))).rejects.toThrow(
      "Rows cannot be written to /dev/null: it is no regular file.",
    );
  });
});

/** A disk as the file sees it; what fails is taken off the list. */
function failingDisk() {
  const failures: { call: "open" | "write" | "datasync"; code: string; after?: number }[] = [];
  const calls: string[] = [];
  const take = (call: string): { readonly after?: number } | null => {
    const at = failures.findIndex((failure) => failure.call === call);
    const [failure] = at === -1 ? [] : failures.splice(at, 1);
    if (failure === undefined) return null;
    const error = Object.assign(new Error(failure.code), { code: failure.code });
    if (failure.after === undefined) throw error;
    return { after: failure.after };
  };
  const openFile: OpenFile = async (path, flags, mode) => {
    calls.push("open");
    take("open");
    const handle = await open(path, flags, mode);
    const write = (async (bytes: Uint8Array, offset: number, length: number) => {
      const short = take("write");
      const part = short?.after ?? length;
      return handle.write(bytes, offset, Math.min(part, length), null);
    }) as unknown as typeof handle.write;
    return {
      write,
      datasync: async () => {
        calls.push("datasync");
        take("datasync");
        await handle.datasync();
      },
      stat: handle.stat.bind(handle),
      read: handle.read.bind(handle),
      close: async () => {
        calls.push("close");
        await handle.close();
      },
    };
  };
  return { openFile, failures, calls };
}

describe("a disk that fails", () => {
  it("rejects the rows that are not on it, and takes later ones", async () => {
    const path = join(temporaryDirectory(), "r.ndjson");
    const disk = failingDisk();
    const sink = deadLetterSink(path, disk.openFile);
    disk.failures.push({ call: "open", code: "EACCES" });
    await expect(sink.write(invalid(1))).rejects.toThrow(`Rows cannot be written to ${path}: permission denied.`);
    disk.failures.push({ call: "write", code: "", after: 20 }, { call: "write", code: "ENOSPC" });
    await expect(sink.write(invalid(2))).rejects.toThrow("no space is left on the device");
    await sink.write(invalid(3));
    disk.failures.push({ call: "datasync", code: "EIO" });
    await expect(sink.write(invalid(4))).rejects.toThrow(`Rows cannot be written to ${path}: EIO.`);
    await sink.write(invalid(5));
    await sink.close();
    const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
    // Half a line of the second row, closed off; the fourth is there, only nobody knows for sure.
    expect(lines[0]).toHaveLength(20);
    expect(lines.slice(1).map((line) => (JSON.parse(line) as { row: unknown }).row)).toEqual([3, 4, 5]);
  });

  it("goes on where a write takes part of the bytes", async () => {
    const path = join(temporaryDirectory(), "r.ndjson");
    const disk = failingDisk();
    const sink = deadLetterSink(path, disk.openFile);
    disk.failures.push({ call: "write", code: "", after: 3 }, { call: "write", code: "", after: 1 });
    await sink.write(invalid(1));
    await sink.close();
    expect(linesOf(path)).toHaveLength(1);
  });

  it("is synced once for the rows that come together", async () => {
    const path = join(temporaryDirectory(), "r.ndjson");
    const disk = failingDisk();
    const sink = deadLetterSink(path, disk.openFile);
    await Promise.all(Array.from({ length: 100 }, (_, at) => sink.write(invalid(at))));
    await sink.write(invalid(100));
    expect(disk.calls).toEqual(["open", "datasync", "datasync"]);
    expect(linesOf(path)).toHaveLength(101);
    await sink.close();
  });

  it("writes large rows in several parts, in their order", async () => {
    const path = join(temporaryDirectory(), "r.ndjson");
    const disk = failingDisk();
    const sink = deadLetterSink(path, disk.openFile);
    await Promise.all([1, 2, 3].map((id) => sink.write(invalid({ id, text: "x".repeat(9_000_000) }))));
    expect(disk.calls).toEqual(["open", "datasync", "datasync", "datasync"]);
    expect(linesOf(path).map((line) => (line as { row: { id: number } }).row.id)).toEqual([1, 2, 3]);
    await sink.close();
  });

  it("ends a close only when the rows before it are there", async () => {
    const path = join(temporaryDirectory(), "r.ndjson");
    const disk = failingDisk();
    const sink = deadLetterSink(path, disk.openFile);
    const writes = [sink.write(invalid(1)), sink.write(invalid(2))];
    await sink.close();
    expect(linesOf(path)).toHaveLength(2);
    expect(disk.calls.at(-1)).toBe("close");
    await Promise.all(writes);
  });
});
