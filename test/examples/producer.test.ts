import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Emulator } from "../../src/emulator/index.js";
import { exampleTables } from "../emulator/support/tables.js";
import { until, values, withEmulator } from "../emulator/support/run-emulator.js";
import { temporaryDirectory } from "../support/temporary-directory.js";
import { type BuiltExamples, buildExamples, type ExampleProcess } from "./support/run-example.js";

const tables = exampleTables("air_quality.sql");
const table = "main.sensors.air_quality";

let examples: BuiltExamples;

beforeAll(async () => {
  examples = await buildExamples("producer", "sigterm", "resume", "dead-letters");
});

afterAll(() => {
  examples.remove();
});

/** A reading as JSON has it. */
function reading(index: number): string {
  return JSON.stringify({ device_name: `sensor-${index}`, temp: index % 40, observed_at: "2026-05-01T12:00:00Z" });
}

function rowsIn(emulator: Emulator): number {
  return emulator.stats().tables[0]?.rows ?? 0;
}

/** The position of examples/resume.ts. */
function savedIn(path: string): { readonly position: number } {
  const { tables: saved } = JSON.parse(readFileSync(`${path}.position.json`, "utf8")) as {
    tables: Record<string, { position: number }>;
  };
  return saved[table]!;
}

async function addressOf(child: ExampleProcess): Promise<string> {
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { port } = JSON.parse(String(line)) as { port: number };
  return `http://127.0.0.1:${port}/`;
}

/** Posts readings one after the other until the server takes no more; returns the indices of those it took. */
async function postUntilRefused(url: string, first: number, step: number): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let index = first; ; index += step) {
    try {
      const { status } = await fetch(url, { method: "POST", body: reading(index) });
      if (status === 202) taken.push(index);
      else expect(status).toBe(503);
    } catch {
      return taken;
    }
  }
}

describe("examples/producer.ts", () => {
  it("sends its rows and ends", async () => {
    await withEmulator({ tables }, async (emulator) => {
      const { code, stdout, stderr } = await examples.start("producer", emulator).ended;
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "60 rows are durable\n", stderr: "" });
      expect(await values(emulator, `select count(*) from ${table}`)).toEqual(["60"]);
    });
  });

  it("says what is missing where the environment does not name the workspace", async () => {
    await withEmulator({ tables }, async (emulator) => {
      const { code, stderr } = await examples.start("producer", { ...emulator, workspaceUrl: "" }).ended;
      expect(code).toBe(1);
      expect(stderr).toContain("Set DATABRICKS_HOST.");
    });
  });
});

describe("examples/sigterm.ts", () => {
  it("stores every row that it took before SIGTERM, and ends with 0", async () => {
    await withEmulator({ tables, ackDelayMs: 300 }, async (emulator) => {
      const { process: child, ended } = examples.start("sigterm", emulator);
      const url = await addressOf(child);
      const clients = [0, 1, 2, 3].map((first) => postUntilRefused(url, first, 4));
      await until(() => rowsIn(emulator) > 100);
      child.kill("SIGTERM");
      const taken = (await Promise.all(clients)).flat();
      const { code, stdout, stderr } = await ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain(`${taken.length} rows are durable`);
      const stored = await values(emulator, `select device_name from ${table}`);
      expect([...stored].sort()).toEqual(taken.map((index) => `sensor-${index}`).sort());
    });
  });

  it("refuses what is no reading", async () => {
    await withEmulator({ tables }, async (emulator) => {
      const { process: child, ended } = examples.start("sigterm", emulator);
      const url = await addressOf(child);
      const bodies = ["{", '{"device_name":"sensor-1"}', '{"device_name":"sensor-1","observed_at":"now"}'];
      const answers = await Promise.all(bodies.map((body) => fetch(url, { method: "POST", body })));
      expect(answers.map(({ status }) => status)).toEqual([400, 422, 422]);
      child.kill("SIGTERM");
      expect((await ended).code).toBe(0);
    });
  });
});

describe("examples/resume.ts", () => {
  const rows = 20_000;

  it("goes on where it was killed", async () => {
    const path = join(temporaryDirectory(), "readings.ndjson");
    writeFileSync(path, Array.from({ length: rows }, (_, index) => `${reading(index)}\n`).join(""));
    const quotas = { recordsPerSecond: 8_000, bytesPerSecond: 100_000_000 };
    await withEmulator({ tables }, async (emulator) => {
      const remove = emulator.inject({ kind: "throttle", over: "delay", ...quotas });
      const first = examples.start("resume", emulator, [path]);
      await until(() => existsSync(`${path}.position.json`));
      first.process.kill("SIGKILL");
      expect((await first.ended).signal).toBe("SIGKILL");
      remove();
      expect(savedIn(path).position).toBeGreaterThan(0);

      const second = await examples.start("resume", emulator, [path]).ended;
      expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 0, stderr: "" });
      expect(Number(second.stdout.split(" ")[0])).toBeLessThan(rows);
      expect(await values(emulator, `select count(distinct device_name) from ${table}`)).toEqual([String(rows)]);

      const third = await examples.start("resume", emulator, [path]).ended;
      expect(third.stdout).toBe(`0 rows; the next run starts behind byte ${readFileSync(path).length}\n`);
    });
  });

  it("saves the position at SIGTERM", async () => {
    const path = join(temporaryDirectory(), "readings.ndjson");
    writeFileSync(path, Array.from({ length: rows }, (_, index) => `${reading(index)}\n`).join(""));
    await withEmulator({ tables }, async (emulator) => {
      emulator.inject({ kind: "throttle", over: "delay", recordsPerSecond: 8_000, bytesPerSecond: 100_000_000 });
      const { process: child, ended } = examples.start("resume", emulator, [path]);
      await until(() => rowsIn(emulator) > 1_000);
      child.kill("SIGTERM");
      const { code, stderr } = await ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const { position } = savedIn(path);
      const sent = readFileSync(path).subarray(0, position).toString().trimEnd().split("\n");
      const stored = await values(emulator, `select device_name from ${table}`);
      expect([...stored].sort()).toEqual(sent.map((_, index) => `sensor-${index}`).sort());
      expect(sent.length).toBeLessThan(rows);
    });
  });
});

describe("examples/dead-letters.ts", () => {
  it("keeps the row that is wrong, and sends the others", async () => {
    const path = join(temporaryDirectory(), "rejected.ndjson");
    await withEmulator({ tables }, async (emulator) => {
      const { code, stdout } = await examples.start("dead-letters", emulator, [path]).ended;
      expect(code).toBe(0);
      expect(stdout.split("\n")).toEqual([
        "invalid: expected -128 to 127 (TINYINT), received the number 870",
        `2 rows are durable, 1 in ${path}`,
        "",
      ]);
      expect(await values(emulator, `select device_name from ${table}`)).toEqual(["sensor-1", "sensor-3"]);
      const lines = readFileSync(path, "utf8").trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
        { table, kind: "invalid", row: { device_name: "sensor-2", battery_percent: 870 } },
      ]);
    });
  });
});
