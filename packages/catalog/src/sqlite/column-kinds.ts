/** Numbers by model number; NaN where unknown. */
export class NumberColumn {
  #values = new Float64Array(1024).fill(Number.NaN);

  get(seq: number): number {
    return this.#values[seq] ?? Number.NaN;
  }

  set(seq: number, value: number): void {
    if (seq >= this.#values.length) {
      const grown = new Float64Array(grownLength(this.#values.length, seq)).fill(Number.NaN);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[seq] = value;
  }
}

/** Texts by model number; empty where unknown. */
export class TextColumn {
  readonly #values: string[] = [];

  get(seq: number): string {
    return this.#values[seq] ?? "";
  }

  set(seq: number, value: string): void {
    while (this.#values.length < seq) this.#values.push("");
    this.#values[seq] = value;
  }
}

/** Any number of texts by model number, each held as the number of a word. Texts that differ in case only are one word. */
export interface ListColumn {
  set(seq: number, texts: readonly string[]): void;
  /** Number of a word, or `undefined` when no model ever had it. */
  codeOf(text: string): number | undefined;
  /** The word as it was first written. */
  textOf(code: number): string;
  /** How many words there are; codes are smaller. */
  readonly wordCount: number;
  /** Codes of a model are `codes[place]` for `start(seq) <= place < end(seq)`. */
  readonly codes: Int32Array;
  start(seq: number): number;
  end(seq: number): number;
}

export function listColumn(): ListColumn {
  return new GrowingListColumn();
}

class GrowingListColumn implements ListColumn {
  /** By every spelling that was met, and by the one without case. */
  readonly #codeByText = new Map<string, number>();
  readonly #texts: string[] = [];
  #codes = new Int32Array(1024);
  #starts = new Int32Array(1024);
  #ends = new Int32Array(1024);
  #used = 0;
  #live = 0;

  set(seq: number, texts: readonly string[]): void {
    if (seq >= this.#starts.length) this.#growPlaces(seq);
    const codes: number[] = [];
    for (const text of texts) {
      const code = this.#intern(text);
      if (!codes.includes(code)) codes.push(code);
    }
    const [start, end] = [this.#starts[seq] ?? 0, this.#ends[seq] ?? 0];
    if (codes.length === 0 && end === start) return;
    this.#live += codes.length - (end - start);
    if (codes.length > end - start) {
      this.#reserve(codes.length);
      this.#starts[seq] = this.#used;
      this.#codes.set(codes, this.#used);
      this.#used += codes.length;
    } else {
      this.#codes.set(codes, start);
    }
    this.#ends[seq] = (this.#starts[seq] ?? 0) + codes.length;
  }

  codeOf(text: string): number | undefined {
    return this.#codeByText.get(text.toLowerCase());
  }

  textOf(code: number): string {
    return this.#texts[code] ?? "";
  }

  get wordCount(): number {
    return this.#texts.length;
  }

  get codes(): Int32Array {
    return this.#codes;
  }

  start(seq: number): number {
    return this.#starts[seq] ?? 0;
  }

  end(seq: number): number {
    return this.#ends[seq] ?? 0;
  }

  #intern(text: string): number {
    const known = this.#codeByText.get(text);
    if (known !== undefined) return known;
    const folded = text.toLowerCase();
    let code = this.#codeByText.get(folded);
    if (code === undefined) {
      code = this.#texts.length;
      this.#codeByText.set(folded, code);
      this.#texts.push(text);
    }
    this.#codeByText.set(text, code);
    return code;
  }

  #growPlaces(seq: number): void {
    const length = grownLength(this.#starts.length, seq);
    const [starts, ends] = [new Int32Array(length), new Int32Array(length)];
    starts.set(this.#starts);
    ends.set(this.#ends);
    [this.#starts, this.#ends] = [starts, ends];
  }

  /** Makes room at the end; when most of what is used is left over from earlier values, the rest moves together. */
  #reserve(count: number): void {
    if (this.#used + count <= this.#codes.length) return;
    const isSparse = this.#live * 2 < this.#used;
    const grown = new Int32Array(isSparse ? this.#codes.length : grownLength(this.#codes.length, this.#used + count));
    if (!isSparse) {
      grown.set(this.#codes);
    } else {
      let used = 0;
      for (let seq = 0; seq < this.#starts.length; seq += 1) {
        const part = this.#codes.subarray(this.#starts[seq], this.#ends[seq]);
        grown.set(part, used);
        this.#starts[seq] = used;
        used += part.length;
        this.#ends[seq] = used;
      }
      this.#used = used;
    }
    this.#codes = grown;
    if (this.#used + count > this.#codes.length) this.#reserve(count);
  }
}

function grownLength(length: number, needed: number): number {
  return Math.max(length * 2, needed + 1);
}
