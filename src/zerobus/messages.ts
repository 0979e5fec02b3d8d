/** The messages of a stream, both ways. */
export {
  type CreateRequest,
  decodeRequest,
  encodeRequest,
  type RecordsRequest,
  type RecordType,
  type StreamRequest,
} from "./requests.js";
export { decodeResponse, encodeResponse, type StreamResponse } from "./responses.js";
