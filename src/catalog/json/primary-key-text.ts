/**
 * The columns of the primary key in the text of all constraints that Databricks prints into
 * `DESCRIBE TABLE EXTENDED … AS JSON`: ``[(pk_orders,PRIMARY KEY (`id`, `line`)), (fk,FOREIGN KEY …)]``. None where there
 * is no such text.
 */
export function parsePrimaryKey(constraints: unknown): readonly string[] {
  if (typeof constraints !== "string") return [];
  const start = /(?:^\[\(|\), \()[^`(),]*,PRIMARY KEY \(/.exec(constraints);
  return start === null ? [] : quotedNames(constraints, start.index + start[0].length);
}

/** The names in backticks from an offset up to the closing parenthesis; none where anything else stands there. */
function quotedNames(text: string, offset: number): readonly string[] {
  const name = /`((?:[^`]|``)+)`(?: TIMESERIES)?(, |\))/y;
  name.lastIndex = offset;
  const names: string[] = [];
  for (let found = name.exec(text); found !== null; found = name.exec(text)) {
    names.push((found[1] ?? "").replaceAll("``", "`"));
    if (found[2] === ")") return names;
  }
  return [];
}
