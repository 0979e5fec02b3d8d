import { fullName } from "../../catalog/table.js";
import { errorCodes } from "../../zerobus/names.js";
import type { IndexedRefusal, InsertOutcome, TokenVerdict, WorkspaceCore } from "../core.js";
import { type Answer, jsonAnswer, refusal } from "./answer.js";
import { bearerToken } from "./bearer.js";
import { admitProgram } from "./guard.js";
import type { Call, Route } from "./route.js";
import { splitJsonList } from "./split-json-list.js";

/** Longest list of rows taken, in bytes. */
export const maxInsert = 64 * 1024 * 1024;

/** Inserts by REST, which the service offers at the Zerobus endpoint: a list of rows in JSON, all or none of them. */
export function insertRoute(core: WorkspaceCore): Route {
  const answer = (call: Call): Promise<Answer> => insert(call, core);
  return { method: "POST", path: "/zerobus/v1/tables/{name}/insert", maxBody: maxInsert, admit: admitProgram, answer };
}

async function insert({ parts, headers, body }: Call, core: WorkspaceCore): Promise<Answer> {
  const asked = parts["name"] ?? "";
  const table = core.findTable(asked);
  const name = table === null ? asked : fullName(table.name);
  const token = bearerToken(headers);
  if (token === null) return unauthenticated("The request has no bearer token.");
  const verdict = core.tokens.verify(token, "ingest", name);
  if (verdict.kind !== "ok") return refuseToken(verdict, name);
  const rows = splitJsonList(body);
  if (!rows.ok) return invalid(rows.message);
  return answerTo(await core.insertJson(name, rows.items), name);
}

function unauthenticated(message: string): Answer {
  return refusal(401, "UNAUTHENTICATED", message, { "www-authenticate": "Bearer" });
}

function invalid(message: string): Answer {
  return refusal(400, "INVALID_PARAMETER_VALUE", message);
}

function refuseToken(verdict: Exclude<TokenVerdict, { readonly kind: "ok" }>, table: string): Answer {
  switch (verdict.kind) {
    case "unknown":
      return unauthenticated("The token is not one that the emulator gave out.");
    case "expired":
      return unauthenticated("The token is expired.");
    case "wrong_scope":
      return refusal(403, "PERMISSION_DENIED", "The token is not for direct writes; ask for one with a resource.");
    case "missing_grants": {
      const grants = verdict.privileges.join(", ");
      return refusal(
        403,
        "PERMISSION_DENIED",
        `Error code ${errorCodes.missingGrants}: the token lacks ${grants} for table ${table}.`,
      );
    }
  }
}

function answerTo(outcome: InsertOutcome, table: string): Answer {
  switch (outcome.kind) {
    case "accepted":
      return jsonAnswer(200, {});
    case "refused":
      return invalid(describe(outcome.refusals));
    case "unknown_table":
      return refusal(404, "NOT_FOUND", `Table "${table}" cannot be found.`);
    case "not_writable":
      return invalid(outcome.reason);
  }
}

/** Refusals told in full; a client that has all rows wrong does not need them all. */
const maxTold = 5;

function describe(refusals: readonly IndexedRefusal[]): string {
  const told = refusals.slice(0, maxTold).map(({ index, column, message }) => {
    return `Row ${index}${column === null ? "" : `, column ${column}`}: ${message}`;
  });
  const more = refusals.length - told.length;
  return `No row was stored. ${told.join(" ")}${more > 0 ? ` And ${more} more.` : ""}`;
}
