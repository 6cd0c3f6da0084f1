/** Letters that differ in case only, as Python's `re` pairs them. */

/**
 * Lower-case letters that have the same upper-case one: each character of a word matches the others. By Unicode's
 * data, as in `re/_casefix.py`.
 */
const equivalents = [
  'iı',
  'sſ',
  'µμ',
  '\u0345ι\u1fbe',
  'ΐ\u1fd3',
  'ΰ\u1fe3',
  'βϐ',
  'εϵ',
  'θϑ',
  'κϰ',
  'πϖ',
  'ρϱ',
  'ςσ',
  'φϕ',
  'вᲀ',
  'дᲁ',
  'оᲂ',
  'сᲃ',
  'тᲄᲅ',
  'ъᲆ',
  'ѣᲇ',
  'ꙋᲈ',
  'ṡẛ',
  'ﬅﬆ',
];

const siblings = new Map<number, readonly number[]>();
for (const word of equivalents) {
  const codes = [...word].map((letter) => letter.codePointAt(0) as number);
  for (const code of codes) siblings.set(code, codes);
}

/** The one lower-case letter of a character. */
export function lowerCase(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  return String.fromCodePoint(code).toLowerCase().codePointAt(0) ?? code;
}

export function lowerAscii(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

/** Highest code point that has a lower-case letter. */
const lastCased = 0x1e921;

let capitals: Map<number, number[]> | undefined;

/** Characters whose lower-case letter this is; made when first asked for, because there are 1400 of them. */
function capitalsOf(code: number): readonly number[] {
  if (capitals === undefined) {
    capitals = new Map();
    for (let upper = 65; upper <= lastCased; upper += 1) {
      const lower = lowerCase(upper);
      if (lower === upper) continue;
      const others = capitals.get(lower);
      if (others === undefined) capitals.set(lower, [upper]);
      else others.push(upper);
    }
  }
  return capitals.get(code) ?? [];
}

/** All characters that a lower-case letter stands for when case does not count, itself among them. */
export function caseVariants(lower: number, asciiOnly: boolean): readonly number[] {
  if (asciiOnly) return lower >= 97 && lower <= 122 ? [lower, lower - 32] : [lower];
  return (siblings.get(lower) ?? [lower]).flatMap((code) => [code, ...capitalsOf(code)]);
}
