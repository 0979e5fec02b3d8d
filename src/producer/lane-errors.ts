import { ZerobusError, type ZerobusStatus } from "../zerobus/zerobus-error.js";

/** A failure of one stream that another stream may well be spared. */
export function laneError(
  table: string,
  streamId: string | null,
  status: ZerobusStatus,
  text: string,
  cause?: unknown,
): ZerobusError {
  return new ZerobusError(`${table}: ${text}`, { status, code: null, retryable: true, table, streamId, cause });
}

/** The last of many failures, after so many milliseconds without an acknowledgement. */
export function givenUp(last: ZerobusError, budgetMs: number): ZerobusError {
  const seconds = Math.round(budgetMs / 1_000);
  return new ZerobusError(`${last.message} (given up after ${seconds} s without an acknowledgement)`, last);
}

/** The service refuses so many rows that it is not the rows. */
export function refusesEverything(last: ZerobusError): ZerobusError {
  const { status, code, table, streamId } = last;
  const message = `${table ?? ""}: the service refuses row after row; the last time: ${last.message}`;
  return new ZerobusError(message, { status, code, table, streamId, retryable: false, cause: last });
}
