import { describe, expect, it } from "vitest";
import { FaultTable } from "../../../src/emulator/fault-table.js";
import { readFault, type Fault } from "../../../src/emulator/faults.js";
import { StreamFaults } from "../../../src/emulator/stream-faults.js";

describe("readFault", () => {
  it.each<[fault: Fault]>([
    [{ kind: "delay_acks", ms: 0 }],
    [{ kind: "withhold_acks", table: "a.b.c", times: 1, probability: 0 }],
    [{ kind: "close_signal", afterRecords: 0, seconds: 0.5 }],
    [{ kind: "end_stream", afterRecords: 1, status: "ABORTED", message: "", stored: true }],
    [{ kind: "drop_connection", afterRecords: 1 }],
    [{ kind: "fail_create", status: "UNAUTHENTICATED", probability: 1 }],
    [{ kind: "refuse_token", status: 503, error: "busy" }],
    [{ kind: "expire_tokens" }],
    [{ kind: "slow_reads", bytesPerSecond: 0.5 }],
    [{ kind: "throttle", over: "delay" }],
  ])("reads %o", (fault) => {
    expect(readFault(JSON.parse(JSON.stringify(fault)))).toEqual({ ok: true, fault });
  });

  it.each<[json: unknown, message: string]>([
    [null, "A fault is a JSON object."],
    [[], "The kind of a fault is one of delay_acks, withhold_acks, "],
    [{ kind: "constructor" }, "The kind of a fault is one of "],
    [{ kind: "delay_acks" }, "ms of delay_acks is milliseconds from 0 to 2147483647."],
    [{ kind: "delay_acks", ms: "5" }, "ms of delay_acks is milliseconds"],
    [{ kind: "delay_acks", ms: 2 ** 31 }, "ms of delay_acks is milliseconds"],
    [{ kind: "withhold_acks", times: 0 }, "times of withhold_acks is a whole number from 1."],
    [{ kind: "withhold_acks", probability: "1" }, "probability of withhold_acks is a number from 0 to 1."],
    [{ kind: "withhold_acks", probability: null }, "probability of withhold_acks is "],
    [
      { kind: "end_stream", afterRecords: 1.5, status: "ABORTED" },
      "afterRecords of end_stream is a whole number from 0.",
    ],
    [
      { kind: "end_stream", afterRecords: 1, status: "OK" },
      "status of end_stream is a gRPC status such as UNAVAILABLE.",
    ],
    [{ kind: "refuse_token", status: 200 }, "status of refuse_token is an HTTP status from 400 to 599."],
    [{ kind: "slow_reads", bytesPerSecond: 0 }, "bytesPerSecond of slow_reads is a number above 0."],
    [{ kind: "throttle", over: "stop" }, 'over of throttle is "refuse" or "delay".'],
    [{ kind: "throttle", over: "delay", bytesPerSeconds: 1 }, 'throttle has no "bytesPerSeconds".'],
    [{ kind: "refuse_token", status: 500, table: "a.b.c" }, 'refuse_token has no "table".'],
    [{ kind: "expire_tokens", times: 1 }, 'expire_tokens has no "times".'],
    [{ kind: "withhold_acks", ["constructor"]: 1 }, 'withhold_acks has no "constructor".'],
  ])("refuses %j", (json, message) => {
    const read = readFault(json);
    expect(read.ok ? "" : read.message).toContain(message);
  });
});

describe("a table of faults", () => {
  it("takes a fault as often as it may strike, for the table it is for", () => {
    const faults = new FaultTable(1);
    faults.inject({ kind: "fail_create", status: "ABORTED", table: "Main.a.T", times: 2 });
    expect(faults.take("fail_create", "main.a.other")).toBeNull();
    expect(faults.take("refuse_token", null)).toBeNull();
    expect([1, 2, 3].map(() => faults.take("fail_create", "main.a.t")?.status)).toEqual([
      "ABORTED",
      "ABORTED",
      undefined,
    ]);
    expect(faults.list()).toEqual([]);
  });

  it("draws the same for the same seed", () => {
    const draws = (seed: number) => {
      const faults = new FaultTable(seed);
      faults.inject({ kind: "refuse_token", status: 500, probability: 0.3 });
      return Array.from({ length: 1_000 }, () => faults.take("refuse_token", null) !== null);
    };
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
    const hits = draws(7).filter(Boolean).length;
    expect(hits).toBeGreaterThan(200);
    expect(hits).toBeLessThan(400);
  });

  it("tells of changes, and lets a fault be removed", () => {
    const faults = new FaultTable(1);
    let changes = 0;
    const forget = faults.onChange(() => (changes += 1));
    const id = faults.inject({ kind: "withhold_acks" });
    expect([faults.remove(id), faults.remove(id), changes]).toEqual([true, false, 2]);
    forget();
    faults.clear();
    expect(changes).toBe(2);
  });
});

describe("faults of a stream", () => {
  it("hold for the rest of the stream they struck, and for no other after the last time", () => {
    const faults = new FaultTable(1);
    const id = faults.inject({ kind: "delay_acks", ms: 5, times: 1 });
    const [first, second] = [new StreamFaults(faults, "a.b.c"), new StreamFaults(faults, "a.b.c")];
    expect([first.lasting("delay_acks")?.ms, second.lasting("delay_acks"), first.lasting("delay_acks")?.ms]).toEqual([
      5,
      null,
      5,
    ]);
    expect(faults.list()).toMatchObject([{ id, hits: 1 }]);
    faults.remove(id);
    expect(first.lasting("delay_acks")).toBeNull();
  });

  it("strike once at a record, or not at all", () => {
    const faults = new FaultTable(1);
    faults.inject({ kind: "end_stream", afterRecords: 3, status: "ABORTED" });
    faults.inject({ kind: "drop_connection", afterRecords: 0, probability: 0 });
    const stream = new StreamFaults(faults, "a.b.c");
    expect([2, 3, 4].map((records) => stream.reached("end_stream", records)?.status)).toEqual([
      undefined,
      "ABORTED",
      undefined,
    ]);
    expect(stream.reached("drop_connection", 9)).toBeNull();
  });
});
