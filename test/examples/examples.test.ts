import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { beforeAll, describe, expect, it } from "vitest";
import { type GenerateResult, generate } from "../../src/index.js";

const root = join(import.meta.dirname, "../..");
const ddl = join(root, "examples/ddl");
const out = join(root, "generated");

let result: GenerateResult;

beforeAll(() => {
  const paths = globSync("**/*.sql", { cwd: ddl }).sort();
  const sources = paths.map((path) => ({ path, text: readFileSync(join(ddl, path), "utf8") }));
  result = generate({ sources, options: { vars: { catalog: "main" } } });
});

describe("the sample catalog", () => {
  it("has tables from many fields", () => {
    expect(result.tables.map(({ name }) => `${name.catalog}.${name.schema}.${name.table}`).sort()).toEqual([
      "main.clinical.observations",
      "main.crm.customers",
      "main.energy.meter_readings",
      "main.energy.tariffs",
      "main.fleet.vehicle_telemetry",
      "main.ml.customer_features",
      "main.payments.transactions",
      "main.platform.audit_log",
      "main.platform.event_log",
      "main.sensors.air_quality",
      "main.sensors.device_status",
      "main.shop.order_events",
      "main.shop.orders",
      "main.support.tickets",
      "main.warehouse.inventory_movements",
      "main.warehouse.stock_counts",
      "main.web.clickstream",
      "main.web.sessions",
    ]);
  });

  it("is read without an error, with the warnings it is meant to have", () => {
    expect(result.diagnostics.map(({ severity, table, column }) => [severity, table, column])).toEqual([
      ["warning", "main.crm.customers", "customer_key"],
    ]);
  });

  it("applies the migrations in order", () => {
    const tickets = result.tables.find(({ name }) => name.table === "tickets");
    expect(
      tickets?.columns.map(({ name, type, nullable }) => `${name} ${type.kind}${nullable ? "" : " NOT NULL"}`),
    ).toEqual([
      "ticket_id long NOT NULL",
      "subject string NOT NULL",
      "body string",
      "priority varchar",
      "requester struct",
      "reply_count integer",
      "created_at timestamp NOT NULL",
      "tags array",
      "satisfaction struct",
    ]);
  });

  it("has a table of more than 200 columns", () => {
    expect(Math.max(...result.tables.map(({ columns }) => columns.length))).toBeGreaterThan(200);
  });
});

describe("generated/", () => {
  it("is what the examples say; otherwise: npm run generate:examples", () => {
    const paths = globSync("**/*.{ts,proto}", { cwd: out });
    expect(paths.sort()).toEqual(result.files.map(({ path }) => path).sort());
    const stale = result.files.filter(({ path, content }) => readFileSync(join(out, path), "utf8") !== content);
    expect(stale.map(({ path }) => path)).toEqual([]);
  });

  it("switches no check off", () => {
    const silencers = /eslint-disable|@ts-(ignore|nocheck|expect-error)|prettier-ignore|istanbul|c8 ignore/;
    expect(result.files.filter(({ content }) => silencers.test(content)).map(({ path }) => path)).toEqual([]);
  });
});
