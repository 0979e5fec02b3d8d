import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTokenSource } from "../../src/producer/auth/token-source.js";
import { officialClient, officialClientNote } from "../emulator/support/official-client.js";
import { never } from "../unit/producer/auth/token-endpoint.js";

/** A request for a token, field by field. */
interface TokenRequest {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly form: Readonly<Record<string, string>>;
  readonly details: unknown;
}

describe(`requests for a token, and those of the official client${officialClientNote}`, () => {
  const requests: TokenRequest[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { authorization_details: details = "", ...form } = Object.fromEntries(new URLSearchParams(body));
      const { authorization } = request.headers;
      requests.push({ path: request.url, authorization, form, details: JSON.parse(details) });
      response.writeHead(400, { "content-type": "application/json" }).end('{"error":"invalid_request"}');
    });
  });
  beforeEach(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    requests.length = 0;
  });

  const clientId = "6f5c1f3e-0000-4000-8000-000000000000";
  const clientSecret = `dose${"0a".repeat(16)}`;

  it.skipIf(officialClient === null).each(["main.sensors.air_quality", "Main.s`x.a b&é"])(
    "are the same for %s",
    async (table) => {
      const workspaceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const endpoint = "http://127.0.0.1:1";
      const sdk = new officialClient!.ZerobusSdk(endpoint, workspaceUrl);
      const stream = sdk.createStream({ tableName: table }, clientId, clientSecret, { recordType: 0, recovery: false });
      await expect(stream).rejects.toThrow();
      const place = { endpoint, workspaceUrl, table, headers: {} };
      const source = openTokenSource({ clientId, clientSecret }, place, { fetch, now: Date.now });
      await expect(source.authorization(never)).rejects.toThrow();
      const ours = requests.pop();
      expect(requests.length).toBeGreaterThan(0);
      expect(ours).toEqual(requests[0]);
    },
  );
});
