import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../src/emulator/start-emulator.js";
import { readDdl } from "../../src/read-ddl.js";
import { openPage, type Page, type View } from "../browser/browser.js";
import { insert, openStream, reading } from "../browser/traffic.js";

/** Where UPDATE_SCREENSHOT=1 puts what the page looks like. */
const screenshot = join(import.meta.dirname, "../../docs/images/emulator.png");

const view: View = { width: 1200, height: 900, scheme: "light" };

const attack = `<img src=x onerror="document.title='taken'"></script><script>document.title='taken'</script>`;

const hostile = `CREATE TABLE main.lab.hostile (
  id BIGINT NOT NULL COMMENT '${attack.replaceAll("'", "\\'")}',
  note STRING
) COMMENT '${attack.replaceAll("'", "\\'")}'`;

const texts = [readFileSync("examples/ddl/air_quality.sql", "utf8"), hostile];
const tables = texts.flatMap((text) => readDdl(text, { vars: { catalog: "main" } }).tables);
const airQuality = "main.sensors.air_quality";

let emulator: Emulator;
let page: Page;

beforeAll(async () => {
  emulator = await startEmulator({ tables });
  page = await openPage(`${emulator.workspaceUrl}/`, view);
});

afterAll(async () => {
  await page.close();
  await emulator.close();
});

/** A command, while this process goes on serving it. */
async function run(command: string, args: readonly string[]): Promise<{ stdout: string; status: number | null }> {
  const child = spawn(command, args, {
    env: { ...process.env, no_proxy: "127.0.0.1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [status] = (await once(child, "close")) as [number | null];
  return { stdout: Buffer.concat(chunks).toString("utf8"), status };
}

const text = (selector: string): Promise<unknown> =>
  page.evaluate(`document.querySelector(${JSON.stringify(selector)}).innerText`);

describe("the status page in a browser", () => {
  it("shows where the emulator is, and its tables", async () => {
    await page.until(`document.querySelectorAll("#tables > tbody").length === ${String(tables.length)}`);
    expect(await text("#endpoints")).toContain(emulator.zerobusEndpoint);
    expect(await text("#endpoints")).toContain(emulator.workspaceUrl);
    expect(await text("#health")).toMatch(/^Running since \d\d:\d\d:\d\d UTC$/);
    expect(await page.evaluate(`document.querySelector("#snippets pre").textContent`)).toContain(
      `ZEROBUS_ENDPOINT=${emulator.zerobusEndpoint}`,
    );
  });

  it("follows rows, streams and rejects as they come", async () => {
    const stream = await openStream(emulator, airQuality);
    await stream.send([reading(1), reading(2), reading(3)]);
    expect(await insert(emulator, airQuality, [reading(4)])).toBe(200);
    expect(await insert(emulator, airQuality, [{ temp: "warm" }])).toBe(400);
    await page.until(`document.querySelector("#tables").innerText.includes("${airQuality}")`);
    await page.until(`document.querySelector("#tables > tbody .number").textContent === "4"`);
    await page.until(`document.querySelector("#streams tbody").innerText.includes("open")`);
    await page.until(`document.querySelectorAll("#rejections tbody tr").length > 0`);
    expect(await text("#rejections tbody")).toMatch(/main\.sensors\.air_quality\s+(temp|device_name)\s/);
    stream.end();
    await page.until(`document.querySelector("#streams tbody").innerText.includes("ended")`);
  });

  it("opens a table by the keyboard, and keeps what is open and focused", async () => {
    await page.evaluate(`document.querySelector("#tables .toggle").focus()`);
    await page.press("Enter");
    await page.until(`document.querySelector("#tables > tbody").innerText.includes("station-4")`);
    expect(await page.evaluate(`document.activeElement.getAttribute("aria-expanded")`)).toBe("true");
    expect(await insert(emulator, airQuality, [reading(5)])).toBe(200);
    await page.until(`document.querySelector("#tables > tbody").innerText.includes("station-5")`);
    expect(await page.evaluate(`document.activeElement.textContent`)).toBe(airQuality);
  });

  it("has a text for the terminal that inserts a row", async () => {
    const before = emulator.stats().tables[0]!.rows;
    const script = await page.evaluate(`document.querySelectorAll("#snippets pre")[2].textContent`);
    const { stdout, status } = await run("sh", ["-c", String(script)]);
    expect([status, stdout]).toEqual([0, "{}"]);
    expect(emulator.stats().tables[0]!.rows).toBe(before + 1);
  });

  it("adds a fault, shows it, and removes it by the keyboard", async () => {
    await page.evaluate(`document.querySelector("#fault-table").value = "${airQuality}"`);
    await page.evaluate(`document.querySelector("#common-faults button").focus()`);
    await page.press("Enter");
    await page.until(`document.querySelectorAll("#faults li").length === 1`);
    expect(emulator.stats().faults.map(({ fault }) => fault)).toEqual([
      { kind: "delay_acks", ms: 2000, table: airQuality },
    ]);
    await page.evaluate(`document.querySelector("#faults button").focus()`);
    await page.press("Enter");
    await page.until(`document.querySelectorAll("#faults li").length === 0`);
    expect(emulator.stats().faults).toEqual([]);
  });

  it("says what is wrong with a fault", async () => {
    await page.evaluate(`document.querySelector("#fault-json").value = '{"kind":"delay_acks"}'`);
    await page.evaluate(`document.querySelector("#add-fault").click()`);
    await page.until(`!document.querySelector("#notice").hidden`);
    expect(await text("#notice")).toContain("ms of delay_acks");
    await page.evaluate(`document.querySelector("#clear-faults").click()`);
    await page.until(`document.querySelector("#notice").hidden`);
  });

  it("asks the store", async () => {
    await page.evaluate(`document.querySelector("#sql").value = "select count(*) as n from ${airQuality}"`);
    await page.evaluate(`document.querySelector("#run-query").click()`);
    await page.until(`document.querySelector("#query-note").textContent === "1 row"`);
    expect(await text("#query-result")).toMatch(/^n\s+6$/);
    await page.evaluate(`document.querySelector("#sql").value = "drop table ${airQuality}"`);
    await page.evaluate(`document.querySelector("#run-query").click()`);
    await page.until(`document.querySelector("#query-result .bad") !== null`);
  });

  it("takes texts of tables, rows and messages for text, whatever they hold", async () => {
    expect(await insert(emulator, "main.lab.hostile", [{ id: 1, note: attack }])).toBe(200);
    expect(await insert(emulator, "main.lab.hostile", [{ id: 2, [attack]: 1 }])).toBe(400);
    await page.evaluate(`document.querySelectorAll("#tables .toggle")[2].click()`);
    await page.until(`document.querySelectorAll("#tables > tbody")[2].innerText.includes("onerror")`);
    await page.until(`document.querySelector("#rejections tbody").innerText.includes("main.lab.hostile")`);
    expect(await page.evaluate(`document.querySelectorAll("img, main script").length`)).toBe(0);
    expect(await page.evaluate(`document.title`)).toBe("Zerobus emulator");
  });

  it("gives every control a name", async () => {
    const nameless = `[...document.querySelectorAll("button, select, textarea, summary")].filter((each) => {
      return each.textContent.trim() === "" && (each.labels ?? []).length === 0;
    }).length`;
    expect(await page.evaluate(nameless)).toBe(0);
    expect(
      await page.evaluate(
        `[...document.querySelectorAll("select, textarea")].every((each) => each.labels.length === 1)`,
      ),
    ).toBe(true);
  });

  it.each(["light", "dark"] as const)("is readable in %s", async (scheme) => {
    await page.show({ ...view, scheme });
    expect(await page.evaluate(lowContrast)).toEqual([]);
    await page.show(view);
  });

  it("fits a narrow window", async () => {
    await page.show({ ...view, width: 400 });
    expect(await page.evaluate(`document.documentElement.scrollWidth`)).toBe(400);
    await page.show(view);
  });

  it("asks for nothing from elsewhere, and no script of it fails", () => {
    const foreign = page.requests.filter((url) => !url.startsWith(emulator.workspaceUrl) && !url.startsWith("data:"));
    expect(foreign.filter((url) => url !== "about:blank")).toEqual([]);
    // The browser reports answers of 400, which two tests asked for.
    expect(page.errors.filter((error) => !error.includes("status of 400"))).toEqual([]);
  });

  it("says that the emulator is gone, and when it is back", async () => {
    const { port } = new URL(emulator.workspaceUrl);
    await emulator.close();
    await page.until(`document.querySelector("#health").className === "bad"`);
    emulator = await startEmulator({ tables: tables.slice(2), workspacePort: Number(port) });
    await page.until(`document.querySelector("#health").className === "good"`);
    await page.until(`document.querySelectorAll("#tables > tbody").length === 1`);
  });
});

it("looks as in the documentation", async () => {
  const sample = await startEmulator({ tables: tables.slice(0, 2), faults: [{ kind: "delay_acks", ms: 150 }] });
  const shown = await openPage(`${sample.workspaceUrl}/`, view);
  try {
    const stream = await openStream(sample, airQuality);
    for (let batch = 0; batch < 20; batch++) {
      const size = 400 + 150 * (batch % 5);
      await stream.send(Array.from({ length: size }, (_, index) => reading(1_000 * batch + index)));
    }
    await insert(sample, airQuality, [{ ...reading(1), battery_percent: 300 }]);
    await shown.evaluate(`document.querySelector("#tables .toggle").click()`);
    await shown.until(`document.querySelector("#rejections tbody tr") !== null`);
    await shown.until(`document.querySelector("#tables > tbody .results tbody") !== null`);
    const png = await shown.screenshot();
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
    if (process.env["UPDATE_SCREENSHOT"] === "1") writeFileSync(screenshot, png);
    expect(readFileSync(screenshot).length).toBeLessThan(300_000);
    stream.end();
  } finally {
    await shown.close();
    await sample.close();
  }
});

/** Texts whose contrast with what is behind them is below 4.5, as WCAG 2 has it for AA. */
const lowContrast = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = parse(color).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (each) => {
    const color = getComputedStyle(each).backgroundColor;
    return parse(color)[3] === 0 && each.parentElement ? behind(each.parentElement) : color;
  };
  const ownText = (each) => [...each.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== "");
  return [...document.querySelectorAll("body *")]
    .filter((each) => ownText(each) && each.checkVisibility() && !["SCRIPT", "NOSCRIPT", "OPTION"].includes(each.tagName))
    .filter((each) => {
      const [a, b] = [light(getComputedStyle(each).color), light(behind(each))].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05) < 4.5;
    })
    .map((each) => each.tagName + " " + each.className + " " + each.textContent.slice(0, 40));
})()`;
