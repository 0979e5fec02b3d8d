/** Results of each part as Markdown. */
import { codecSection } from "./codec.mjs";
import { generateSection, parseSection, rowsSection, sizeSection } from "./tool.mjs";

const ownNames = ["gen-producers", "gen-producers, batch", "gen-producers, int64 as number", "gen-producers, bundled"];

/** Name of a part → what its peers are. */
const remarks = {
  wide: [
    "40 % of the columns numbers, 30 % texts, a quarter of the nullable values NULL. protobuf.js validates by `verify`, which looks at JavaScript types only.",
  ],
  tables: ["Tables of 12 to 40 columns, one row of each in turn: what they share sees the rows of all of them."],
  cold: [
    "A fresh process: import of the module and its first 1,000 rows, milliseconds of processor time, of V8's compiler threads too; the module of protobuf.js has this one table.",
  ],
  "working-set": ["Distinct rows that are encoded over and over: the second number exceeds the processor's caches."],
};

function byClock(results) {
  return results.map((result) => ({ ...result, times: result.clock }));
}

export const sections = {
  encode: (results) =>
    codecSection("Encode", results, ownNames, [
      "All checks included, bytes the caller may keep; `batch` is `codec.append` into memory that is used again. What every peer writes was compared byte by byte first.",
      'pbf and ts-proto leave out 0, "" and false: pbf\'s output was given a test for NULL instead, ts-proto and protobuf-ts the same message in proto3 with `optional` fields. protobuf-es, protobuf-ts and ts-proto encode messages that were made beforehand. int64 are bigint where a peer takes it; protobuf.js and pbf get numbers. JSON gets numbers and Base64.',
      "C++ fills one message from a struct and calls SerializeToArray into one buffer. pbf and `reused writer` keep one writer; pbf's bytes are valid until the next call.",
    ]),
  decode: (results) =>
    codecSection("Decode", results, ownNames, [
      "From Buffers, to rows of each peer's own form: int64 as bigint for us, protobuf-es, protobuf-ts and ts-proto, `Long` for protobuf.js, a number for pbf; the values were compared first.",
    ]),
  validate: (results) =>
    codecSection("Validate", results, ownNames, [
      "`all valid` asks peers for the first error, `10 % invalid` for all of them, with paths. Peers get int64 as numbers, which is quicker for them; our rows have bigint, or numbers where it says so (timestamps stay bigint, we refuse numbers there).",
      "We check lone surrogates, units of timestamps and the form of decimals as well; peers check types, ranges, decimals by pattern and unknown keys.",
    ]),
  wide: (results) => codecSection("Wide tables", results, ownNames, remarks.wide, "ns per column", 1),
  tables: (results) => codecSection("Several tables in turn", results, ownNames, remarks.tables),
  cold: (results) =>
    [
      codecSection("Cold start", results, ownNames, remarks.cold, "ms", 1),
      codecSection("Cold start, by the clock", byClock(results), ownNames, [], "ms", 1),
    ].join("\n\n"),
  rows: rowsSection,
  "working-set": (results) => codecSection("Working set", results, ownNames, remarks["working-set"]),
  size: sizeSection,
  generate: generateSection,
  parse: parseSection,
};
