import { transformSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { generate } from "../../../src/generate.js";
import { runtimeFunctions, runtimeTypes } from "../../../src/mapping/runtime-names.js";
import { objectPrototypeNames } from "../../../src/plan/names.js";
import { array, column, long, map, string, struct, table } from "../../support/tables.js";

const words =
  "arguments await break case class columns const constructor date decoded default delete do else enum eval export " +
  "extends false finally for function if implements import in instanceof interface let long map message new null " +
  "package private protected public record return row static struct super switch this throw true try typeof " +
  "undefined value var void while with yield start end tag name index item key bytes input Uint8Array Map Date Array";

const producerWords = "Producer ProducerOptions openProducer open_producer options producer producer_options";

/** Names that a declaration or a local of the module could have. */
const names = [words, producerWords, ...objectPrototypeNames, ...runtimeFunctions, ...runtimeTypes].flatMap((text) =>
  text.split(" "),
);

function moduleOf(name: string): string {
  const inner = struct({ [name]: struct({ x: long }), list: array(struct({ y: long })) });
  const columns = [
    column(name, struct({ [name]: struct({ [name]: string }) }), { nullable: false }),
    column("struct_", inner),
    column("list_", array(struct({ [name]: long }))),
    column("map_", map(string, struct({ [name]: map(long, struct({ z: long })) }))),
  ];
  const of = table(columns, { name: { catalog: "c", schema: "s", table: name } });
  return generate({ tables: [of], options: { runtime: "import" } }).files[1]!.content;
}

test.each(names)("a table, column and field named %s make a module without clashes", (name) => {
  const module = moduleOf(name);
  expect(() => transformSync(module, { loader: "ts" })).not.toThrow();
  const declared = [...module.matchAll(/^(?:export )?(?:async )?(?:function|const|interface) ([\w$]+)/gm)].map(
    (match) => match[1],
  );
  const head = module.slice(0, module.indexOf('} from "gen-producers/runtime"'));
  const imported = [...head.matchAll(/^ {2}(?:type )?(\w+),$/gm)].map((match) => match[1]);
  const all = [...declared, ...imported, "Producer", "ProducerOptions"];
  expect(all.length).toBeGreaterThan(40);
  expect(all.filter((each, index) => all.indexOf(each) !== index)).toEqual([]);
});

describe("imports", () => {
  test("are exactly what the module uses", () => {
    const module = moduleOf("orders");
    const [, names_ = "", body = ""] = /^import \{([^}]*)\}([^]*)$/m.exec(module) ?? [];
    const imported = [...names_.matchAll(/(?:type )?(\w+),/g)].map((match) => match[1]!);
    expect(imported.filter((name) => !new RegExp(`\\b${name}\\b`).test(body))).toEqual([]);
    const used = [...runtimeFunctions, ...runtimeTypes].filter((name) => new RegExp(`\\b${name}\\b`).test(body));
    expect(imported).toEqual(used.sort());
  });
});

describe("the producer of a module", () => {
  const opening = (name: string) => /^export async function [^]*$/m.exec(moduleOf(name))?.[0];

  test("is given the codec and the options of the caller", () => {
    expect(opening("air_quality")).toBe(
      `export async function openAirQualityProducer(options: ProducerOptions<AirQuality>): Promise<Producer<AirQuality>> {
  const { openProducer } = await import("gen-producers/producer");
  return openProducer(airQuality, options);
}
`,
    );
  });

  test.each([
    ["options", "openOptionsProducer(options$: ProducerOptions<Options>)", "openProducer(options, options$)"],
    ["producer", "openProducerProducer(options: ProducerOptions<Producer$>)", "openProducer(producer, options)"],
    ["open_producer", "openOpenProducerProducer(", "openProducer(openProducer$, options)"],
  ])("of a table called %s", (name, head, call) => {
    expect(opening(name)).toContain(head);
    expect(opening(name)).toContain(call);
  });

  test("has the same names whether or not there is one", () => {
    const of = table([column("options", struct({ x: long }))], {
      name: { catalog: "c", schema: "s", table: "producer" },
    });
    const [open, closed] = [true, false].map(
      (producer) => generate({ tables: [of], options: { producer } }).files[1]!.content,
    );
    const without = open!.replace(/^import type .*\n/m, "").replace(/\n\/\*\* Opens [^]*$/, "");
    expect(closed).toBe(without);
    expect(closed).not.toMatch(/gen-producers\/producer|openProducer/);
    expect(closed).toContain("export interface ProducerOptions$ {");
  });
});
