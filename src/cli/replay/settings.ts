import type { Config } from "../../config/config.js";
import { flag, text, texts } from "../arguments.js";
import type { Io } from "../io.js";
import { type ReportSettings, reportSettings } from "../settings.js";
import type { Given } from "../source-settings.js";
import { UsageError } from "../usage-error.js";

export interface ReplaySettings {
  readonly report: ReportSettings;
  /** The dead-letter file, and the file for what is rejected again, as the user names them. */
  readonly file: string;
  readonly out: string;
  /** Names or globs; null for all tables. */
  readonly tables: readonly string[] | null;
  readonly unsupported: "error" | "omit";
  readonly overrides: NonNullable<Config["overrides"]>;
  /** Null for a dry run. */
  readonly service: ServiceSettings | null;
}

/** Where rows are sent. */
export interface ServiceSettings {
  readonly endpoint: string;
  readonly workspaceUrl: string;
}

/** @throws UsageError where the options do not fit together. */
export function replaySettings({ args, config: { config } }: Given, env: Io["env"]): ReplaySettings {
  const file = args["file"];
  if (typeof file !== "string" || file === "") throw new UsageError("replay needs the name of a file.");
  return {
    report: reportSettings(args),
    file,
    out: text(args, "out") ?? `${file}.rejected.ndjson`,
    tables: texts(args, "table"),
    unsupported: (text(args, "unsupported") ?? config?.unsupported) === "omit" ? "omit" : "error",
    overrides: config?.overrides ?? {},
    service: flag(args, "dry-run")
      ? null
      : {
          endpoint: address("endpoint", text(args, "endpoint") ?? env["ZEROBUS_ENDPOINT"] ?? "", "ZEROBUS_ENDPOINT"),
          workspaceUrl: address(
            "workspace-url",
            text(args, "workspace-url") ??
              text(args, "host") ??
              env["DATABRICKS_HOST"] ??
              config?.workspace?.host ??
              "",
            "DATABRICKS_HOST",
          ),
        },
  };
}

/** The value is not shown: it may hold a password. */
function address(option: string, given: string, variable: string): string {
  if (given === "") {
    const hint = `Name it with --${option} or ${variable}, or check the rows alone with --dry-run.`;
    throw new UsageError(`Rows are sent to no service: the ${option} is not given.`, hint);
  }
  const url = URL.canParse(withScheme(given)) ? new URL(withScheme(given)) : null;
  if (url === null || !["https:", "http:"].includes(url.protocol) || url.username !== "" || url.password !== "") {
    throw new UsageError(
      `--${option} takes an address such as https://example.cloud.databricks.com, without user and password.`,
    );
  }
  return url.origin;
}

/** Databricks' own tools take names of hosts alone too. */
function withScheme(given: string): string {
  return /^\w+:\/\//.test(given) ? given : `https://${given}`;
}
