/** Path of the one method of the service, as gRPC calls it. */
export const ephemeralStreamPath = "/databricks.zerobus.Zerobus/EphemeralStream";

/** Keys of a call's metadata. */
export const metadataKeys = {
  /** `Bearer` and the token. */
  authorization: "authorization",
  /** `catalog.schema.table`, as in the first message. */
  tableName: "x-databricks-zerobus-table-name",
  userAgent: "user-agent",
} as const;

/** The service's own codes, which stand in the text of a status. */
export const errorCodes = {
  /** An offset does not follow the one before it. */
  offsetOrder: 4002,
  /** MODIFY and SELECT are not granted on the table itself. */
  missingGrants: 4024,
  /** The endpoint is not enabled for the workspace. */
  endpointNotEnabled: 4062,
  /** A descriptor that is malformed, or does not hold a type it uses. */
  descriptor: 4033,
  /** A record that cannot be read, or holds what its column does not take. */
  record: 4044,
  /** A descriptor that does not fit the table. */
  schemaValidation: 8001,
} as const;

/** Largest record the service takes, in bytes. */
export const maxRecordBytes = 10_485_760;

/** Most columns a table may have. */
export const maxColumns = 2_000;
