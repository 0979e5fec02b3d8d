import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Answer } from "./answer.js";
import { admitAll, type Route } from "./route.js";

/** What the page is made of, seen from both src/emulator/http and dist/emulator/http. */
const directory = new URL("../../../templates/emulator/", import.meta.url);

/** The modules of the page, each after those it imports. */
const modules = [
  "dom",
  "numbers",
  "control",
  "results",
  "snippets",
  "tables",
  "streams",
  "rejections",
  "faults",
  "query",
  "page",
];

/** The status page: one document without anything from elsewhere, read from the package at its first use. */
export function pageRoute(): Route {
  let page: Answer | null = null;
  const answer = (): Answer => (page ??= readPage());
  return { method: "GET", path: "/", maxBody: 0, admit: admitAll, answer };
}

function readPage(): Answer {
  const style = readPiece("page.css");
  const script = modules.map((name) => inlined(readPiece(`${name}.js`))).join("\n");
  const body = readPiece("page.html")
    .replace("{{style}}", () => style)
    .replace("{{script}}", () => script);
  return { status: 200, headers: pageHeaders(style, script), body };
}

function readPiece(name: string): string {
  return readFileSync(new URL(name, directory), "utf8").replaceAll("\r\n", "\n").trimEnd();
}

/** A module as a part of one script: what it imports stands before it there. */
function inlined(module: string): string {
  return module.replace(/^import [^;]*;\n+/gm, "").replace(/^export /gm, "");
}

/** No script, style or address but those of the page itself, and no frame around it that could lead a click astray. */
function pageHeaders(style: string, script: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `script-src ${hashSource(script)}`,
    `style-src ${hashSource(style)}`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": policy.join("; "),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
  };
}

/** The text has to be the same bytes as between the tags. */
function hashSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
