import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { networkFetch } from "../../network/network-fetch.js";
import { readOrigin } from "../../network/origin.js";
import type { Auth } from "../auth/auth.js";
import { openWorkspaceTokenSource } from "../auth/token-source.js";
import type { CheckpointStore, Position } from "../checkpoint.js";
import { CheckpointError } from "./checkpoint-error.js";
import { readPositions, writePositions } from "./checkpoint-file.js";
import { serially } from "./serially.js";
import { VolumeFiles } from "./volume-files.js";

/** What is needed to reach a volume. */
export interface VolumeCheckpointOptions {
  /** URL of the workspace, such as `https://adb-1234567890123456.7.azuredatabricks.net`. */
  readonly workspaceUrl: string;
  /**
   * A service principal, or a token of your own for the APIs of the workspace; with READ VOLUME and WRITE VOLUME on the
   * volume, and USE CATALOG and USE SCHEMA on what it is in.
   */
  readonly auth: Auth;
  /** Certificates in PEM to trust instead of those that Node knows. NODE_EXTRA_CA_CERTS adds to them without this. */
  readonly ca?: string;
}

/** Text files by their paths. */
export interface TextFiles {
  /** The text of the file; null where there is none. */
  readonly read: (path: string) => Promise<string | null>;
  /** Replaces the file. */
  readonly write: (path: string, text: string) => Promise<void>;
}

/** Stands for the name of the table in a path. */
const tableMark = "{table}";

/**
 * Keeps the position of a table in a JSON file of a Unity Catalog volume, by the Files API: `/Volumes/catalog/schema/volume/`
 * and what follows. The file holds one table, because processes that share a file would undo each other's changes: with
 * `{table}` in the path every table has a file of its own, such as `/Volumes/main/ops/state/{table}.json`; without it, only
 * one table may use the path. Requests that fail in passing are tried again a few times, over some seconds.
 *
 * `load` and `save` reject with a CheckpointError where the volume cannot be read or written, and where the file is damaged,
 * of another version, or another table's; a file that is missing holds no position.
 *
 * @throws TypeError for a path that is not one of a file in a volume, or a URL that is not one of a workspace.
 */
export function volumeCheckpoint(path: string, options: VolumeCheckpointOptions): CheckpointStore {
  const origin = originOf(options.workspaceUrl);
  checkPath(path);
  return openVolumeCheckpoint(path, () => openFiles(origin, options));
}

/** As `volumeCheckpoint`, with files that are opened when they are first needed. */
export function openVolumeCheckpoint(path: string, open: () => Promise<TextFiles>): CheckpointStore {
  let opening: Promise<TextFiles> | null = null;
  let owner: string | null = null;
  const placeOf = (table: string): string => {
    if (path.includes(tableMark)) return path.replaceAll(tableMark, () => table);
    owner ??= table;
    if (owner !== table) throw taken(path, owner);
    return path;
  };
  const files = (): Promise<TextFiles> => (opening ??= open());
  return {
    load: async (table) => load(await files(), placeOf(table), table),
    save: async (table, position) => {
      const place = placeOf(table);
      const opened = await files();
      // Of two requests under way at once the older one could be the last to arrive.
      await serially(place, () => save(opened, place, table, position));
    },
  };
}

async function load(files: TextFiles, place: string, table: string): Promise<Position | null> {
  const text = await files.read(place);
  if (text === null) return null;
  const positions = readPositions(text, place);
  const other = [...positions.keys()].find((name) => name !== table);
  if (other !== undefined) throw taken(place, other);
  return positions.get(table)?.position ?? null;
}

async function save(files: TextFiles, place: string, table: string, position: Position): Promise<void> {
  const savedAt = new Date().toISOString();
  await files.write(place, writePositions(new Map([[table, { position, savedAt }]])));
}

async function openFiles(origin: string, { auth, ca }: VolumeCheckpointOptions): Promise<VolumeFiles> {
  const fetch = await networkFetch(process.env, { ca: ca ?? null });
  const tokens = openWorkspaceTokenSource(auth, { workspaceUrl: origin, headers: {} }, { fetch, now: Date.now });
  return new VolumeFiles(origin, { fetch, tokens, sleep: (ms) => setTimeout(ms), random: Math.random });
}

function taken(path: string, table: string): CheckpointError {
  const what = `${path} holds the position of ${table}`;
  return new CheckpointError(`${what}. Put ${tableMark} into the path, for a file for each table.`, { place: path });
}

function originOf(workspaceUrl: string): string {
  const read = readOrigin(workspaceUrl);
  if (read.ok) return read.origin;
  throw new TypeError(`workspaceUrl ${read.problem}.`);
}

/** Dots for segments would lead elsewhere: URLs are without them when they are sent. */
function checkPath(path: string): void {
  const [, root, ...segments] = path.split("/");
  const isPlain = segments.every((segment) => segment !== "" && segment !== "." && segment !== "..");
  if (!path.startsWith("/") || root !== "Volumes" || segments.length < 4 || !isPlain) {
    throw new TypeError(
      "The path of a file in a volume is /Volumes/catalog/schema/volume/file.json, with directories or without.",
    );
  }
}
