/** Tables of the generator's parts. */
import { quartiles } from "../support/statistics.mjs";
import { table } from "./codec.mjs";

export function generateSection(results) {
  const rows = results.flatMap(({ tables, runs }) => {
    const ours = runs["gen-producers"];
    return Object.entries(runs).map(([name, list]) => {
      const share =
        name === "gen-producers"
          ? ""
          : quartiles(list.map(({ processor }, round) => ours[round].processor / processor)).median.toFixed(2);
      const peak = Math.max(...list.map((run) => run.peak)).toFixed(0);
      return [
        tables,
        name,
        share,
        spread(list.map((run) => run.processor)),
        spread(list.map((run) => run.clock)),
        `${peak} MB`,
      ];
    });
  });
  return [
    "## Generate",
    "Tables of 40 columns, nested ones among them, with comments; whole processes, definitions in a file to files written. Peers get the `.proto` files that we wrote, and write less: neither checks nor `.proto`. `our share` is our processor time over theirs; peak memory is that of the largest Node process.",
    table(["tables", "tool", "our share", "s of the processor", "s by the clock", "peak memory"], rows),
  ].join("\n\n");
}

function spread(numbers) {
  const { median, low, high } = quartiles(numbers);
  return `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

export function parseSection(results) {
  const rows = results.map(({ statement, count, bytes, first, seconds }) => {
    const { median } = quartiles(seconds);
    const each = (bytes / count).toFixed(0);
    return [
      statement,
      `${(bytes / 1e6).toFixed(0)} MB`,
      each,
      Math.round(count / first),
      Math.round(count / median),
      (bytes / 1e6 / median).toFixed(1),
    ];
  });
  return [
    "## Parse",
    "By processor time; in a fresh process the first time, compiling of V8 included, and the times after it.",
    table(["statements", "text", "bytes each", "statements/s, first", "statements/s", "MB/s"], rows),
  ].join("\n\n");
}

export function sizeSection(results) {
  const names = Object.keys(results[0].bytes);
  const head = ["bytes gzipped", ...results.map(({ shape }) => shape)];
  return [
    "## Size",
    "One table's `encode` with all it needs, bundled by esbuild, minified and gzipped.",
    table(
      head,
      names.map((name) => [name, ...results.map(({ bytes }) => bytes[name])]),
    ),
  ].join("\n\n");
}

/** Hidden classes of rows: how much of the tidy rows' speed is left, and the peer with the same rows. */
export function rowsSection(results) {
  const lines = results.flatMap(({ shape, times }) => {
    const tidy = quartiles(times["gen-producers, all keys"]).median;
    return ["all keys", "NULL keys left out", "{ ...allNull, ...row }", "{ key: its.value ?? null, … }"].map((name) => {
      const ours = quartiles(times[`gen-producers, ${name}`]).median;
      const theirs = quartiles(times[`protobuf.js, ${name}`]).median;
      return [shape, `\`${name}\``, ours.toFixed(0), (tidy / ours).toFixed(2), (theirs / ours).toFixed(2)];
    });
  });
  return [
    "## Hidden classes of rows",
    table(["shape", "rows", "ns per row", "share of the speed with all keys", "ratio to protobuf.js"], lines),
  ].join("\n\n");
}
