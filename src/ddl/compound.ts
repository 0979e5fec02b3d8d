import type { Cursor } from "./cursor.js";

const constructs = ["IF", "LOOP", "WHILE", "REPEAT", "FOR"];

/**
 * Follows the nesting of a SQL script, word by word, to find the END of its outermost block. Only BEGIN and CASE are
 * counted: the other constructs end in `END IF` and the like, which are told from a plain END by their second word.
 */
export class CompoundDepth {
  private depth = 0;
  private isAfterEnd = false;

  /** Whether a block is open: semicolons inside it end no statement of the text. */
  get isOpen(): boolean {
    return this.depth > 0;
  }

  /** Takes the token at the cursor; every token has to pass here. */
  take(cursor: Cursor): void {
    if (this.isAfterEnd) {
      this.isAfterEnd = false;
      if (constructs.some((word) => cursor.isWord(word))) this.depth++;
      if (cursor.isWord("CASE")) return;
    }
    if (cursor.isWord("END")) {
      if (this.depth > 0) this.depth--;
      this.isAfterEnd = true;
    } else if (cursor.isWord("BEGIN") || (this.depth > 0 && cursor.isWord("CASE"))) this.depth++;
  }
}
