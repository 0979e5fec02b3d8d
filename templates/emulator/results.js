import { element } from "./dom.js";

/** Characters shown of a value; all of them stand in its title. */
const longest = 200;

/** A table of what a query found. */
export function resultTable({ columns, rows }) {
  if (rows.length === 0) return element("p", { class: "empty" }, "No rows.");
  const heads = columns.map(({ name, type }) => element("th", { scope: "col", title: type }, name));
  const lines = rows.map((row) => element("tr", {}, ...row.map(valueCell)));
  const head = element("thead", {}, element("tr", {}, ...heads));
  return element("table", { class: "results" }, head, element("tbody", {}, ...lines));
}

function valueCell(value) {
  if (value === null) return element("td", { class: "null" }, "null");
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text.length <= longest) return element("td", {}, text);
  return element("td", { title: text.slice(0, 10_000) }, `${text.slice(0, longest)}…`);
}
