import type { InitChoices } from "./choices.js";
import type { NextStep } from "./report.js";
import type { Surroundings } from "./surroundings.js";

/** What a person does after `init`, in order. */
export function nextSteps({ config, scripts }: InitChoices, found: Surroundings): readonly NextStep[] {
  const host = config.workspace?.host;
  const needsLogin = host !== undefined && config.workspace?.profile === undefined;
  const [generate, check] = scripts
    ? ["npm run generate:producers", "npm run check:producers"]
    : ["npx gen-producers", "npx gen-producers check"];
  return [
    ...(found.isInstalled ? [] : [install(found)]),
    ...(needsLogin ? [{ command: `databricks auth login --host ${host}`, purpose: "or set DATABRICKS_TOKEN" }] : []),
    { command: generate, purpose: "writes the producers" },
    { command: check, purpose: "in CI: are they up to date?" },
  ];
}

function install({ installCommand, packageJson }: Surroundings): NextStep {
  const purpose =
    packageJson === null ? "once there is a package.json" : "producers load it; it types the configuration";
  return { command: installCommand, purpose };
}
