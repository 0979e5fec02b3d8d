import { expect, test } from "vitest";
import { useOwnNames } from "../../../../src/emulator/store/own-names.js";

const databases = new Set(["main_", "temp_", "sales", "main__"]);

test.each([
  ["from main.s.t", 'from "main_".s.t'],
  ["FROM Main . s\n.t", 'FROM "main_" . s\n.t'],
  ['from "main"."a.b"."x""y"', 'from "main_"."a.b"."x""y"'],
  ["select main.s.t.a, main.s.t.* from main.s.t", 'select "main_".s.t.a, "main_".s.t.* from "main_".s.t'],
  ["from main_.s.t", 'from "main__".s.t'],
  ["from temp.s.t join main.s.t using (a)", 'from "temp_".s.t join "main_".s.t using (a)'],
  ["from système.s.main.t, é.main.s.t", "from système.s.main.t, é.main.s.t"],
])("%s becomes %s", (sql, want) => {
  expect(useOwnNames(sql, databases)).toBe(want);
});

test.each([
  ["from main.t"],
  ["from sales.s.t"],
  ["from system.information_schema.tables"],
  ["select 'main.s.t', 'it''s main.s.t', $$ main.s.t $$, $x$ main.s.t $x$, E'\\' main.s.t'"],
  ['-- main.s.t\n/* main.s.t */ select "main.s.t"'],
  ["select x.main.s.t"],
])("%s stays", (sql) => {
  expect(useOwnNames(sql, databases)).toBe(sql);
});
