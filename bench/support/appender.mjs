/** Batches of 64 KB in memory that is used again, as a sender has them. */
export function appender(codec) {
  const memory = new Uint8Array(1 << 20);
  const batch = { bytes: memory, view: new DataView(memory.buffer), end: 0 };
  return function appendRow(row) {
    if (batch.end > 65_536) batch.end = 0;
    codec.append(row, batch);
  };
}
