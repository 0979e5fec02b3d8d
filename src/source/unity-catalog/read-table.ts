import { isJsonObject, type JsonObject, member } from "../../catalog/json/json-value.js";
import { readUnityCatalogTable } from "../../catalog/json/unity-catalog.js";
import { grantHint } from "../workspace/grants.js";
import type { Api } from "./http.js";
import { textOf } from "./json-object.js";
import type { Reading } from "./reading.js";
import { nameOf, partsOf, problem, type Subject } from "./subject.js";

export type TableSubject = Extract<Subject, { kind: "table" }>;

/** The table of an answer; the catalog and the schema it was found in where it does not say. */
export function tableSubject(
  json: JsonObject,
  place: { readonly catalog: string; readonly schema: string },
): TableSubject {
  return {
    kind: "table",
    catalog: textOf(json, "catalog_name") || place.catalog,
    schema: textOf(json, "schema_name") || place.schema,
    table: textOf(json, "name"),
  };
}

/** Whether columns are there; lists leave them out where the credentials may only see that there is a table. */
export function hasColumns(json: JsonObject): boolean {
  return member(json, "columns") !== undefined;
}

/** What the API says about one table. @throws RequestError */
export async function fetchTable(api: Api, subject: TableSubject): Promise<JsonObject> {
  const path = `/tables/${encodeURIComponent(nameOf(subject))}`;
  return await api.get({ path, query: { include_browse: "true" }, subject }, (json) => {
    const isIt =
      isJsonObject(json) && nameOf(tableSubject(json, subject)).toLowerCase() === nameOf(subject).toLowerCase();
    return isIt ? json : null;
  });
}

/** Makes a table of what the API says. */
export function takeTable(json: JsonObject, subject: TableSubject, { results }: Reading): void {
  const name = nameOf(subject);
  if (!hasColumns(json) && member(json, "browse_only") === true) {
    const reason = "the credentials may see that it exists, not its columns";
    results.read(name, null, [problem(subject, { code: "GP5104", reason, hint: grantHint("", partsOf(subject)) })]);
    return;
  }
  const { catalog: catalog_name, schema: schema_name, table } = subject;
  const { table: read, diagnostics } = readUnityCatalogTable(
    { ...json, catalog_name, schema_name, name: table },
    { file: null },
  );
  results.read(name, read, diagnostics);
}
