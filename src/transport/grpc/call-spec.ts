import { Buffer } from "node:buffer";
import { X509Certificate } from "node:crypto";
import type * as GrpcLibrary from "@grpc/grpc-js";
import type { ChannelCredentials, ChannelOptions, Client, Metadata } from "@grpc/grpc-js";
import { ProxyError, proxyAdvice } from "../../network/proxy-error.js";
import { type ZerobusError, statusError } from "../../zerobus/zerobus-error.js";
import { safeText } from "../safe-text.js";
import type { StreamSpec } from "../transport.js";
import { type ConnectProxy, connectProxy } from "./connect-proxy.js";
import type { GrpcEndpoint } from "./endpoint.js";

/** A value, as it is loaded late. */
type Library = typeof GrpcLibrary;

export interface GrpcSettings {
  readonly library: Library;
  readonly keepaliveMs: number;
  readonly channelOptions: Readonly<Record<string, string | number>>;
}

/** What a call is made with. */
export interface CallSpec {
  /** Makes a channel of its own. It does not connect before it is used. */
  readonly client: () => Client;
  readonly metadata: Metadata;
  readonly isProxied: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the call of a stream is made with, in the environment of a process.
 *
 * @throws {ZerobusError} INVALID_ARGUMENT for certificates, headers and proxies that are none.
 */
export function callSpec(spec: StreamSpec, endpoint: GrpcEndpoint, settings: GrpcSettings, env: Environment): CallSpec {
  const { library } = settings;
  const proxy = endpoint.isLoopback ? null : proxyOf(env, endpoint, spec.table);
  const target = `dns:${proxy?.address ?? endpoint.authority}`;
  const credentials = endpoint.isSecure ? tlsCredentials(library, spec) : library.credentials.createInsecure();
  const options = { ...channelOptions(spec, settings), ...proxyOptions(endpoint, proxy) };
  return {
    client: () => new library.Client(target, credentials, options),
    metadata: callMetadata(library, spec),
    isProxied: proxy !== null,
  };
}

/** Far more than any response has. */
const maxResponseBytes = 16 * 1024 * 1024;

/** How long a peer may take to show that it is alive. */
const keepaliveTimeoutMs = 20_000;

function channelOptions({ userAgent }: StreamSpec, { keepaliveMs, channelOptions }: GrpcSettings): ChannelOptions {
  return {
    ...(keepaliveMs > 0 && { "grpc.keepalive_time_ms": keepaliveMs, "grpc.keepalive_timeout_ms": keepaliveTimeoutMs }),
    "grpc.max_send_message_length": -1,
    "grpc.max_receive_message_length": maxResponseBytes,
    // Trying again is the producer's matter; the batches would be buffered for it here.
    "grpc.enable_retries": 0,
    // After a failure grpc-js connects once more although nobody wants it any longer: soon, while that is watched for.
    "grpc.initial_reconnect_backoff_ms": 50,
    // It would be looked for in DNS.
    "grpc.service_config_disable_resolution": 1,
    "grpc.enable_channelz": 0,
    ...channelOptions,
    // A connection of its own.
    "grpc.use_local_subchannel_pool": 1,
    "grpc.primary_user_agent": userAgent,
  };
}

/** As grpc-js sets them itself for a proxy that it finds. */
function proxyOptions({ authority }: GrpcEndpoint, proxy: ConnectProxy | null): ChannelOptions {
  const own = { "grpc.enable_http_proxy": 0 };
  if (proxy === null) return own;
  return {
    ...own,
    "grpc.default_authority": authority,
    "grpc.http_connect_target": `dns:${authority}`,
    ...(proxy.credentials !== null && { "grpc.http_connect_creds": proxy.credentials }),
  };
}

function proxyOf(env: Environment, { host }: GrpcEndpoint, table: string): ConnectProxy | null {
  try {
    return connectProxy(env, host);
  } catch (error) {
    if (error instanceof ProxyError) throw invalid(`${error.message} ${proxyAdvice}`, table);
    throw error;
  }
}

function tlsCredentials({ credentials }: Library, { ca, table }: StreamSpec): ChannelCredentials {
  if (ca === null) return credentials.createSsl();
  // Node passes over what it cannot read, and then trusts nobody.
  if (!areCertificates(ca)) throw invalid("The certificates to trust (ca) are no certificates in PEM.", table);
  return credentials.createSsl(Buffer.from(ca));
}

function areCertificates(pem: string): boolean {
  const blocks = pem.match(/-----BEGIN [^-]+-----.+?-----END [^-]+-----/gs) ?? [];
  return blocks.length > 0 && blocks.every(isCertificate);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function callMetadata({ Metadata }: Library, { headers, table }: StreamSpec): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(headers)) {
    try {
      metadata.set(key, value);
    } catch {
      // The error of grpc-js shows the value, which may be a token.
      throw invalid(`The header ${safeText(key, [])} cannot be sent by gRPC: it takes ASCII text only.`, table);
    }
  }
  return metadata;
}

function invalid(text: string, table: string): ZerobusError {
  return statusError("INVALID_ARGUMENT", text, { table, streamId: null });
}
