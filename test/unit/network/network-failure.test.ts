import { describe, expect, it } from "vitest";
import { networkFailure } from "../../../src/network/network-failure.js";
import { ProxyError } from "../../../src/network/proxy-error.js";

// What the codes of Node and undici stand for, the tests of the workspace source go through.
describe("networkFailure", () => {
  it("knows a proxy that is none, wherever it is in the chain, and does not try that again", () => {
    const failure = networkFailure(new TypeError("fetch failed", { cause: new ProxyError("HTTPS_PROXY") }));
    const what = "cannot be reached: HTTPS_PROXY is not the URL of a proxy";
    expect(failure).toEqual({ kind: "not-a-proxy", what, passing: false });
  });

  it.each([
    ["its code", Object.assign(new Error("s3cret"), { code: "ESTRANGE" }), "cannot be reached (ESTRANGE)"],
    ["nothing", new Error("s3cret"), "cannot be reached"],
    ["nothing of what is no error", "s3cret", "cannot be reached"],
  ])("says %s of a failure it does not know, and that it may pass", (_name, error, what) => {
    expect(networkFailure(error)).toEqual({ kind: "unknown", what, passing: true });
  });
});
