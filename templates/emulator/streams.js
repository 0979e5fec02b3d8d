import { element, find, follow, setClass, setText } from "./dom.js";
import { countText, offsetText, timeText } from "./numbers.js";

const stateClasses = new Map([
  ["open", "good"],
  ["closing", "warn"],
  ["ended", "muted"],
]);

/** Shows the streams, the newest first. */
export function showStreams() {
  const table = find("streams");
  const followStreams = follow(table.querySelector("tbody"), ({ id }) => id, createStream);
  return ({ streams }) => {
    table.hidden = streams.length === 0;
    find("no-streams").hidden = streams.length > 0;
    followStreams([...streams].reverse());
  };
}

function createStream({ id, openedAt }) {
  const [table, type, state, end] = Array.from({ length: 4 }, () => element("td"));
  const numbers = Array.from({ length: 4 }, () => element("td", { class: "number" }));
  const short = element("code", {}, id.slice(0, 8));
  const name = element("td", { title: `${id}, opened ${openedAt}` }, short, ` ${timeText(openedAt)}`);
  const root = element("tr", {}, name, table, type, state, ...numbers, end);
  const update = (stream) => {
    setText(table, stream.table);
    setText(type, stream.recordType ?? "–");
    setText(state, stream.state);
    setClass(state, stateClasses.get(stream.state) ?? "");
    const offsets = [stream.receivedOffset, stream.storedOffset, stream.ackedOffset].map(offsetText);
    for (const [index, text] of [countText(stream.rows), ...offsets].entries()) setText(numbers[index], text);
    setText(end, [stream.status, stream.message].filter((text) => text !== null && text !== "").join(": "));
    setClass(end, stream.status === null || stream.status === "OK" ? "text" : "text bad");
  };
  return { root, update };
}
