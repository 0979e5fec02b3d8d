import type { EmulatorStats, TableStats } from "../../emulator/stats.js";

/** `2 streams · 120,000 rows · 35,000 rows/s · 2.1 MB/s · 118 acks · 0 rejects` */
export function statusLine(stats: Pick<EmulatorStats, "streams" | "tables" | "faults">): string {
  const open = stats.streams.filter(({ state }) => state !== "ended").length;
  const sum = (of: (table: TableStats) => number): number =>
    stats.tables.reduce((total, table) => total + of(table), 0);
  const parts = [
    `${grouped(open)} ${open === 1 ? "stream" : "streams"}`,
    `${grouped(sum(({ rows }) => rows))} rows`,
    `${grouped(sum(({ rowsPerSecond }) => rowsPerSecond))} rows/s`,
    `${(sum(({ bytesPerSecond }) => bytesPerSecond) / 1e6).toFixed(1)} MB/s`,
    `${grouped(sum(({ acks }) => acks))} acks`,
    `${grouped(sum(({ rejects }) => rejects))} rejects`,
    ...(stats.faults.length === 0 ? [] : [`${String(stats.faults.length)} faults`]),
  ];
  return parts.join(" · ");
}

function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}
