import { type WireReader, wireTypes } from "../../zerobus/wire.js";
import type { Draft } from "./draft.js";
import type { ScalarRule } from "./scalar-rule.js";

/** Reads what follows a tag; `previous` is what the cell holds already. */
export type CellReader = (wire: WireReader, previous: Draft) => Draft;

/** How values of a scalar rule are framed. */
export function wireTypeOf({ proto }: ScalarRule): number {
  switch (proto) {
    case "bool":
    case "int32":
    case "int64":
      return wireTypes.varint;
    case "float":
      return wireTypes.fixed32;
    case "double":
      return wireTypes.fixed64;
    case "string":
    case "bytes":
      return wireTypes.bytes;
  }
}

/** Reads one value and checks it. */
export function scalarReader(rule: ScalarRule): CellReader {
  switch (rule.proto) {
    case "bool":
      return (wire) => wire.bool();
    case "int32": {
      const { cell } = rule;
      return (wire) => cell(wire.int32());
    }
    case "int64": {
      const { cell } = rule;
      return (wire) => cell(wire.int64());
    }
    case "float":
      return (wire) => wire.float();
    case "double":
      return (wire) => wire.double();
    case "string": {
      const { cell } = rule;
      return (wire) => cell(wire.string());
    }
    case "bytes":
      return (wire) => wire.bytes();
  }
}

/** The key or value that an entry of a map has without saying so; checked like any other. */
export function defaultCell(rule: ScalarRule): Draft {
  switch (rule.proto) {
    case "bool":
      return false;
    case "int32":
      return rule.cell(0);
    case "int64":
      return rule.cell(0n);
    case "float":
    case "double":
      return 0;
    case "string":
      return rule.cell("");
    case "bytes":
      return new Uint8Array(0);
  }
}
