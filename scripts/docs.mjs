// Writes the reference pages that are made from the product's own tables; with --check, says which are out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { diagnosticCodes } from "../dist/diagnostics/codes.js";
import { typeDocs } from "../dist/mapping/type-docs.js";

const notice = "<!-- Made by `npm run docs` from the tables in src/. -->";

function table(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function typesPage() {
  const { mapped, refused } = typeDocs();
  return `# Types

${notice}

What becomes of a column. Absent, \`undefined\` and \`null\` mean NULL in a nullable column; NOT NULL columns are \`required\` in
the \`.proto\`, nullable ones \`optional\`, ARRAY and MAP \`repeated\`.

${table(
  ["Spark type", "proto2", "a caller may pass", "`decode` returns", "JSON form", "checked before a byte is written"],
  mapped.map((row) => [row.sql, row.proto, row.accepts, row.returns, row.json, row.checked]),
)}

## Types without a mapping

An error for the table, or with \`--unsupported omit\` a column that is left out where it is nullable.

${table(
  ["Spark type", "instead"],
  refused.map((row) => [row.sql, row.instead]),
)}
`;
}

const families = [
  ["GP1", "Reading DDL"],
  ["GP2", "What a definition means"],
  ["GP3", "Rules of the service"],
  ["GP4", "Names, options and emitted code"],
  ["GP5", "Files"],
];

function diagnosticsPage() {
  const sections = families.map(([prefix, title]) => {
    const codes = Object.entries(diagnosticCodes).filter(([code]) => code.startsWith(prefix));
    const rows = codes.sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, facts]) => [code, facts.severity, facts.title]);
    return `## ${title}\n\n${table(["code", "severity", "what it stands for"], rows)}\n`;
  });
  return `# Diagnostics

${notice}

Each message names its place (\`file:line:column\`), shows the line, and says what to do. A table with an error is not generated;
the others are. Warnings do not fail a run. A code keeps its meaning.

${sections.join("\n")}`;
}

const pages = { "docs/types.md": typesPage(), "docs/diagnostics.md": diagnosticsPage() };
const checking = process.argv.includes("--check");

for (const [path, text] of Object.entries(pages)) {
  const file = new URL(`../${path}`, import.meta.url);
  if (!checking) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) {
    console.error(`${path} is out of date: run npm run docs`);
    process.exitCode = 1;
  }
}
