import type { ProducerCodec } from "../../src/producer/codec.js";
import type { ProducerOptions } from "../../src/producer/options.js";
import type { Producer } from "../../src/producer/producer.js";

/** What generated modules see of the package: the code behind `openProducer` would bring the types of Node along. */
export type { Producer, ProducerOptions };

export declare function openProducer<Row>(
  codec: ProducerCodec<Row>,
  options: ProducerOptions<Row>,
): Promise<Producer<Row>>;
