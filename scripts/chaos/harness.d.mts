import type { GenerateInput, GenerateResult } from "../../src/generate.js";
import type { openProducer } from "../../src/producer/open-producer.js";
import type { DeadLetterSink } from "../../src/producer/rejection.js";
import type { ProducerCodec } from "../../src/producer/codec.js";
import type { ProducerStats } from "../../src/producer/producer.js";
import type { Transport } from "../../src/transport/transport.js";

export interface Violation {
  readonly rule: string;
  readonly message: string;
  readonly ids: readonly string[];
}

/** A row of the ledger. */
export interface Entry {
  readonly id: string;
  readonly key: string;
  readonly n: number;
  readonly kind: "valid" | "poison" | "invalid";
  readonly caller: string;
  readonly serial: number;
  readonly outcome: "pending" | "accepted" | "notTaken" | "invalid" | "unknown";
  readonly durable: "none" | "pending" | "resolved" | "rejected";
  readonly durableError?: string;
}

export interface Letter {
  readonly id: string;
  readonly kind: "invalid" | "refused";
}

export interface Facts {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly stored: readonly { readonly key: string; readonly n: number; readonly kind: string }[];
  readonly deadLetters: readonly Letter[];
  readonly order: "key" | "caller" | null;
  readonly deadLettersMayRepeat?: boolean;
}

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly duplicates: number;
  readonly stored: number;
  readonly deadLetters: number;
}

export interface RoundResult extends Verdict {
  readonly rows: number;
  readonly struck: Readonly<Record<string, number>>;
}

export interface Can {
  readonly kill: boolean;
  readonly proxy: boolean;
  readonly kinds: Readonly<Record<string, number>>;
  readonly transports: Readonly<Record<string, number>>;
  readonly streams: number;
  readonly seconds: number;
}

export interface Plan {
  readonly seed: number;
  readonly kind: string;
}

export interface World {
  readonly openProducer: typeof openProducer;
  readonly transports: Readonly<Record<string, () => Transport>>;
  readonly deadLetterFile: (path: string) => DeadLetterSink;
  readonly codec: ProducerCodec<unknown>;
  readonly directory: string;
  readonly startEmulator: (where: { readonly seed: number; readonly directory: string }) => Promise<RunningEmulator>;
}

export interface RunningEmulator {
  readonly zerobusEndpoint: string;
  readonly workspaceUrl: string;
  readonly stop: () => Promise<void>;
}

export declare const strictDdl: string;
export declare function verify(facts: Facts): Verdict;
export declare function checkStats(
  stats: ProducerStats,
  limits: { readonly maxBytes: number; readonly maxRecords: number; readonly maxRow: number },
): readonly Pick<Violation, "rule" | "message">[];
export declare function checkEnd(
  entries: ReadonlyMap<string, Entry>,
  stats: ProducerStats,
  deadLetters: readonly Letter[],
): readonly Violation[];
export declare function checkEvents(
  events: readonly Letter[],
  deadLetters: readonly Letter[],
  thrown: readonly Letter[],
  plan: { readonly onReject: string; readonly kind: string },
): readonly Violation[];
export declare function checkTold(
  told: {
    readonly ackedRows: number;
    readonly failing: number;
    readonly recovered: number;
    readonly close: readonly (Error | null)[];
  },
  stats: ProducerStats,
): readonly Violation[];
export declare function drawPlan(seed: number, can: Can): Plan;
export declare function runRound(plan: Plan, world: World): Promise<RoundResult>;
export declare function writeCodec(
  generate: (input: GenerateInput) => GenerateResult,
  directory: string,
): Promise<string>;
export declare function loadCodec(path: string): Promise<ProducerCodec<unknown>>;
