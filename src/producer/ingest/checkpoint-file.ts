import type { Position } from "../checkpoint.js";
import { CheckpointError } from "./checkpoint-error.js";
import { positionText } from "./position.js";

/** What a file of positions holds, by table. */
export type SavedPositions = ReadonlyMap<string, SavedPosition>;

export interface SavedPosition {
  readonly position: Position;
  /** ISO instant. */
  readonly savedAt: string;
}

const version = 1;

/** The text of a file: `{"version":1,"tables":{"main.sensors.air_quality":{"position":…,"savedAt":…}}}`. */
export function writePositions(positions: SavedPositions): string {
  return `${JSON.stringify({ version, tables: Object.fromEntries(positions) }, null, 2)}\n`;
}

/**
 * What the text of a file says.
 *
 * @throws CheckpointError where it is damaged, or of another version: it is never taken for an empty one.
 */
export function readPositions(text: string, path: string): SavedPositions {
  const file = parsed(text);
  if (!isObject(file) || !("version" in file)) throw unreadable(path, "it is damaged");
  if (file["version"] !== version) throw unreadable(path, "it is of another version of gen-producers");
  const { tables } = file;
  if (!isObject(tables)) throw unreadable(path, "it is damaged");
  return new Map(Object.entries(tables).map(([table, saved]) => [table, readPosition(saved, path)]));
}

function readPosition(saved: unknown, path: string): SavedPosition {
  if (!isObject(saved)) throw unreadable(path, "it is damaged");
  const { position, savedAt } = saved;
  if (!isPosition(position) || typeof savedAt !== "string") throw unreadable(path, "it is damaged");
  return { position, savedAt };
}

function isPosition(value: unknown): value is Position {
  try {
    positionText(value);
    return true;
  } catch {
    return false;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unreadable(path: string, why: string): CheckpointError {
  const hint = "Restore it from a copy, or delete it to send the source from its beginning";
  return new CheckpointError(`${path}: the saved positions cannot be read: ${why}. ${hint}.`, { place: path });
}
