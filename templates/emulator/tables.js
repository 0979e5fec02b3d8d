import { ask, pathPart } from "./control.js";
import { element, find, follow, setClass, setText } from "./dom.js";
import { countText, megabytes, rateText } from "./numbers.js";
import { resultTable } from "./results.js";

/** Seconds that the line of a table goes back. */
const minute = 60;
const lastRows = 10;

/** Shows the tables; each opens to its columns and its last rows. */
export function showTables() {
  const descriptions = new Map();
  const followTables = follow(find("tables"), ({ name }) => name, (table) => createTable(table, descriptions));
  return (stats, tables) => {
    for (const table of tables) descriptions.set(table.name, table);
    followTables(stats.tables);
  };
}

function createTable({ name }, descriptions) {
  const toggle = element("button", { type: "button", class: "toggle", "aria-expanded": "false" }, name);
  const cells = { rows: number(), rate: number(), speed: number(), spark: element("td"), acks: number(), rejects: number() };
  const line = sparkLine();
  cells.spark.append(line.root);
  const detail = createDetail(name, descriptions);
  const warnings = element("div", { class: "warn" });
  const first = element("td", {}, toggle, warnings);
  const root = element("tbody", {}, element("tr", {}, first, ...Object.values(cells)), detail.root);
  toggle.addEventListener("click", () => toggle.setAttribute("aria-expanded", String(detail.toggle())));
  const update = (table) => {
    setText(cells.rows, countText(table.rows));
    setText(cells.rate, rateText(table.rowsPerSecond));
    setText(cells.speed, megabytes(table.bytesPerSecond));
    setText(cells.acks, countText(table.acks));
    setText(cells.rejects, countText(table.rejects));
    setClass(cells.rejects, table.rejects > 0 ? "number bad" : "number");
    setText(warnings, table.warnings.join("\n"));
    line.add(table.rowsPerSecond);
    detail.update(table.rows);
  };
  return { root, update };
}

function number() {
  return element("td", { class: "number" }, "0");
}

/** Columns and last rows, asked for while they are shown. */
function createDetail(name, descriptions) {
  const columns = element("div", { class: "scroll" });
  const rows = element("div", { class: "scroll" });
  const heads = ["Columns", "Last rows"].map((text) => element("h3", {}, text));
  const cell = element("td", { colspan: "7", class: "detail" }, heads[0], columns, heads[1], rows);
  const root = element("tr", {}, cell);
  root.hidden = true;
  let shown = -1;
  const update = async (count) => {
    if (root.hidden || count === shown) return;
    shown = count;
    try {
      rows.replaceChildren(resultTable(await ask(`/rows?table=${pathPart(name)}&limit=${lastRows}`)));
    } catch (error) {
      rows.replaceChildren(element("p", { class: "bad" }, error.message));
    }
  };
  const toggle = () => {
    root.hidden = !root.hidden;
    if (columns.childNodes.length === 0) columns.append(columnTable(descriptions.get(name)));
    shown = -1;
    return !root.hidden;
  };
  return { root, toggle, update };
}

function columnTable(description) {
  if (description === undefined) return element("p", { class: "empty" }, "Not known.");
  const rows = description.columns.map(({ name, type, nullable, comment, fill }) => {
    const notes = [nullable ? "" : "NOT NULL", fill === "writer" ? "" : fill].filter((note) => note !== "").join(", ");
    return [name, type, notes, comment ?? ""];
  });
  const columns = ["Column", "Type", "", "Comment"].map((name) => ({ name, type: "" }));
  return resultTable({ columns, rows });
}

/** A line of the last values. */
function sparkLine() {
  const svg = "http://www.w3.org/2000/svg";
  const root = globalThis.document.createElementNS(svg, "svg");
  const path = globalThis.document.createElementNS(svg, "polyline");
  const box = { class: "spark", viewBox: `0 0 ${minute - 1} 20`, preserveAspectRatio: "none", "aria-hidden": "true" };
  for (const [name, value] of Object.entries(box)) root.setAttribute(name, value);
  root.append(path);
  const values = Array.from({ length: minute }, () => 0);
  const add = (value) => {
    values.shift();
    values.push(value);
    const most = Math.max(1, ...values);
    path.setAttribute("points", values.map((each, index) => `${index},${(19 - (18 * each) / most).toFixed(1)}`).join(" "));
  };
  return { root, add };
}
