import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { ProducerOptions } from "../../src/producer/options.js";
import { verdictOn } from "../../src/producer/recovery.js";
import { settingsOf } from "../../src/producer/settings.js";
import { grpc } from "../../src/transport/grpc/grpc.js";
import { errorCodes } from "../../src/zerobus/names.js";
import { statusError, type ZerobusStatus } from "../../src/zerobus/zerobus-error.js";

const root = join(import.meta.dirname, "../..");
const producerPage = read("docs/producer.md");
const readme = read("README.md");

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function section(page: string, title: string): string {
  const [, text = ""] = page.split(`\n## ${title}\n`);
  return text.split("\n## ")[0]!;
}

function codeBlocks(page: string): readonly string[] {
  return [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
}

/** Cells of the rows of all tables of the page. */
function tableRows(page: string): readonly (readonly string[])[] {
  const lines = page.split("\n").filter((line) => line.startsWith("| "));
  return lines.map((line) => line.split(" | ").map((cell) => cell.replace(/^\|\s*|\s*\|$/g, "").trim()));
}

/** What the code on the pages takes from around it. */
const surroundings = `
import type { AirQuality as Row } from "../../generated/main/sensors/air_quality.js";
import type { openAirQualityProducer as open } from "../../generated/main/sensors/air_quality.js";
import type { Producer, ProducerOptions, Source, ZerobusError as ErrorOfService } from "gen-producers/producer";
declare global {
  type AirQuality = Row;
  const openAirQualityProducer: typeof open;
  const ZerobusError: typeof ErrorOfService;
  const producer: Producer<Row>;
  const options: ProducerOptions<Row>;
  const row: Row;
  const rows: Iterable<Row>;
  const readings: readonly Row[];
  const source: Source<Row>;
  const endpoint: string;
  const workspaceUrl: string;
  const clientId: string;
  const clientSecret: string;
  const sql: string;
  function keep(row: unknown): void;
  function stopSource(): Promise<void>;
}
`;

const officialClient = `
declare module "@databricks/zerobus-ingest-sdk" {
  export const ZerobusSdk: Parameters<typeof import("gen-producers/producer").sdk>[0];
}
`;

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: ["node"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
  paths: {
    "gen-producers": [join(root, "src/index.ts")],
    "gen-producers/producer": [join(root, "src/producer/index.ts")],
    "gen-producers/emulator": [join(root, "src/emulator/index.ts")],
  },
};

/** What the compiler says about texts, as if they were files in a directory beside generated/. */
function complaints(texts: Readonly<Record<string, string>>): readonly string[] {
  const directory = join(root, "test/examples");
  const files = new Map(Object.entries(texts).map(([name, text]) => [join(directory, name), text]));
  const disk = ts.createCompilerHost(compilerOptions);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    readFile: (path) => files.get(path) ?? disk.readFile(path),
    getSourceFile: (path, version) => {
      const text = files.get(path);
      return text === undefined ? disk.getSourceFile(path, version) : ts.createSourceFile(path, text, version);
    },
  };
  const program = ts.createProgram([...files.keys()], compilerOptions, host);
  return [...files.keys()].flatMap((path) => {
    const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(path));
    return found.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
  });
}

const beginning = readme.slice(0, readme.indexOf("\n## "));
const blocks = Object.fromEntries(
  Object.entries({ beginning, sending: section(readme, "Send rows"), producer: producerPage }).flatMap(([page, text]) =>
    codeBlocks(text).map((code, index) => [
      `${page}-${index}.ts`,
      code.replaceAll('"./generated/', '"../../generated/'),
    ]),
  ),
);

it("the code on the pages compiles, but for the line that says that it does not", () => {
  expect(Object.keys(blocks).length).toBeGreaterThan(10);
  expect(complaints({ "names.d.ts": surroundings, "official.d.ts": officialClient, ...blocks })).toEqual([
    expect.stringMatching(/beginning-0\.ts: Type 'number' is not assignable to type 'TimestampInput'/),
  ]);
});

describe("docs/producer.md", () => {
  it("has the options with their defaults", () => {
    const place = { endpoint: "https://a.example", workspaceUrl: "https://b.example", auth: { token: "t" } };
    const options: ProducerOptions<never> = place;
    const { batch, inFlight, retry, quota } = settingsOf(options, grpc());
    const defaults = Object.entries({ batch, inFlight, retry, quota: quota ?? {} }).flatMap(([group, values]) =>
      Object.entries(values).map(([name, value]) => [`${group}.${name}`, value]),
    );
    const documented = tableRows(section(producerPage, "Options"))
      .map(([name = "", value = ""]) => [name.replaceAll("`", ""), Number(value.replaceAll(",", ""))] as const)
      .filter(([name]) => name.includes("."));
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(defaults));
  });

  it("says of every status what the producer does", () => {
    const place = { table: null, streamId: null };
    const rows = tableRows(section(producerPage, "What happens when something fails"));
    const said = rows.filter(([, , withRows]) => /^(retry|renew|isolate|fail)$/.test(withRows ?? ""));
    const judged = said.map(([statuses = ""]) => {
      const [status] = statuses.split(", ") as [ZerobusStatus];
      const error = statusError(status, "", place);
      const opening = { wasOpen: false, unacknowledged: 0, refusedOpenings: 0 };
      return [statuses, verdictOn(error, opening), verdictOn(error, { ...opening, wasOpen: true, unacknowledged: 1 })];
    });
    expect(said).toEqual(judged);
    const all = said.flatMap(([statuses = ""]) => statuses.split(", ") as ZerobusStatus[]);
    expect(new Set(all).size).toBe(16);
    for (const [statuses = "", whenOpening] of said) {
      for (const status of statuses.split(", ") as ZerobusStatus[]) {
        const facts = { wasOpen: false, unacknowledged: 0, refusedOpenings: 0 };
        expect([status, verdictOn(statusError(status, "", place), facts)]).toEqual([status, whenOpening]);
      }
    }
  });

  it("explains every code", () => {
    const rows = tableRows(section(producerPage, "What happens when something fails"));
    const codes = rows.map(([code]) => Number(code)).filter((code) => code > 0);
    expect(codes).toEqual(Object.values(errorCodes).sort());
  });
});
