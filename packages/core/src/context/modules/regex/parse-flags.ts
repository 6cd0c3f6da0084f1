import { lengthOf, type PatternReader } from './pattern-reader.ts';
import { regexFlags } from './regex-flags.ts';

const letters: ReadonlyMap<string, number> = new Map([
  ['i', regexFlags.ignoreCase],
  ['L', regexFlags.locale],
  ['m', regexFlags.multiLine],
  ['s', regexFlags.dotAll],
  ['x', regexFlags.verbose],
  ['a', regexFlags.ascii],
  ['u', regexFlags.unicode],
]);

const kinds = regexFlags.ascii | regexFlags.locale | regexFlags.unicode;

export function isFlagLetter(character: string): boolean {
  return letters.has(character);
}

/** `(?imsx)` turns flags on for all of the pattern, `(?im-sx:…)` on and off for a part of it. */
export type InlineFlags =
  | { readonly everywhere: true; readonly on: number }
  | { readonly everywhere: false; readonly on: number; readonly off: number };

/** Reads from the first letter or `-`, which has been taken, to the `)` or `:`. */
export function readInlineFlags(reader: PatternReader, first: string): InlineFlags {
  let on = 0;
  let end = first;
  if (first !== '-') {
    const turnedOn = readLetters(reader, first, ')-:', 'missing -, : or )');
    on = turnedOn.bits;
    end = turnedOn.end;
  }
  if (end === ')') return { everywhere: true, on };
  if (end !== '-') return { everywhere: false, on, off: 0 };
  const letter = reader.get();
  if (letter === undefined) throw reader.error('missing flag');
  if (!letters.has(letter))
    throw reader.error(isLetter(letter) ? 'unknown flag' : 'missing flag', lengthOf(letter));
  const { bits: off } = readLetters(reader, letter, ':', 'missing :');
  if ((on & off) !== 0) throw reader.error('bad inline flags: flag turned on and off', 1);
  return { everywhere: false, on, off };
}

function readLetters(
  reader: PatternReader,
  first: string,
  terminators: string,
  missing: string,
): { readonly bits: number; readonly end: string } {
  const turnsOff = terminators === ':';
  let bits = 0;
  let letter: string | undefined = first;
  for (;;) {
    const bit = letters.get(letter) ?? 0;
    if (turnsOff && (bit & kinds) !== 0) {
      throw reader.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
    }
    if (letter === 'L') throw reader.error("bad inline flags: cannot use 'L' flag with a str pattern");
    bits |= bit;
    if ((bit & kinds) !== 0 && (bits & kinds) !== bit) {
      throw reader.error("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
    }
    letter = reader.get();
    if (letter === undefined) throw reader.error(missing);
    if (terminators.includes(letter)) return { bits, end: letter };
    if (!letters.has(letter)) {
      throw reader.error(isLetter(letter) ? 'unknown flag' : missing, lengthOf(letter));
    }
  }
}

function isLetter(text: string): boolean {
  return /^\p{L}+$/u.test(text);
}
