import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { serve } from "./support.js";

interface OfficialClient {
  readonly ZerobusSdk: new (
    endpoint: string,
    workspace: string,
  ) => {
    createStream(table: object, clientId: string, clientSecret: string, options: object): Promise<unknown>;
  };
}

const client = load();

function load(): OfficialClient | null {
  // It would ask a proxy for loopback addresses, too.
  process.env["no_proxy"] = "127.0.0.1,localhost";
  const name = `@databricks/zerobus-ingest-sdk-${process.platform}-${process.arch}-gnu`;
  try {
    return createRequire(import.meta.url)(name) as OfficialClient;
  } catch {
    return null;
  }
}

const title = "the official client gets a token to write to its table";

test.skipIf(client === null)(
  client === null ? `${title} (skipped: no native client for this platform)` : title,
  async () => {
    const { origin, core } = await serve({ clients: [{ id: "some id", secret: "é:se+cret %41&=" }] });
    const issued: unknown[] = [];
    const { tokens } = core;
    const issue = tokens.issue.bind(tokens);
    tokens.issue = (...args) => {
      issued.push(args.slice(0, 4));
      return issue(...args);
    };
    const { ZerobusSdk } = client!;
    const table = {
      tableName: "main.shop.orders",
      descriptorProto: Buffer.from([0x0a, 0x01, 0x61]).toString("base64"),
    };
    // Nothing listens for the stream itself.
    const sdk = new ZerobusSdk("http://127.0.0.1:1", origin);
    await expect(sdk.createStream(table, "some id", "é:se+cret %41&=", { recovery: false })).rejects.toThrow();
    const type = "unity_catalog_privileges";
    expect(issued).toEqual([
      [
        "some id",
        "all-apis",
        "api://databricks/workspaces/127/zerobusDirectWriteApi",
        [
          { type, privileges: ["USE CATALOG"], objectType: "CATALOG", objectPath: "main", operations: [] },
          { type, privileges: ["USE SCHEMA"], objectType: "SCHEMA", objectPath: "main.shop", operations: [] },
          {
            type,
            privileges: ["SELECT", "MODIFY"],
            objectType: "TABLE",
            objectPath: "main.shop.orders",
            operations: ["zerobuswrite"],
          },
        ],
      ],
    ]);
  },
);

test.skipIf(client === null)("and hears why it gets none", async () => {
  const { origin } = await serve({ clients: [] });
  const { ZerobusSdk } = client!;
  const sdk = new ZerobusSdk("http://127.0.0.1:1", origin);
  const stream = sdk.createStream({ tableName: "main.shop.orders" }, "who", "hush", { recovery: false, recordType: 0 });
  await expect(stream).rejects.toThrow(/invalid_client/);
});
