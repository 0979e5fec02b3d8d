import { openStore } from "../../../../src/emulator/store/open-store.js";
import { column, long, table } from "../../../support/tables.js";

/** Opens the directory and keeps it open; says so by a message. */
const store = await openStore({ kind: "directory", path: process.argv[2] ?? "" });
await store.createTable(table([column("id", long)]));
await store.append("main.shop.orders", [[1n]]);
process.send?.("open");
process.on("message", () => {
  void store.close().then(() => process.send?.("closed"));
});
