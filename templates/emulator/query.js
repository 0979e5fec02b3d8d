import { ask } from "./control.js";
import { element, find, setText } from "./dom.js";
import { countText } from "./numbers.js";
import { resultTable } from "./results.js";

/** Rows shown of a result. */
const mostRows = 200;

/** Lets a person ask the store. Control or command with Enter runs the statement, too. */
export function offerQuery() {
  find("run-query").addEventListener("click", run);
  find("sql").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void run();
  });
  return (tables) => {
    const sql = find("sql");
    if (tables.length === 0 || sql.value !== "" || globalThis.document.activeElement === sql) return;
    sql.value = `select * from ${tables[0].name.split(".").map(identifier).join(".")} limit 20`;
  };
}

function identifier(name) {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

async function run() {
  const [note, result] = [find("query-note"), find("query-result")];
  setText(note, "Running…");
  try {
    const { columns, rows } = await ask("/query", "POST", { sql: find("sql").value });
    result.replaceChildren(resultTable({ columns, rows: rows.slice(0, mostRows) }));
    const count = rows.length === 1 ? "1 row" : `${countText(rows.length)} rows`;
    setText(note, rows.length > mostRows ? `The first ${mostRows} of ${count}` : count);
  } catch (error) {
    result.replaceChildren(element("p", { class: "bad" }, error.message));
    setText(note, "");
  }
}
