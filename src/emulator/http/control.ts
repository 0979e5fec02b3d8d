import type { Buffer } from "node:buffer";
import { isJsonObject, type JsonObject, member } from "../../catalog/json/json-value.js";
import type { WorkspaceCore } from "../core.js";
import { readFault } from "../faults.js";
import { StoreError, type StoreErrorKind } from "../store/store-error.js";
import { type Answer, jsonAnswer, refusal } from "./answer.js";
import { describeTable } from "./describe-table.js";
import { admitOwner } from "./guard.js";
import type { Call, Method, Route } from "./route.js";

const maxBody = 1024 * 1024;

/** What people and tests drive a running emulator by; the status page uses nothing else. */
export function controlRoutes(core: WorkspaceCore): readonly Route[] {
  const route = (method: Method, path: string, answer: Route["answer"]): Route => {
    return { method, path: `/control${path}`, maxBody, admit: admitOwner, answer };
  };
  return [
    route("GET", "/stats", () => jsonAnswer(200, core.stats())),
    route("GET", "/tables", () => jsonAnswer(200, { tables: core.tables.map(describeTable) })),
    route("GET", "/rejections", () => jsonAnswer(200, { rejections: core.rejections() })),
    route("GET", "/rows", (call) => lastRows(call, core)),
    route("GET", "/faults", () => jsonAnswer(200, { faults: core.faults() })),
    route("POST", "/faults", (call) => injectFault(call, core)),
    route("DELETE", "/faults", () => clearFaults(core)),
    route("DELETE", "/faults/{id}", (call) => removeFault(call, core)),
    route("POST", "/restart", () => restart(core)),
    route("POST", "/query", (call) => query(call, core)),
  ];
}

function invalid(message: string): Answer {
  return refusal(400, "INVALID_PARAMETER_VALUE", message);
}

/** Rows given out where the request does not say, and at most. */
const usualRows = 20;
const mostRows = 1_000;

async function lastRows({ query }: Call, core: WorkspaceCore): Promise<Answer> {
  const name = query.get("table") ?? "";
  if (core.findTable(name) === null) return refusal(404, "NOT_FOUND", `There is no table "${name}".`);
  const limit = query.get("limit") ?? String(usualRows);
  if (!/^\d{1,4}$/.test(limit) || Number(limit) > mostRows) {
    return invalid(`limit has to be a whole number from 0 to ${mostRows}.`);
  }
  return fromStore(() => core.lastRows(name, Number(limit)));
}

async function query({ body }: Call, core: WorkspaceCore): Promise<Answer> {
  const sql = readObject(body, ["sql"]);
  if (typeof sql === "string") return invalid(sql);
  const text = member(sql, "sql");
  if (typeof text !== "string" || text.trim() === "") return invalid('Send {"sql": "select …"}.');
  return fromStore(() => core.query(text));
}

/** Statuses of what a store refuses; the rest is its own failure. */
const storeStatuses: ReadonlyMap<StoreErrorKind, readonly [status: number, code: string]> = new Map([
  ["query", [400, "INVALID_PARAMETER_VALUE"]],
  ["table", [404, "NOT_FOUND"]],
  ["closed", [503, "TEMPORARILY_UNAVAILABLE"]],
]);

async function fromStore(read: () => Promise<unknown>): Promise<Answer> {
  try {
    return jsonAnswer(200, await read());
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const [status, code] = storeStatuses.get(error.kind) ?? [500, "INTERNAL_ERROR"];
    return refusal(status, code, error.message);
  }
}

function injectFault({ body }: Call, core: WorkspaceCore): Answer {
  const json = readObject(body, null);
  if (typeof json === "string") return invalid(json);
  const read = readFault(json);
  return read.ok ? jsonAnswer(201, { id: core.injectFault(read.fault) }) : invalid(read.message);
}

function clearFaults(core: WorkspaceCore): Answer {
  core.clearFaults();
  return jsonAnswer(200, {});
}

function removeFault({ parts }: Call, core: WorkspaceCore): Answer {
  const id = parts["id"] ?? "";
  return core.removeFault(id) ? jsonAnswer(200, {}) : refusal(404, "NOT_FOUND", `There is no fault "${id}".`);
}

async function restart(core: WorkspaceCore): Promise<Answer> {
  await core.restart();
  return jsonAnswer(200, {});
}

/** The object that a body holds, with no keys but the known ones; else one sentence on what is wrong with it. */
function readObject(body: Buffer, known: readonly string[] | null): JsonObject | string {
  let json: unknown;
  try {
    json = JSON.parse(body.toString("utf8"));
  } catch {
    return "The body is not JSON.";
  }
  if (!isJsonObject(json)) return "The body has to be an object in JSON.";
  const unknown = Object.keys(json).find((key) => known !== null && !known.includes(key));
  return unknown === undefined
    ? json
    : `The body has a key that is not known: ${JSON.stringify(unknown.slice(0, 60))}.`;
}
