import { pathPart } from "./control.js";
import { button, element, find, follow, setText } from "./dom.js";

/** Shows where the emulator listens, and text to paste into a terminal or a program. */
export function showSnippets() {
  const followEndpoints = follow(find("endpoints"), ([label]) => label, createEndpoint);
  const followSnippets = follow(find("snippets"), ({ title }) => title, createSnippet);
  return (stats, tables) => {
    followEndpoints([
      ["Zerobus endpoint", stats.zerobusEndpoint],
      ["Workspace URL", globalThis.location.origin],
    ]);
    if (tables.length > 0) followSnippets(snippetsOf(stats.zerobusEndpoint, globalThis.location.origin, tables[0]));
  };
}

function createEndpoint([label]) {
  const address = element("code");
  const value = element("dd", {}, address, " ", copyButton(() => address.textContent));
  const root = element("div", {}, element("dt", {}, label), value);
  return { root, update: ([, text]) => setText(address, text) };
}

function createSnippet({ title }) {
  const code = element("pre", { tabindex: "0" });
  const root = element("details", {}, element("summary", {}, title), code, copyButton(() => code.textContent));
  return { root, update: ({ text }) => setText(code, text) };
}

function copyButton(textOf) {
  const made = button("Copy", async () => {
    const isCopied = await globalThis.navigator.clipboard.writeText(textOf()).then(
      () => true,
      () => false,
    );
    setText(made, isCopied ? "Copied" : "Not allowed");
    setTimeout(() => setText(made, "Copy"), 1500);
  });
  return made;
}

function snippetsOf(endpoint, workspace, table) {
  return [
    { title: "Environment", text: environmentText(endpoint, workspace) },
    { title: "Producer (TypeScript)", text: producerText(endpoint, workspace, table) },
    { title: "curl", text: curlText(workspace, table) },
  ];
}

function environmentText(endpoint, workspace) {
  return [
    `export ZEROBUS_ENDPOINT=${endpoint}`,
    `export DATABRICKS_HOST=${workspace}`,
    "export DATABRICKS_CLIENT_ID=any DATABRICKS_CLIENT_SECRET=any",
    "export no_proxy=127.0.0.1,localhost",
  ].join("\n");
}

function producerText(endpoint, workspace, { name, example }) {
  const [catalog, schema, table] = name.split(".");
  const type = pascalCase(table);
  return `import { open${type}Producer } from "./generated/${catalog}/${schema}/${table}.js";

const producer = await open${type}Producer({
  endpoint: ${JSON.stringify(endpoint)},
  workspaceUrl: ${JSON.stringify(workspace)},
  auth: { clientId: "any", clientSecret: "any" },
});
await producer.send(row); // such as, as JSON, ${example}
await producer.close();`;
}

/** As the generator names the type of a table's rows. */
function pascalCase(name) {
  const spelled = /[a-z]/.test(name) ? name : name.toLowerCase();
  const words = spelled.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const type = words.map((word) => word[0].toUpperCase() + word.slice(1)).join("");
  return /^[0-9]/.test(type) ? `_${type}` : type;
}

function curlText(workspace, { name, example }) {
  const [catalog, schema] = name.split(".");
  const details = JSON.stringify([
    detail("CATALOG", catalog, ["USE CATALOG"]),
    detail("SCHEMA", `${catalog}.${schema}`, ["USE SCHEMA"]),
    { ...detail("TABLE", name, ["SELECT", "MODIFY"]), operations: ["zerobuswrite"] },
  ]);
  return `TOKEN=$(curl -s -u any:any ${workspace}/oidc/v1/token \\
  -d grant_type=client_credentials -d scope=all-apis \\
  -d resource=api://databricks/workspaces/local/zerobusDirectWriteApi \\
  --data-urlencode ${quoted(`authorization_details=${details}`)} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl -s ${quoted(`${workspace}/zerobus/v1/tables/${pathPart(name)}/insert`)} \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d ${quoted(`[${example}]`)}`;
}

function detail(type, path, privileges) {
  return { type: "unity_catalog_privileges", privileges, object_type: type, object_full_path: path };
}

/** A word for the shell. */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
