CREATE TABLE main.lab.hostile (
  closes_comment STRING COMMENT 'ends */ export const pwned = true; /* here',
  line_breaks STRING COMMENT 'first\nsecond\r\nthird  fourth',
  backtick_template STRING COMMENT 'a `code` and ${process.exit(1)}',
  handlebars_text STRING COMMENT '{{constructor}} {{{evil}}} {{> codec}}',
  quotes STRING COMMENT 'single '' double " both',
  doubles STRING COMMENT 'say "yes" or "no"',
  tags STRING COMMENT '@deprecated {@link x} use user@example.com instead',
  bidi STRING COMMENT 'abc‮cba⁦x⁩',
  controls STRING COMMENT 'bell\u0007 escape\u001b[31m null\0',
  backslash STRING COMMENT 'C:\\temp\\u0041 ends with \\',
  emoji STRING COMMENT 'family 👩‍👩‍👧 café',
  html STRING COMMENT '<script>alert(1)</script> &amp; <!-- -->',
  constructor STRING,
  __proto__ BIGINT NOT NULL,
  toString STRUCT<valueOf: STRING NOT NULL, hasOwnProperty: INT>,
  __defineGetter__ ARRAY<STRING>,
  isPrototypeOf MAP<STRING, STRING>
)
COMMENT '*/ alert(1) //\n@ts-ignore\n# heading';
