/** The settings we know, as a profile spells them, with the variable of the environment that stands for each. */
const knownSettings = [
  ["host", "DATABRICKS_HOST"],
  ["token", "DATABRICKS_TOKEN"],
  ["client_id", "DATABRICKS_CLIENT_ID"],
  ["client_secret", "DATABRICKS_CLIENT_SECRET"],
  ["azure_client_id", "ARM_CLIENT_ID"],
  ["azure_client_secret", "ARM_CLIENT_SECRET"],
  ["azure_tenant_id", "ARM_TENANT_ID"],
  ["azure_environment", "ARM_ENVIRONMENT"],
  ["azure_workspace_resource_id", "DATABRICKS_AZURE_RESOURCE_ID"],
  ["auth_type", "DATABRICKS_AUTH_TYPE"],
  ["http_path", "DATABRICKS_HTTP_PATH"],
  ["warehouse_id", "DATABRICKS_WAREHOUSE_ID"],
] as const;

export type SettingName = (typeof knownSettings)[number][0];

const variables: ReadonlyMap<SettingName, string> = new Map(knownSettings);

/** A value and where it comes from. The value may be a secret. */
export interface Setting {
  readonly value: string;
  /** In words: `DATABRICKS_TOKEN`, `the profile "dev"`. */
  readonly source: string;
  /** The very place: `DATABRICKS_TOKEN`, `token of the profile "dev"`. */
  readonly place: string;
}

export type Settings = ReadonlyMap<SettingName, Setting>;

/** The variable of the environment that stands for a setting. */
export function variableOf(name: SettingName): string {
  return variables.get(name) ?? name;
}

/** Settings of the environment. An empty variable is one that is not set, and white space around a value is no part of it. */
export function environmentSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  return settingsOf((name) => {
    const variable = variableOf(name);
    return { value: env[variable] ?? "", source: variable, place: variable };
  });
}

/** Settings of a section of the configuration file. */
export function profileSettings(profile: string, values: ReadonlyMap<string, string>): Settings {
  const source = `the profile ${quoted(profile)}`;
  return settingsOf((name) => ({ value: values.get(name) ?? "", source, place: `${name} of ${source}` }));
}

/** Settings of two places; where both have one, that of the first counts. */
export function mergeSettings(first: Settings, second: Settings): Settings {
  return new Map([...second, ...first]);
}

/** Text of a user in quotes, short and on one line. */
export function quoted(text: string): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "·");
  return `"${visible.length > 60 ? `${visible.slice(0, 60)}…` : visible}"`;
}

function settingsOf(read: (name: SettingName) => Setting): Settings {
  const settings = new Map<SettingName, Setting>();
  for (const [name] of knownSettings) {
    const setting = read(name);
    const value = setting.value.trim();
    if (value !== "") settings.set(name, { ...setting, value });
  }
  return settings;
}
