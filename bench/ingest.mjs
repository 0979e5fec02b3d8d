// Records into the emulator by gRPC alone, so that what is measured is the emulator.
import { once } from "node:events";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { decodeResponse, encodeRequest } from "../dist/zerobus/messages.js";
import { ephemeralStreamPath, metadataKeys } from "../dist/zerobus/names.js";

const recordsPerBatch = 1000;

/** Sends all records of a table over one stream; resolves with the seconds until the last one was acknowledged. */
export async function ingest(emulator, { table, descriptor: base64, records }) {
  const descriptor = Buffer.from(base64, "base64");
  const client = new Client(emulator.zerobusEndpoint.replace("http://", ""), credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set(metadataKeys.authorization, `Bearer ${await tokenFor(emulator, table)}`);
  metadata.set(metadataKeys.tableName, table);
  const started = performance.now();
  const call = client.makeBidiStreamRequest(ephemeralStreamPath, Buffer.from, decodeResponse, metadata);
  call.write(encodeRequest({ kind: "create", tableName: table, descriptor, recordType: "protobuf" }));
  const batches = Math.ceil(records.length / recordsPerBatch);
  const acknowledged = untilAcknowledged(call, BigInt(batches - 1));
  for (let offset = 0; offset < batches; offset++) {
    const batch = records.slice(offset * recordsPerBatch, (offset + 1) * recordsPerBatch);
    const request = { kind: "records", offset: BigInt(offset), recordType: "protobuf", records: batch, isBatch: true };
    if (!call.write(encodeRequest(request))) await Promise.race([once(call, "drain"), acknowledged]);
  }
  await acknowledged;
  const seconds = (performance.now() - started) / 1000;
  call.end();
  client.close();
  return seconds;
}

function untilAcknowledged(call, lastOffset) {
  return new Promise((resolve, reject) => {
    call.on("error", reject);
    call.on("data", (response) => {
      if (response.kind === "ack" && response.offset >= lastOffset) resolve();
    });
  });
}

/** A token for writing to one table, as a service principal gets it. */
async function tokenFor({ workspaceUrl }, table) {
  const [catalog, schema] = table.split(".");
  const privileges = (object_type, object_full_path, names, more = {}) => {
    return { type: "unity_catalog_privileges", privileges: names, object_type, object_full_path, ...more };
  };
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    scope: "all-apis",
    resource: "api://databricks/workspaces/demo/zerobusDirectWriteApi",
    authorization_details: JSON.stringify([
      privileges("CATALOG", catalog, ["USE CATALOG"]),
      privileges("SCHEMA", `${catalog}.${schema}`, ["USE SCHEMA"]),
      privileges("TABLE", table, ["SELECT", "MODIFY"], { operations: ["zerobuswrite"] }),
    ]),
  });
  const authorization = `Basic ${Buffer.from("demo:demo").toString("base64")}`;
  const answer = await fetch(`${workspaceUrl}/oidc/v1/token`, { method: "POST", body, headers: { authorization } });
  const { access_token } = await answer.json();
  return access_token;
}
