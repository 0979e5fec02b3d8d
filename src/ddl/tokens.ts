/** Kinds of tokens. A punctuation mark's kind is its character code, so the named kinds stay below 33. */
export const Token = {
  end: 0,
  /** Unquoted name or keyword. */
  word: 1,
  /** Name in backticks. */
  quoted: 2,
  /** Literal in single or double quotes, raw literals included. */
  string: 3,
  number: 4,
  /** Text with a template hole that has no value, or a template tag. */
  hole: 5,
  semicolon: 6,
  /** `$$ … $$`. */
  body: 7,
  /** Characters that only a quoted name may hold. */
  foreign: 8,
  /** A literal, quoted name or body that is not closed; the problem is already recorded. */
  broken: 9,
} as const;

/** Punctuation the grammar names. */
export const Mark = {
  dollar: 0x24,
  percent: 0x25,
  open: 0x28,
  close: 0x29,
  comma: 0x2c,
  minus: 0x2d,
  dot: 0x2e,
  colon: 0x3a,
  less: 0x3c,
  equals: 0x3d,
  greater: 0x3e,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  pipe: 0x7c,
} as const;
