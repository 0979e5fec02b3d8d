import type { Buffer } from "node:buffer";
import { Metadata, status as codes, type MetadataValue, type ServerDuplexStream } from "@grpc/grpc-js";
import { encodeResponse } from "../../zerobus/messages.js";
import { metadataKeys } from "../../zerobus/names.js";
import type { CallFacts } from "../open-stream.js";
import type { StreamEnd } from "../stream-end.js";
import type { StreamRegistry } from "../stream-registry.js";
import type { StreamSession } from "../stream-session.js";
import type { StreamTransport } from "../stream-transport.js";

/** A call whose messages stay bytes. */
export type Call = ServerDuplexStream<Buffer, Uint8Array>;

/** A status travels in a header, of which clients take so many bytes only. */
const maxMessage = 4_000;

/** Lets a call be a stream of the emulator. `drop` tears down the connection it came by. */
export function connectCall(call: Call, streams: StreamRegistry, drop: () => void): void {
  // The official client sends nothing before it has the headers of the answer.
  call.sendMetadata(new Metadata());
  const session = streams.open(readFacts(call.metadata), transportOf(call, drop));
  call.on("data", (bytes: Buffer) => {
    guarded(session, () => {
      session.receive(bytes);
    });
  });
  call.on("end", () => {
    session.halfClosed();
  });
  for (const event of ["cancelled", "close"]) {
    call.on(event, () => {
      session.cancelled();
    });
  }
  session.start();
}

function transportOf(call: Call, drop: () => void): StreamTransport {
  return {
    send: (response) => {
      call.write(encodeResponse(response));
    },
    end: (end) => {
      endCall(call, end);
    },
    drop,
    pause: () => {
      call.pause();
    },
    resume: () => {
      call.resume();
    },
  };
}

/** grpc-js takes a status other than OK as an error of the call; it is sent after what was written before. */
function endCall(call: Call, { status, message }: StreamEnd): void {
  if (status === "OK") call.end();
  else call.emit("error", { code: codes[status], details: headerText(message) });
}

/** What goes wrong here is ours, and must not take the process of a test along. */
function guarded(session: StreamSession, work: () => void): void {
  try {
    work();
  } catch (error) {
    session.fail(`The emulator failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readFacts(metadata: Metadata): CallFacts {
  const authorization = firstText(metadata.get(metadataKeys.authorization));
  return {
    token: /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1] ?? null,
    tableName: firstText(metadata.get(metadataKeys.tableName)),
  };
}

function firstText(values: readonly MetadataValue[]): string | null {
  const [first] = values;
  return typeof first === "string" ? first : null;
}

/** Halves of surrogate pairs cannot be written into a header, and grpc-js throws for them. */
function headerText(message: string): string {
  const short = message.length > maxMessage ? `${message.slice(0, maxMessage)}…` : message;
  return short.replace(/\p{Surrogate}/gu, "\ufffd");
}
