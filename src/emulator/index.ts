/** Entry point `gen-producers/emulator`. */
export { startEmulator } from "./start-emulator.js";
export type { Emulator } from "./start-emulator.js";
export type { EmulatorClient, EmulatorOptions, RecordedRequest } from "./emulator-options.js";
export type { ArmedFault, Fault, FaultAction, FaultScope, StatusName } from "./faults.js";
export type { EmulatorStats, Rejection, StreamState, StreamStats, TableStats } from "./stats.js";
export type { StoreOptions } from "./store/open-store.js";
export type { ExportFormat, QueryResult, ResultColumn } from "./store/row-store.js";
export { StoreError } from "./store/store-error.js";
export type { StoreErrorKind } from "./store/store-error.js";
