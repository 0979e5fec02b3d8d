/** What tests use of the harness. */
export { loadCodec, writeCodec } from "./codec.mjs";
export { checkEnd, checkEvents, checkTold } from "./evidence.mjs";
export { drawPlan } from "./plan.mjs";
export { runRound } from "./round.mjs";
export { strictDdl } from "./rows.mjs";
export { verify } from "./verify.mjs";
export { checkStats } from "./watch.mjs";
