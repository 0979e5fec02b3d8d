import { ask, attempt, pathPart } from "./control.js";
import { button, element, find, follow, setText } from "./dom.js";
import { countText } from "./numbers.js";

/** What goes wrong most in practice. */
const common = [
  ["Acks 2 s late", { kind: "delay_acks", ms: 2000 }],
  ["No acks", { kind: "withhold_acks" }],
  ["Announce a close after 1,000 records", { kind: "close_signal", afterRecords: 1000, seconds: 5, times: 1 }],
  ["End a stream after 1,000 records", { kind: "end_stream", afterRecords: 1000, status: "UNAVAILABLE", times: 1 }],
  ["Drop the connection after 1,000 records", { kind: "drop_connection", afterRecords: 1000, times: 1 }],
  ["Refuse the next stream", { kind: "fail_create", status: "UNAVAILABLE", times: 1 }],
  ["Refuse the next token", { kind: "refuse_token", status: 503, times: 1 }],
  ["Expire all tokens", { kind: "expire_tokens" }],
  ["Read 100 kB/s", { kind: "slow_reads", bytesPerSecond: 100_000 }],
  ["At most 1,000 rows/s", { kind: "throttle", over: "delay", recordsPerSecond: 1000 }],
];

/** Faults of the service as a whole. */
const ofNoTable = new Set(["refuse_token", "expire_tokens"]);

/** Shows the faults in place, with buttons to add and remove them. */
export function showFaults(refresh) {
  const doing = (work) => () => attempt(() => work().then(refresh));
  const adding = (faultOf) => doing(async () => ask("/faults", "POST", faultOf()));
  const removing = (path) => doing(() => ask(path, "DELETE"));
  const create = ({ id }) => createFault(removing(`/faults/${pathPart(id)}`));
  const followFaults = follow(find("faults"), ({ id }) => id, create);
  const followTables = follow(find("fault-table"), (name) => name, createOption);
  find("common-faults").append(...common.map(([label, fault]) => button(label, adding(() => scoped(fault)))));
  find("clear-faults").addEventListener("click", removing("/faults"));
  find("add-fault").addEventListener("click", adding(() => JSON.parse(find("fault-json").value)));
  return ({ faults }, tables) => {
    find("no-faults").hidden = faults.length > 0;
    followFaults(faults);
    followTables(tables.map(({ name }) => name));
  };
}

/** A fault for the table that is chosen. */
function scoped(fault) {
  const table = find("fault-table").value;
  return table === "" || ofNoTable.has(fault.kind) ? fault : { ...fault, table };
}

function createFault(remove) {
  const [text, hits] = [element("code"), element("span", { class: "muted" })];
  const root = element("li", {}, text, hits, button("Remove", remove));
  const update = ({ fault, hits: count }) => {
    setText(text, JSON.stringify(fault));
    setText(hits, count === 1 ? "struck once" : `struck ${countText(count)} times`);
  };
  return { root, update };
}

function createOption(name) {
  return { root: element("option", { value: name }, name), update: () => undefined };
}
