import { claimItems, claimText } from '../../../template/template.ts';
import { hasSurrogates } from '../../../template/value/code-points.ts';

/** The text that is searched, by code points. */
export class Subject {
  readonly text: string;
  readonly length: number;
  /** The code points, when they are not the same as the text's units. */
  readonly #wide: Int32Array | undefined;

  constructor(text: string) {
    this.text = text;
    this.#wide = hasSurrogates(text) ? codePoints(text) : undefined;
    this.length = this.#wide?.length ?? text.length;
  }

  /** NaN beyond the ends. */
  at(index: number): number {
    return this.#wide === undefined ? this.text.charCodeAt(index) : (this.#wide[index] ?? Number.NaN);
  }

  slice(start: number, end: number): string {
    const wide = this.#wide;
    if (wide === undefined) return this.text.slice(start, end);
    claimText(end - start);
    let result = '';
    for (let from = start; from < end; from += 1024) {
      result += String.fromCodePoint(...wide.subarray(from, Math.min(from + 1024, end)));
    }
    return result;
  }
}

function codePoints(text: string): Int32Array {
  claimItems(text.length);
  const codes = new Int32Array(text.length);
  let count = 0;
  for (const character of text) {
    codes[count] = character.codePointAt(0) ?? 0;
    count += 1;
  }
  return codes.subarray(0, count);
}
