import type { StreamResponse } from "../zerobus/messages.js";
import type { StreamEnd } from "./stream-end.js";

/** What a stream asks of the connection it came by. */
export interface StreamTransport {
  readonly send: (response: StreamResponse) => void;
  /** Ends the call; nothing is sent after it. */
  readonly end: (end: StreamEnd) => void;
  /** Tears the connection down, with every stream on it. */
  readonly drop: () => void;
  /** Reads no further request until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
}
