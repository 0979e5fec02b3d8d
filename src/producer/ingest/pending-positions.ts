const initialCapacity = 1_024;

/** Positions of rows that are not settled, oldest first: a ring that grows and, when it is empty, gives its memory back. */
export class PendingPositions {
  #numbers = new Float64Array(initialCapacity);
  #texts: string[] = [];
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Remembers that the position may be saved once every row below the number is settled. Numbers do not fall. */
  add(number: number, text: string): void {
    if (this.#size === this.#numbers.length) this.#grow();
    const index = (this.#head + this.#size) & (this.#numbers.length - 1);
    this.#numbers[index] = number;
    this.#texts[index] = text;
    this.#size++;
  }

  /** Forgets the positions whose rows are settled; the newest of them, or null where there is none. */
  settle(settled: number): string | null {
    const mask = this.#numbers.length - 1;
    let newest: string | null = null;
    while (this.#size > 0 && (this.#numbers[this.#head] ?? 0) <= settled) {
      newest = this.#texts[this.#head] ?? null;
      this.#texts[this.#head] = "";
      this.#head = (this.#head + 1) & mask;
      this.#size--;
    }
    if (this.#size === 0 && mask >= initialCapacity) this.#reset();
    return newest;
  }

  #grow(): void {
    const { length } = this.#numbers;
    const numbers = new Float64Array(length * 2);
    numbers.set(this.#numbers.subarray(this.#head));
    numbers.set(this.#numbers.subarray(0, this.#head), length - this.#head);
    this.#texts = [...this.#texts.slice(this.#head), ...this.#texts.slice(0, this.#head)];
    this.#numbers = numbers;
    this.#head = 0;
  }

  #reset(): void {
    this.#numbers = new Float64Array(initialCapacity);
    this.#texts = [];
    this.#head = 0;
  }
}
