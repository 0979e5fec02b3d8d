import { describe, expect, it } from "vitest";
import { readOrigin } from "../../../src/network/origin.js";

describe("readOrigin", () => {
  it.each([
    ["https://dbc-1.cloud.databricks.com", "https://dbc-1.cloud.databricks.com"],
    ["https://dbc-1.cloud.databricks.com/?o=1#x", "https://dbc-1.cloud.databricks.com"],
    ["HTTPS://Example.com:443/", "https://example.com"],
    ["http://127.0.0.1:7070", "http://127.0.0.1:7070"],
    ["http://localhost:7070/", "http://localhost:7070"],
    ["http://[::1]:7070", "http://[::1]:7070"],
  ])("reads %s", (url, origin) => {
    expect(readOrigin(url)).toMatchObject({ ok: true, origin });
  });

  it.each([
    ["s3cret", "has to be a URL"],
    ["", "has to be a URL"],
    ["s3cret.cloud.databricks.com", "has to be a URL"],
    ["ftp://s3cret/", "has to be a URL"],
    ["https://me:s3cret@example.com", "holds a user name or a password"],
    ["https://s3cret@example.com", "holds a user name or a password"],
    ["http://s3cret.example.com", "begins with http://"],
    ["http://127.0.0.1.s3cret.example.com", "begins with http://"],
  ])("refuses %j without repeating it", (url, problem) => {
    const read = readOrigin(url);
    expect(read).toMatchObject({ ok: false, problem: expect.stringContaining(problem) as string });
    expect(JSON.stringify(read)).not.toContain("s3cret");
  });
});
