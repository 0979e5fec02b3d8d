import { secretsOf } from "../../network/server-text.js";
import type { Credentials } from "../workspace/workspace.js";

/** The headers that authorise requests, and what of them is secret. */
export class SentHeaders {
  /** Values sent so far, and the words in them that are long enough to be tokens. */
  readonly secrets = new Set<string>();
  private readonly credentials: Credentials;
  private readonly timeout: number;

  /** @param timeout longest wait for a token in milliseconds */
  constructor(credentials: Credentials, timeout: number) {
    this.credentials = credentials;
    this.timeout = timeout;
  }

  /** @throws WorkspaceError where no token can be had. */
  async next(): Promise<Readonly<Record<string, string>>> {
    const headers = await this.credentials.headers(AbortSignal.timeout(this.timeout));
    for (const secret of secretsOf(headers)) this.secrets.add(secret);
    return headers;
  }
}
