/** Random tests draw the same rows each time; `SEED=7 npx vitest run test/unit/runtime` draws others. */
export const seed = Number(process.env["SEED"] ?? 1);
