import type { Options } from "yargs";

type OptionTable = Readonly<Record<string, Options>>;

const service = "Service:";
const storage = "Storage:";

/** How the emulator serves and what goes wrong in it. */
export const emulatorOptions: OptionTable = {
  "zerobus-port": {
    group: service,
    string: true,
    requiresArg: true,
    defaultDescription: "7071",
    describe: "Port of the gRPC service; 0 takes a free one",
  },
  "workspace-port": {
    group: service,
    string: true,
    requiresArg: true,
    defaultDescription: "7070",
    describe: "Port of the status page, OAuth and the APIs; 0 takes a free one",
  },
  bind: {
    group: service,
    string: true,
    requiresArg: true,
    defaultDescription: "127.0.0.1",
    describe: "Address to listen on; another one lets other machines in",
  },
  "token-seconds": {
    group: service,
    string: true,
    requiresArg: true,
    defaultDescription: "3600",
    describe: "How long tokens are valid",
  },
  fault: {
    group: service,
    array: true,
    string: true,
    nargs: 1,
    describe: 'Something that goes wrong, as JSON: \'{"kind":"delay_acks","ms":500}\'; repeatable',
  },
  seed: {
    group: service,
    string: true,
    requiresArg: true,
    defaultDescription: "1",
    describe: "Seed of faults that strike by chance",
  },
  data: {
    group: storage,
    string: true,
    requiresArg: true,
    describe: "Directory that keeps the rows; otherwise they are in memory",
  },
  export: {
    group: storage,
    string: true,
    requiresArg: true,
    choices: ["parquet", "csv", "json"],
    describe: "At the end, write every table that has rows to a file",
  },
  "export-to": {
    group: storage,
    string: true,
    requiresArg: true,
    defaultDescription: "export",
    describe: "Directory of the files of --export",
  },
  store: { group: storage, boolean: true, default: undefined, describe: "Keep rows, or --no-store: count them only" },
};

/** Of `emulator query`: the rows of a running emulator, or of a directory. */
export const queryOptions: OptionTable = {
  url: {
    group: storage,
    string: true,
    requiresArg: true,
    defaultDescription: "http://127.0.0.1:7070",
    describe: "Workspace address of the emulator that runs",
  },
  data: { group: storage, string: true, requiresArg: true, describe: "Directory of an emulator that does not run" },
};
