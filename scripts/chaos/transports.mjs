import { createRequire } from "node:module";

/** Opens a transport by its name. The official client is there on some machines only: `sdk` is left out elsewhere. */
export async function openTransports() {
  const [{ grpc }, { rest }, { sdk }] = await Promise.all([
    import("../../dist/transport/grpc/grpc.js"),
    import("../../dist/transport/rest/rest.js"),
    import("../../dist/transport/sdk/sdk.js"),
  ]);
  const official = loadOfficial();
  return { grpc: () => grpc(), rest: () => rest(), ...(official === null ? {} : { sdk: () => sdk(official) }) };
}

function loadOfficial() {
  // The client goes through a proxy to this machine too, unless it is told not to.
  process.env.no_proxy = "127.0.0.1,localhost";
  try {
    return createRequire(import.meta.url)("@databricks/zerobus-ingest-sdk-linux-x64-gnu").ZerobusSdk;
  } catch {
    return null;
  }
}
