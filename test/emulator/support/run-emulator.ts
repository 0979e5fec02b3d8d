import { startEmulator, type Emulator, type EmulatorOptions } from "../../../src/emulator/index.js";

/** Runs a test with an emulator, which is closed whatever happens. */
export async function withEmulator(
  options: EmulatorOptions,
  work: (emulator: Emulator) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator(options);
  try {
    await work(emulator);
  } finally {
    await emulator.close();
  }
}

/** The values of a query with one column. */
export async function values(emulator: Emulator, sql: string): Promise<readonly unknown[]> {
  return (await emulator.query(sql)).rows.map(([value]) => value);
}

/** Waits until something holds; the test's own time limit ends it. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
