import type { Api } from "./http.js";
import { type NearNames } from "./near-names.js";
import type { Results } from "./results.js";
import { problem, type RequestError, type Subject } from "./subject.js";

/** What every step of a reading works with. */
export interface Reading {
  readonly api: Api;
  readonly near: NearNames;
  readonly results: Results;
}

/** Says what kept us from the subject; a name that does not exist gets the names near it. */
export async function reportFailure(
  reading: Reading,
  subject: Subject,
  { failure, missing }: RequestError,
): Promise<void> {
  const hint = missing === null ? failure.hint : await reading.near.hint(subject, missing);
  const found = problem(subject, { ...failure, hint });
  if (found.table === undefined) reading.results.report(found);
  else reading.results.read(found.table, null, [found]);
}
