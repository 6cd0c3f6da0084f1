import { patternError } from './pattern-error.ts';
import type { PatternReader } from './pattern-reader.ts';
import type { Category, Item, SetMember } from './syntax.ts';

const hexDigits = '0123456789abcdefABCDEF';
const octalDigits = '01234567';
export const decimalDigits = '0123456789';

/** Escapes that stand for one character, in patterns and in replacements. */
export const characterEscapes: ReadonlyMap<string, number> = new Map([
  ['\\a', 7],
  ['\\b', 8],
  ['\\f', 12],
  ['\\n', 10],
  ['\\r', 13],
  ['\\t', 9],
  ['\\v', 11],
  ['\\\\', 92],
]);

const categories: ReadonlyMap<string, Category> = new Map([
  ['\\d', 'digit'],
  ['\\D', 'not-digit'],
  ['\\s', 'space'],
  ['\\S', 'not-space'],
  ['\\w', 'word'],
  ['\\W', 'not-word'],
]);

const anchors: ReadonlyMap<string, Item> = new Map<string, Item>([
  ['\\A', { kind: 'at', where: 'text-start' }],
  ['\\Z', { kind: 'at', where: 'text-end' }],
  ['\\b', { kind: 'at', where: 'boundary' }],
  ['\\B', { kind: 'at', where: 'not-boundary' }],
]);

/** What a back reference needs to know of the groups read so far. */
export interface GroupChecks {
  readonly groupCount: number;
  isClosed(group: number): boolean;
  checkLookbehind(group: number): void;
}

/** An escape inside `[…]`. */
export function readSetEscape(reader: PatternReader, escaped: string): SetMember {
  const category = categories.get(escaped);
  if (category !== undefined) return { category };
  const code = characterEscapes.get(escaped) ?? numberedCharacter(reader, escaped);
  if (code !== undefined) return { from: code, to: code };
  const letter = escaped.slice(1);
  if (octalDigits.includes(letter)) {
    const whole = escaped + reader.getWhile(2, octalDigits);
    const octal = octalCode(reader, whole);
    return { from: octal, to: octal };
  }
  const plain = plainCharacter(reader, escaped, letter);
  return { from: plain, to: plain };
}

/** An escape outside of `[…]`. */
export function readEscape(reader: PatternReader, escaped: string, groups: GroupChecks): Item {
  const anchor = anchors.get(escaped);
  if (anchor !== undefined) return anchor;
  const category = categories.get(escaped);
  if (category !== undefined) return { kind: 'set', negated: false, members: [{ category }] };
  const code = characterEscapes.get(escaped) ?? numberedCharacter(reader, escaped);
  if (code !== undefined) return { kind: 'literal', code };
  const letter = escaped.slice(1);
  if (letter === '0') {
    const whole = escaped + reader.getWhile(2, octalDigits);
    return { kind: 'literal', code: Number.parseInt(whole.slice(1), 8) };
  }
  if (decimalDigits.includes(letter)) return readReference(reader, escaped, groups);
  return { kind: 'literal', code: plainCharacter(reader, escaped, letter) };
}

/** `\xhh`, `\uhhhh`, `\Uhhhhhhhh` */
function numberedCharacter(reader: PatternReader, escaped: string): number | undefined {
  const size = { x: 2, u: 4, U: 8 }[escaped[1] ?? ''];
  if (size === undefined) {
    if (escaped !== '\\N') return undefined;
    throw reader.error('names of characters (\\N{…}) are not supported: write \\uXXXX', 2);
  }
  const digits = reader.getWhile(size, hexDigits);
  const whole = escaped + digits;
  if (digits.length !== size) throw reader.error(`incomplete escape ${whole}`, whole.length);
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff) throw reader.error(`bad escape ${whole}`, whole.length);
  return code;
}

function plainCharacter(reader: PatternReader, escaped: string, letter: string): number {
  if (/^[A-Za-z0-9]$/.test(letter)) throw reader.error(`bad escape ${escaped}`, 2);
  return letter.codePointAt(0) ?? 0;
}

function octalCode(reader: PatternReader, whole: string): number {
  const code = Number.parseInt(whole.slice(1), 8);
  if (code > 0o377) {
    throw reader.error(`octal escape value ${whole} outside of range 0-0o377`, whole.length);
  }
  return code;
}

/** `\1` is a reference to a group, `\123` an octal character. */
function readReference(reader: PatternReader, escaped: string, groups: GroupChecks): Item {
  let whole = escaped;
  if (reader.next !== undefined && decimalDigits.includes(reader.next)) {
    whole += reader.get();
    const octal = octalDigits.includes(whole[1] ?? 'x') && octalDigits.includes(whole[2] ?? 'x');
    if (octal && reader.next !== undefined && octalDigits.includes(reader.next)) {
      whole += reader.get();
      return { kind: 'literal', code: octalCode(reader, whole) };
    }
  }
  const group = Number(whole.slice(1));
  if (group >= groups.groupCount) {
    throw reader.error(`invalid group reference ${group}`, whole.length - 1);
  }
  if (!groups.isClosed(group)) throw reader.error('cannot refer to an open group', whole.length);
  groups.checkLookbehind(group);
  return { kind: 'reference', group };
}

/** An octal escape in a replacement text; `undefined` when it is none. */
export function replacementOctal(reader: PatternReader, escaped: string): number | undefined {
  const letter = escaped.slice(1);
  if (letter === '0') {
    const whole = escaped + reader.getWhile(2, octalDigits);
    return Number.parseInt(whole.slice(1), 8) & 0xff;
  }
  const { characters, position } = reader;
  const digits = letter + (characters[position] ?? '') + (characters[position + 1] ?? '');
  if (!/^[0-7]{3}$/.test(digits)) return undefined;
  reader.get();
  reader.get();
  const code = Number.parseInt(digits, 8);
  if (code > 0o377) {
    throw patternError(`octal escape value \\${digits} outside of range 0-0o377`, characters, position - 2);
  }
  return code;
}
