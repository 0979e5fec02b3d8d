/** Where in the configuration: keys of objects, indexes of arrays. */
export type ConfigPath = readonly (string | number)[];

/** Something wrong at a place of the configuration. */
export interface Problem {
  readonly path: ConfigPath;
  /** Completes "`path`: …", without the full stop. */
  readonly message: string;
  /** Whether the key itself is wrong, or its value. */
  readonly part: "key" | "value";
  readonly hint: string | null;
}
