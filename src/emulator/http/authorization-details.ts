import { isJsonList, isJsonObject, type JsonObject, kindOf, member } from "../../catalog/json/json-value.js";
import type { AuthorizationDetail } from "../core.js";

export type ReadDetails =
  | { readonly ok: true; readonly details: readonly AuthorizationDetail[] }
  | { readonly ok: false; readonly message: string };

const objectTypes: ReadonlySet<unknown> = new Set(["CATALOG", "SCHEMA", "TABLE"]);

const detailType = "unity_catalog_privileges";

/** Reads the `authorization_details` of a token request (RFC 9396), or says in one sentence what is wrong with them. */
export function readDetails(text: string): ReadDetails {
  const json = parse(text);
  if (!isJsonList(json)) return wrong("authorization_details has to be a list in JSON");
  const details: AuthorizationDetail[] = [];
  for (const [index, item] of json.entries()) {
    const detail = readDetail(item);
    if (typeof detail === "string") return wrong(`authorization_details[${index}]${detail}`);
    details.push(detail);
  }
  return { ok: true, details };
}

function wrong(reason: string): ReadDetails {
  return { ok: false, message: `${reason}.` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The detail, or how it goes on after its place what is wrong with it. */
function readDetail(item: unknown): AuthorizationDetail | string {
  if (!isJsonObject(item)) return ` is ${kindOf(item)} and has to be an object`;
  const type = member(item, "type");
  if (type !== detailType) return `.type has to be "${detailType}"`;
  const objectType = member(item, "object_type");
  if (!isObjectType(objectType)) return ".object_type has to be CATALOG, SCHEMA or TABLE";
  const objectPath = member(item, "object_full_path");
  if (typeof objectPath !== "string" || objectPath === "") return `.object_full_path has to name the ${objectType}`;
  const privileges = textList(item, "privileges");
  if (privileges === null || privileges.length === 0) return ".privileges has to be a list of privileges";
  const operations = textList(item, "operations");
  if (operations === null) return ".operations has to be a list of texts";
  return { type, privileges, objectType, objectPath, operations };
}

function isObjectType(value: unknown): value is string {
  return objectTypes.has(value);
}

/** A list of texts, empty where it is left out; null where it is something else. */
function textList(item: JsonObject, key: string): readonly string[] | null {
  const list = member(item, key) ?? [];
  return isJsonList(list) && list.every((each) => typeof each === "string") ? list : null;
}
