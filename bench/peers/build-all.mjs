/** Everything the parts run: our modules, new for each run, and the peers', which are kept until they would change. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { newFolder, scratch, shapesDdl, writeGenerated } from "../support/build.mjs";
import { missingForCpp, writeCpp } from "./cpp.mjs";
import { writePeers } from "./protos.mjs";
import { writeTypia } from "./typia.mjs";

/** Folder with `main/bench/<table>.js` and, below `peers`, the same tables for everyone else. */
export function buildAll() {
  const out = newFolder("build");
  const protos = writeGenerated(out, shapesDdl());
  symlinkSync(path.join(peersFor(out, protos), "peers"), path.join(out, "peers"));
  return out;
}

function peersFor(out, protos) {
  const kept = path.join(scratch, `peers-${fingerprint(out, protos)}`);
  if (existsSync(kept)) return kept;
  console.error("Building the peers' modules …");
  const folder = newFolder("peers");
  writeGenerated(folder, shapesDdl());
  writePeers(folder, protos);
  writeCpp(folder, protos);
  writeTypia(folder, shapesDdl());
  renameSync(folder, kept);
  return kept;
}

/** Changes with whatever the peers' modules are made of. */
function fingerprint(out, protos) {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const tools = ["../package-lock.json", "protos.mjs", "cpp.mjs", "cpp-source.mjs", "typia.mjs", "json-schema.mjs"];
  const files = [...protos.map((name) => path.join(out, name)), ...tools.map((name) => path.join(here, name))];
  const hash = createHash("sha256").update(String(missingForCpp()));
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 12);
}
