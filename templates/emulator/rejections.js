import { ask } from "./control.js";
import { element, find } from "./dom.js";
import { countText, timeText } from "./numbers.js";

/** The newest of them; all are at /control/rejections. */
const most = 50;

/** Shows what was refused, the newest first; asks only when there is more of it. */
export function showRejections() {
  const table = find("rejections");
  let known = null;
  return async ({ tables, since }) => {
    const key = `${since} ${tables.map(({ rejects }) => rejects).join(" ")}`;
    if (key === known) return;
    const { rejections } = await ask("/rejections");
    known = key;
    table.hidden = rejections.length === 0;
    find("no-rejections").hidden = rejections.length > 0;
    table.querySelector("tbody").replaceChildren(...rejections.slice(-most).reverse().map(rejectionRow));
  };
}

/** A key that is no column may be any text. */
function shortened(name) {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

function rejectionRow({ at, table, column, rule, message, status, kind, streamId, offset, index }) {
  const place = [
    kind === "record" ? "" : kind,
    streamId === null ? "" : `stream ${streamId.slice(0, 8)}`,
    offset === null ? "" : `offset ${countText(offset)}`,
    index === null ? "" : `record ${countText(index)}`,
  ];
  const where = place.filter((text) => text !== "").join(", ");
  const subject = [table, column === null ? "–" : shortened(column), rule].map((text) => element("td", {}, text));
  const reason = element("td", { class: "text bad", title: status ?? "" }, message);
  return element("tr", {}, element("td", { title: at }, timeText(at)), ...subject, reason, element("td", {}, where));
}
