import type { Table } from "../../catalog/table.js";
import { fullName } from "../../catalog/table.js";
import { pascalCase } from "../../mapping/proto-names.js";
import type { Style } from "../report/style.js";
import { safeText } from "../report/safe-text.js";

/** Where a running emulator is, and what it has. */
export interface Started {
  readonly zerobusEndpoint: string;
  readonly workspaceUrl: string;
  readonly tables: readonly Table[];
  /** `in memory`, `in data/`, `nowhere, rows are counted only`. */
  readonly kept: string;
}

const listedTables = 8;

/** What is printed once the emulator listens, with code to paste. */
export function welcomeText({ zerobusEndpoint, workspaceUrl, tables, kept }: Started, style: Style): string {
  const names = tables.map(({ name }) => safeText(fullName(name)));
  const more = names.length > listedTables ? `, and ${String(names.length - listedTables)} more` : "";
  const first = names[0] ?? "catalog.schema.table";
  const typeName = pascalCase(tables[0]?.name.table ?? "table");
  return [
    style.heading("Zerobus emulator"),
    `  Zerobus    ${zerobusEndpoint}  (gRPC)`,
    `  Workspace  ${workspaceUrl}  (status page, OAuth, Unity Catalog API, REST insert)`,
    `  Tables     ${names.slice(0, listedTables).join(", ")}${more}`,
    `  Rows       ${kept}`,
    "",
    "  Any client id and secret will do:",
    "",
    `    const producer = await open${typeName}Producer({`,
    `      endpoint: ${JSON.stringify(zerobusEndpoint)},`,
    `      workspaceUrl: ${JSON.stringify(workspaceUrl)},`,
    `      auth: { clientId: "id", clientSecret: "secret" },`,
    "    });",
    "",
    `  Query: gen-producers emulator query "select * from ${first} limit 5"${queryHint(workspaceUrl)}`,
    "  Ctrl+C ends it.",
    "",
  ].join("\n");
}

function queryHint(workspaceUrl: string): string {
  return workspaceUrl === "http://127.0.0.1:7070" ? "" : ` --url ${workspaceUrl}`;
}
