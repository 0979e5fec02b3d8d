import { describe, expect, it, onTestFinished } from "vitest";
import type { IssuedToken } from "../../../../src/network/client-credentials.js";
import { tokenSource } from "../../../../src/source/workspace/token-source.js";

const minute = 60_000;
const never = new AbortController().signal;

/** An issuer of the tokens t1, t2, …, whose answers wait until they are let go. */
class Issuer {
  issued = 0;
  time = 0;
  lifetime = 60 * minute;
  readonly signals: AbortSignal[] = [];
  private readonly waiting: (() => void)[] = [];
  private readonly held: boolean;

  constructor(held = false) {
    this.held = held;
  }

  readonly issue = async (signal: AbortSignal): Promise<IssuedToken> => {
    this.signals.push(signal);
    const value = `t${++this.issued}`;
    if (this.held) {
      await new Promise<void>((resolve, reject) => {
        this.waiting.push(resolve);
        signal.addEventListener("abort", () => {
          reject(new Error("given up"));
        });
      });
    }
    return { value, lifetime: this.lifetime };
  };

  readonly now = (): number => this.time;

  release(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

describe("tokenSource", () => {
  it.each([
    ["an hour", 60 * minute, 55 * minute],
    ["ten minutes", 10 * minute, 7.5 * minute],
    ["a second", 1_000, 750],
    ["no time at all", 0, 0],
  ])("renews a token of %s before it expires", async (_name, lifetime, renewAt) => {
    const issuer = new Issuer();
    issuer.lifetime = lifetime;
    const source = tokenSource(issuer.issue, issuer.now);
    expect(await source.token(never)).toBe("t1");
    issuer.time = Math.max(0, renewAt - 1);
    expect(await source.token(never)).toBe(renewAt === 0 ? "t2" : "t1");
    issuer.time = renewAt;
    expect(await source.token(never)).toBe(renewAt === 0 ? "t3" : "t2");
  });

  it("fetches one token for all who ask at once, without a word of Node about it", async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): number => warnings.push(warning);
    process.on("warning", onWarning);
    onTestFinished(() => {
      process.off("warning", onWarning);
    });
    const issuer = new Issuer(true);
    const source = tokenSource(issuer.issue, issuer.now);
    const asked = Array.from({ length: 20 }, () => source.token(never));
    issuer.release();
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["t1"]));
    issuer.time = 60 * minute;
    const again = Array.from({ length: 20 }, () => source.token(never));
    issuer.release();
    expect(new Set(await Promise.all(again))).toEqual(new Set(["t2"]));
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  });

  it("lets one caller leave without the others, and gives up with the last", async () => {
    const issuer = new Issuer(true);
    const source = tokenSource(issuer.issue, issuer.now);
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [first, second].map(({ signal }) => source.token(signal));
    first.abort(new Error("first leaves"));
    await expect(asked[0]).rejects.toThrow("first leaves");
    expect(issuer.signals[0]?.aborted).toBe(false);
    second.abort(new Error("second leaves"));
    await expect(asked[1]).rejects.toThrow("second leaves");
    expect(issuer.signals[0]?.aborted).toBe(true);
    const asker = source.token(never);
    issuer.release();
    expect(await asker).toBe("t2");
    expect(issuer.issued).toBe(2);
  });

  it("asks for nothing with a signal that is aborted", async () => {
    const issuer = new Issuer();
    const source = tokenSource(issuer.issue, issuer.now);
    await expect(source.token(AbortSignal.abort(new Error("over")))).rejects.toThrow("over");
    expect(issuer.issued).toBe(0);
  });

  it("tries anew after a failure, which all who waited see", async () => {
    let calls = 0;
    const issue = (): Promise<IssuedToken> =>
      ++calls === 1 ? Promise.reject(new Error("down")) : Promise.resolve({ value: "t", lifetime: minute });
    const source = tokenSource(issue, () => 0);
    const asked = await Promise.allSettled([source.token(never), source.token(never)]);
    expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect([await source.token(never), calls]).toEqual(["t", 2]);
  });

  it("replaces a refused token once", async () => {
    const issuer = new Issuer();
    const source = tokenSource(issuer.issue, issuer.now);
    expect(await source.token(never)).toBe("t1");
    expect(source.renew()).toBe(true);
    expect(await source.token(never)).toBe("t2");
    expect(source.renew()).toBe(false);
    expect(source.renew()).toBe(false);
    expect(await source.token(never)).toBe("t2");
  });

  it("takes reports of requests that were under way for what they are: about the former token", async () => {
    const issuer = new Issuer();
    const source = tokenSource(issuer.issue, issuer.now);
    await Promise.all([source.token(never), source.token(never), source.token(never)]);
    expect(source.renew()).toBe(true);
    expect(source.renew()).toBe(true);
    expect(await source.token(never)).toBe("t2");
    expect(source.renew()).toBe(true);
    expect(await source.token(never)).toBe("t2");
    expect(source.renew()).toBe(false);
  });

  it("ends where every token is refused, however many requests there were before", async () => {
    const issuer = new Issuer();
    const source = tokenSource(issuer.issue, issuer.now);
    for (let i = 0; i < 1_000; i++) await source.token(never);
    let rounds = 0;
    while (source.renew()) {
      await source.token(never);
      rounds++;
    }
    expect(rounds).toBeLessThan(50);
    expect(issuer.issued).toBe(2);
  });

  it("replaces a replacement that was good for a while", async () => {
    const issuer = new Issuer();
    const source = tokenSource(issuer.issue, issuer.now);
    await source.token(never);
    source.renew();
    await source.token(never);
    issuer.time = 10 * minute;
    expect(source.renew()).toBe(true);
    expect(await source.token(never)).toBe("t3");
  });

  it("has nothing to give up before the first token", () => {
    const issuer = new Issuer();
    expect(tokenSource(issuer.issue, issuer.now).renew()).toBe(false);
  });
});
