/** Tables of contestants by shape: ratios first, then times. */
import { quartiles, ratio } from "../support/statistics.mjs";

export function codecSection(title, results, own, remarks, unit = "ns per row", digits = 0) {
  const done = results.filter((result) => result.failed !== true);
  const failed = results.filter((result) => result.failed === true).map((result) => `**${labelOf(result)} failed.**`);
  const names = [...new Set(done.flatMap((result) => Object.keys(result.times)))];
  const others = names.filter((name) => name !== "gen-producers");
  const rows = (cell) => (name) => [
    name,
    ...done.map((result) => (result.times[name] === undefined ? "" : cell(result.times, name, result.ours))),
  ];
  return [
    `## ${title}`,
    ...failed,
    remarks.join("\n"),
    table(["gen-producers against", ...done.map(labelOf)], others.map(rows(ratioCell(own)))),
    table(
      [unit, ...done.map(labelOf)],
      names.map(rows((times, name) => quartiles(times[name]).median.toFixed(digits))),
    ),
  ].join("\n\n");
}

/** Own variants are told by how much they are faster than our main one, peers by how much they are slower. */
function ratioCell(own) {
  return (times, name, measuredWith) => {
    const ours = measuredWith?.[name] ?? times["gen-producers"];
    const isOwn = own.includes(name);
    const { median, low, high } = isOwn ? ratio(times[name], ours) : ratio(ours, times[name]);
    return `${isOwn ? "(itself) " : ""}${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  };
}

function labelOf({ shape, size, invalid, columns, what, tables, count }) {
  if (columns !== undefined) return `${columns} columns, ${what}`;
  if (tables !== undefined) return tables === 1 ? "1 table" : `${tables} tables`;
  if (count > 10_000) return `${shape}, ${count} rows`;
  const detail =
    invalid === undefined
      ? size === undefined
        ? ""
        : `, ${size} B`
      : invalid === 0
        ? ", all valid"
        : `, ${invalid * 100} % invalid`;
  return `${shape}${detail}`;
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
