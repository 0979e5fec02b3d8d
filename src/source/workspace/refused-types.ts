/** Unity Catalog's table types that the service never writes to, each with why, to complete a sentence. */
export const refusedTypes: ReadonlyMap<string, string> = new Map([
  ["VIEW", "is a view"],
  ["MATERIALIZED_VIEW", "is a materialized view"],
  ["METRIC_VIEW", "is a metric view"],
  ["FOREIGN", "is a foreign table"],
  ["EXTERNAL", "is external"],
  ["EXTERNAL_SHALLOW_CLONE", "is an external clone"],
]);
