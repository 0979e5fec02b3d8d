import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findUcServer } from "./peers.js";

/** A Unity Catalog server that other people wrote. */
export interface UcServer {
  readonly origin: string;
  /** Directory URL below which external tables may lie. */
  readonly storage: string;
  readonly post: (path: string, body: object) => Promise<void>;
  readonly stop: () => void;
}

/** The server at UNITY_CATALOG_URL, or one started for this run. Throws where there is none. */
export async function startUcServer(): Promise<UcServer> {
  const directory = mkdtempSync(join(tmpdir(), "conformance-uc-"));
  const given = process.env["UNITY_CATALOG_URL"];
  if (given !== undefined) return server(given, directory, () => undefined);
  const port = await freePort();
  const child = serve(directory, port);
  const started = server(`http://127.0.0.1:${String(port)}`, directory, () => child.kill());
  await untilReady(started.origin, child);
  await started.post("credentials", {
    name: "storage",
    purpose: "STORAGE",
    aws_iam_role: { role_arn: "arn:aws:iam::1:role/x" },
  });
  await started.post("external-locations", { name: "tables", url: started.storage, credential_name: "storage" });
  return started;
}

function serve(directory: string, port: number): ChildProcess {
  mkdirSync(join(directory, "managed"));
  const config = join(directory, "config.yaml");
  const roots = `local_storage:\n  allowed-roots: [${JSON.stringify(directory)}]\n`;
  writeFileSync(config, `${roots}managed_storage_root: "file://${directory}/managed"\n`);
  const args = ["serve", "--config", config, "--host", "127.0.0.1", "--port", String(port), "--no-ui"];
  return spawn(findUcServer(), args, { stdio: "ignore" });
}

function server(origin: string, directory: string, kill: () => void): UcServer {
  return {
    origin,
    storage: `file://${directory}/external`,
    post: async (path, body) => {
      const answer = await fetch(`${origin}/api/2.1/unity-catalog/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`POST ${path}: ${String(answer.status)} ${await answer.text()}`);
    },
    stop: () => {
      kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function untilReady(origin: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) break;
    const isReady = await fetch(`${origin}/api/2.1/unity-catalog/catalogs`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The Unity Catalog server does not start.");
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  });
}
