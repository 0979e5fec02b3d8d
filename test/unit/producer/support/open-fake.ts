import { Announcer } from "../../../../src/producer/announcer.js";
import { Delivery } from "../../../../src/producer/delivery.js";
import type { ProducerOptions } from "../../../../src/producer/options.js";
import type { Producer } from "../../../../src/producer/producer.js";
import { settingsOf } from "../../../../src/producer/settings.js";
import { TableProducer } from "../../../../src/producer/table-producer.js";
import type { Transport } from "../../../../src/transport/transport.js";
import { FakeClock } from "../../../support/fake-clock.js";
import { FakeService } from "./fake-service.js";
import { textCodec } from "./text-codec.js";

export interface FakeProducer {
  readonly producer: Producer<string>;
  readonly service: FakeService;
  readonly clock: FakeClock;
  readonly delivery: Delivery<string>;
  /** Lets promises that are due go on, and time pass. */
  readonly pass: (ms?: number) => Promise<void>;
  /** Lets the service store and acknowledge everything, and time pass, until nothing is under way. */
  readonly finish: () => Promise<void>;
}

const transport: Transport = {
  name: "fake",
  recordTypes: ["protobuf", "json"],
  open: () => Promise.reject(new Error("the delivery opens its streams itself")),
  close: () => Promise.resolve(),
};

const required = { endpoint: "http://127.0.0.1:1", workspaceUrl: "http://127.0.0.1:2", auth: { token: "t" } };

/** A producer over a service and a clock that the test moves; without limits on time and jitter. */
export async function openFake(
  options: Partial<ProducerOptions<string>> = {},
  service = new FakeService(),
): Promise<FakeProducer> {
  const clock = new FakeClock();
  const retry = { jitter: 0, ...options.retry };
  const settings = settingsOf({ ...required, quota: false, ...options, retry }, transport);
  const announcer = new Announcer(settings.logger);
  const world = { clock, random: () => 0.5, open: service.open, forgetToken: service.forgetToken };
  const delivery = new Delivery(textCodec, options.partitionBy, settings, announcer, world);
  const started = delivery.start();
  started.catch(() => undefined);
  const pass = async (ms = 0): Promise<void> => {
    await settle();
    clock.pass(ms);
    await settle();
  };
  await pass();
  if (service.streams.length > 0) await started;
  const release = async (): Promise<void> => {
    await settings.sink?.close();
  };
  const producer = new TableProducer({
    codec: textCodec,
    delivery,
    checksKeys: settings.checksKeys,
    announcer,
    clock,
    release,
  });
  const finish = async (): Promise<void> => {
    for (let round = 0; round < 20_000 && delivery.settlement.low() < delivery.intake.next; round++) {
      for (const stream of service.current) {
        stream.work();
        stream.ack();
      }
      await pass(10);
    }
  };
  return { producer, service, clock, delivery, pass, finish };
}

/** Promises that wait for one another, a few deep. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
