import { type JsonObject, member } from "../../catalog/json/json-value.js";

/** The text of a property; empty where it has none. */
export function textOf(json: JsonObject, key: string): string {
  const value = member(json, key);
  return typeof value === "string" ? value : "";
}
