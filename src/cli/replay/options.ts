import type { Options } from "yargs";
import { inspectOptions, pullOptions } from "../options.js";

type OptionTable = Readonly<Record<string, Options>>;

const service = "Service:";
const rows = "Rows:";

/** Of `replay`: where rows go, which ones, and what becomes of those that are rejected again. */
export const replayOptions: OptionTable = {
  ...inspectOptions,
  endpoint: {
    group: service,
    string: true,
    requiresArg: true,
    describe: "Zerobus endpoint (ZEROBUS_ENDPOINT)",
  },
  "workspace-url": {
    group: service,
    string: true,
    requiresArg: true,
    defaultDescription: "--host",
    describe: "Workspace that issues the tokens (DATABRICKS_HOST)",
  },
  table: { ...pullOptions["table"], group: rows, describe: "Only rows of these tables; names or globs" },
  out: {
    group: rows,
    string: true,
    requiresArg: true,
    defaultDescription: "<file>.rejected.ndjson",
    describe: "File for lines whose row is not sent; added to",
  },
  "dry-run": {
    group: rows,
    boolean: true,
    describe: "Check the rows and say what would be sent; send and write nothing",
  },
};
