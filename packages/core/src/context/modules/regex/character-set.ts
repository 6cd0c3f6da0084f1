import { caseVariants, lowerAscii, lowerCase } from './case-folding.ts';
import { regexFlags } from './regex-flags.ts';
import type { Category, SetMember } from './syntax.ts';

type ClassName = 'digit' | 'space' | 'word';

const unicodeClasses: Readonly<Record<ClassName, RegExp>> = {
  digit: /^\p{Nd}$/u,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Python takes them for white space
  space: /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/u,
  word: /^[\p{L}\p{N}_]$/u,
};

const asciiClasses: Readonly<Record<ClassName, RegExp>> = {
  digit: /^[0-9]$/,
  space: /^[\t-\r ]$/,
  word: /^[A-Za-z0-9_]$/,
};

/** What is known of each character of the basic plane: 0 nothing, 1 out, 2 in. One table for all patterns. */
const unicodeTables: Readonly<Record<ClassName, Uint8Array>> = {
  digit: new Uint8Array(0x10000),
  space: new Uint8Array(0x10000),
  word: new Uint8Array(0x10000),
};

function inUnicodeClass(name: ClassName, code: number): boolean {
  if (code > 0xffff) return unicodeClasses[name].test(String.fromCodePoint(code));
  const table = unicodeTables[name];
  const known = table[code];
  if (known !== 0) return known === 2;
  const answer = unicodeClasses[name].test(String.fromCodePoint(code));
  table[code] = answer ? 2 : 1;
  return answer;
}

/**
 * Whether a character belongs to a `[…]`, `.`, `\d` or a letter of any case. Answers for ASCII are remembered, and a set
 * of many characters is searched by halving: the time of one test does not depend on how long the set is.
 */
export class CharacterSet {
  readonly #ranges: readonly (readonly [number, number])[];
  readonly #categories: readonly Category[];
  readonly #negated: boolean;
  readonly #ignoreCase: boolean;
  readonly #ascii: boolean;
  /** 0 unknown, 1 out, 2 in. */
  readonly #known = new Uint8Array(128);

  constructor(members: readonly SetMember[], negated: boolean, flags: number) {
    this.#ranges = mergedRanges(members);
    this.#categories = [
      ...new Set(members.map((member) => member.category).filter((one) => one !== undefined)),
    ];
    this.#negated = negated;
    this.#ignoreCase = (flags & regexFlags.ignoreCase) !== 0;
    this.#ascii = (flags & regexFlags.ascii) !== 0;
  }

  has(code: number): boolean {
    if (code < 128) {
      const known = this.#known[code];
      if (known !== 0) return known === 2;
      const answer = this.#compute(code);
      this.#known[code] = answer ? 2 : 1;
      return answer;
    }
    return this.#compute(code);
  }

  #compute(code: number): boolean {
    return (this.#inRanges(code) || this.#inCategories(code)) !== this.#negated;
  }

  #inRanges(code: number): boolean {
    if (this.#ranges.length === 0) return false;
    if (!this.#ignoreCase) return inRanges(this.#ranges, code);
    const lower = this.#ascii ? lowerAscii(code) : lowerCase(code);
    return caseVariants(lower, this.#ascii).some((variant) => inRanges(this.#ranges, variant));
  }

  #inCategories(code: number): boolean {
    if (this.#categories.length === 0) return false;
    return this.#categories.some((category) => {
      const isNegated = category.startsWith('not-');
      const name = (isNegated ? category.slice(4) : category) as ClassName;
      const isIn = this.#ascii
        ? asciiClasses[name].test(String.fromCodePoint(code))
        : inUnicodeClass(name, code);
      return isIn !== isNegated;
    });
  }
}

function mergedRanges(members: readonly SetMember[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const member of members) if (member.category === undefined) ranges.push([member.from, member.to]);
  ranges.sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && range[0] <= last[1] + 1) last[1] = Math.max(last[1], range[1]);
    else merged.push(range);
  }
  return merged;
}

function inRanges(ranges: readonly (readonly [number, number])[], code: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = ranges[middle] as readonly [number, number];
    if (code < from) high = middle - 1;
    else if (code > to) low = middle + 1;
    else return true;
  }
  return false;
}
