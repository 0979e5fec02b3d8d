// A service that takes readings by HTTP. At SIGTERM it takes no more, sends what it has taken, and ends with exit code 0.
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { openAirQualityProducer, validateAirQuality } from "../generated/main/sensors/air_quality.js";
import { connection } from "./connection.js";

const producer = await openAirQualityProducer(connection);

const server = createServer((request, response) => {
  void statusFor(request).then((status) => response.writeHead(status).end());
});

process.once("SIGTERM", () => {
  void shutDown();
});

server.listen(Number(process.env["PORT"] ?? 8080), "127.0.0.1", () => {
  console.log(JSON.stringify(server.address()));
});

/** 202: the row is taken, and on its way. To answer once it is durable, await `producer.post(row).durable` instead. */
async function statusFor(request: IncomingMessage): Promise<number> {
  try {
    const result = validateAirQuality(reading(await json(request)));
    if (!result.ok) return 422;
    await producer.send(result.value);
    return 202;
  } catch (error) {
    return error instanceof SyntaxError ? 400 : 503;
  }
}

/** JSON has no instants: the time comes as text. */
function reading(body: unknown): unknown {
  const isDated = typeof body === "object" && body !== null && "observed_at" in body;
  return isDated ? { ...body, observed_at: new Date(String(body.observed_at)) } : body;
}

async function shutDown(): Promise<void> {
  // Requests that are being answered are answered.
  const closed = once(server, "close");
  server.close();
  await closed;
  await producer.close();
  console.log(`${producer.stats().rowsDurable} rows are durable`);
}
