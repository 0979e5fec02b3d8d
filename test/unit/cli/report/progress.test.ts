import { describe, expect, it } from "vitest";
import type { Io, OutputStream } from "../../../../src/cli/io.js";
import { startProgress } from "../../../../src/cli/report/progress.js";
import type { ReportSettings } from "../../../../src/cli/settings.js";
import type { ReadProgress } from "../../../../src/source/workspace/workspace.js";
import { stream } from "../plain-style.js";

const settings: ReportSettings = { json: false, verbosity: "normal", color: null };
const terminal = { isTerminal: true, columns: 80 };

/** An event and the time of it, in milliseconds since the start. */
type Timed = readonly [number, ReadProgress];

const found = (tables: number): ReadProgress => ({ kind: "found", tables });
const read: ReadProgress = { kind: "read", table: "a.b.c", ok: true };
const failed: ReadProgress = { kind: "read", table: "a.b.c", ok: false };
const retry = (pause: number, reason = "too many requests"): ReadProgress => ({ kind: "retry", reason, pause });

interface World {
  readonly stderr?: Partial<OutputStream>;
  readonly settings?: Partial<ReportSettings>;
  readonly env?: Io["env"];
}

/** Everything written on the standard error, write by write; `done` is the last. */
function written(events: readonly Timed[], world: World = {}): readonly string[] {
  const writes: string[] = [];
  let clock = 5_000;
  const io = {
    stderr: stream({ write: (text) => writes.push(text), ...world.stderr }),
    env: world.env ?? {},
    now: () => clock,
  };
  const progress = startProgress(io, { ...settings, ...world.settings });
  for (const [at, event] of events) {
    clock = 5_000 + at;
    progress.onProgress(event);
  }
  progress.done();
  return writes;
}

/** What a terminal shows after each write. */
function shown(events: readonly Timed[], world: World = {}): readonly string[] {
  const writes = written(events, { stderr: terminal, ...world });
  return writes.map((text) => {
    expect(text.startsWith("\r\u001b[K")).toBe(true);
    return text.slice("\r\u001b[K".length);
  });
}

function many(count: number, from: number, step: number, event = read): readonly Timed[] {
  return Array.from({ length: count }, (_, at) => [from + at * step, event] as const);
}

describe("startProgress on a terminal", () => {
  it.each([
    ["nothing known yet", [[0, retry(0)]], ["reading tables"]],
    [
      "one table",
      [
        [0, found(1)],
        [100, read],
      ],
      ["reading 0 of 1 table", "reading 1 of 1 table"],
    ],
    [
      "the rate after a second",
      [[0, found(9)], ...many(4, 0, 0), [1_000, read]],
      ["reading 0 of 9 tables", "reading 5 of 9 tables · 5.0/s"],
    ],
    [
      "failures",
      [
        [0, found(9)],
        [100, failed],
      ],
      ["reading 0 of 9 tables", "reading 1 of 9 tables · 1 failed"],
    ],
    ["more tables read than were counted", [[0, read]], ["reading 1 of 1 table"]],
    [
      "everything at once, in groups of digits",
      [[0, found(5_000)], ...many(1_238, 0, 0), [0, failed], [0, failed], [4_000, retry(2_100)]],
      [
        "reading 0 of 5,000 tables",
        "reading 1,240 of 5,000 tables · 310/s · 2 failed · waiting 3 s: too many requests",
      ],
    ],
    [
      "a wait, although the line is fresh, and that it goes on",
      [
        [0, found(9)],
        [10, retry(3_000)],
        [20, retry(9_000)],
        [1_010, read],
        [9_020, read],
      ],
      [
        "reading 0 of 9 tables",
        "reading 0 of 9 tables · waiting 3 s: too many requests",
        "reading 1 of 9 tables · 1.0/s · waiting 9 s: too many requests",
        "reading 2 of 9 tables · 0.2/s",
      ],
    ],
    [
      "the longest of several waits",
      [
        [0, retry(9_000, "slow")],
        [1_000, retry(1_000, "quick")],
      ],
      ["reading tables · waiting 9 s: slow", "reading tables · waiting 8 s: slow"],
    ],
    [
      "nothing anew where nothing is new",
      [
        [0, found(9)],
        [100, found(9)],
        [200, found(9)],
      ],
      ["reading 0 of 9 tables"],
    ],
  ] as const satisfies readonly (readonly [string, readonly Timed[], readonly string[]])[])(
    "shows %s, and wipes the line out in the end",
    (_, events, want) => {
      expect(shown(events, { stderr: { ...terminal, columns: 120 } })).toEqual([...want, ""]);
    },
  );

  it("draws ten times a second at most", () => {
    const lines = shown([[0, found(5_000)], ...many(5_000, 0, 1)]);
    expect(lines).toHaveLength(1 + 49 + 1);
    expect(lines.at(-2)).toBe("reading 4,901 of 5,000 tables · 1,000/s");
  });

  it.each([
    [80, "reading 0 of 9 tables · waiting 1 s: what the server had to say about it was l…"],
    [40, "reading 0 of 9 tables · waiting 1 s: w…"],
    [null, "reading 0 of 9 tables · waiting 1 s: what the server had to say about it was l…"],
    [2, "…"],
    [0, "…"],
  ])("keeps to one line of %s columns", (columns, want) => {
    const reason = "what the server had to say about it was long";
    const lines = shown(
      [
        [0, found(9)],
        [0, retry(1, reason)],
      ],
      { stderr: { isTerminal: true, columns } },
    );
    expect(lines.at(-2)).toBe(want);
  });

  it("counts wide characters twice", () => {
    const lines = shown([[0, retry(1, "日本日本日本")]], { stderr: { isTerminal: true, columns: 36 } });
    expect(lines[0]).toBe("reading tables · waiting 1 s: 日本…");
  });

  it("shows no control character of a reason, and not all of a long one", () => {
    const reason = `a\u001b[2J\r\nb\t\u202ec${"x".repeat(10_000_000)}`;
    const [line = ""] = shown([[0, retry(1, reason)]], { stderr: { isTerminal: true, columns: 1_000 } });
    expect(line.startsWith("reading tables · waiting 1 s: a␛[2J␍ b �cxxx")).toBe(true);
    expect(line.length).toBeLessThan(300);
  });

  it("never shows the name of a table", () => {
    const evil: ReadProgress = { kind: "read", table: "a\u001b[2J", ok: false };
    expect(shown([[0, evil]])).toEqual(["reading 1 of 1 table · 1 failed", ""]);
  });

  it("writes nothing where nothing happened", () => {
    expect(written([], { stderr: terminal })).toEqual([]);
  });

  it("is over once it is done", () => {
    const writes: string[] = [];
    const io = {
      stderr: stream({ ...terminal, write: (text) => writes.push(text) }),
      env: {},
      now: () => writes.length * 1_000,
    };
    const progress = startProgress(io, settings);
    progress.onProgress(read);
    progress.done();
    progress.onProgress(read);
    progress.done();
    expect(writes).toHaveLength(2);
  });
});

describe("startProgress in a log", () => {
  it("says nothing about a short reading", () => {
    expect(written([[0, found(9)], ...many(9, 100, 1_000), [9_999, retry(1_000)]])).toEqual([]);
  });

  it("says how far it has come every ten seconds", () => {
    expect(written([[0, found(5_000)], ...many(2_500, 10, 10), [25_010, failed], [30_000, failed]])).toEqual([
      "read 1000 of 5000 tables\n",
      "read 2000 of 5000 tables\n",
      "read 2502 of 5000 tables, 2 failed\n",
    ]);
  });

  it("tells of waits with --verbose, now and then", () => {
    const events: readonly Timed[] = [
      [0, retry(2_500, "too many\u001b requests")],
      [4_999, retry(1_000, "hidden")],
      [5_000, retry(1, "the service is busy")],
      [10_000, read],
    ];
    expect(written(events, { settings: { verbosity: "verbose" } })).toEqual([
      "waiting 3 s: too many␛ requests\n",
      "waiting 1 s: the service is busy\n",
      "read 1 of 1 table\n",
    ]);
    expect(written(events)).toEqual(["read 1 of 1 table\n"]);
  });

  it("is what a terminal gets that cannot erase", () => {
    const dumb = { stderr: terminal, env: { TERM: "dumb" } };
    expect(
      written(
        [
          [0, found(2)],
          [10_000, read],
        ],
        dumb,
      ),
    ).toEqual(["read 1 of 2 tables\n"]);
  });
});

describe("startProgress", () => {
  it.each([
    ["--quiet", { verbosity: "quiet" }],
    ["--json", { json: true }],
    ["--json --verbose", { json: true, verbosity: "verbose" }],
  ] as const)("says nothing with %s", (_, given) => {
    const events: readonly Timed[] = [
      [0, found(9)],
      [20_000, retry(9)],
      [40_000, failed],
    ];
    expect(written(events, { settings: given })).toEqual([]);
    expect(written(events, { settings: given, stderr: terminal })).toEqual([]);
  });
});
