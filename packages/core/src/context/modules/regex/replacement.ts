import { claimItems, claimText, Fault, spend } from '../../../template/template.ts';
import { characters } from '../../../template/value/code-points.ts';
import { claimJoin } from '../../../template/value/meter.ts';
import { quoted } from '../../../template/value/print.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import { characterEscapes, decimalDigits, replacementOctal } from './parse-escape.ts';
import { isIdentifier, lengthOf, PatternReader } from './pattern-reader.ts';

/** Text, or the number of a group whose text belongs there. */
export type Replacement = readonly (string | number)[];

/** Reads `\1`, `\g<name>` and the like of a replacement text. */
export function parseReplacement(text: string, pattern: CompiledPattern): Replacement {
  if (!text.includes('\\')) return text === '' ? [] : [text];
  claimItems(text.length);
  spend(text.length);
  const reader = new PatternReader(characters(text));
  const parts: (string | number)[] = [];
  let literal = '';
  for (let character = reader.get(); character !== undefined; character = reader.get()) {
    const part = character.startsWith('\\') ? escapedPart(reader, character, pattern) : character;
    if (typeof part === 'string') {
      literal += part;
      continue;
    }
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push(part);
  }
  if (literal !== '') parts.push(literal);
  return parts;
}

function escapedPart(reader: PatternReader, escaped: string, pattern: CompiledPattern): string | number {
  const letter = escaped.slice(1);
  if (letter === 'g') return namedGroup(reader, pattern);
  if (decimalDigits.includes(letter)) {
    const code = replacementOctal(reader, escaped);
    return code === undefined ? numberedGroup(reader, letter, pattern) : String.fromCodePoint(code);
  }
  const code = characterEscapes.get(escaped);
  if (code !== undefined) return String.fromCodePoint(code);
  if (/^[A-Za-z]$/.test(letter)) throw reader.error(`bad escape ${escaped}`, 2);
  return escaped;
}

function numberedGroup(reader: PatternReader, first: string, pattern: CompiledPattern): number {
  const number = first + reader.getWhile(1, decimalDigits);
  return checked(reader, Number(number), pattern, number.length);
}

function namedGroup(reader: PatternReader, pattern: CompiledPattern): number {
  if (!reader.match('<')) throw reader.error('missing <');
  const name = reader.getUntil('>', 'group name');
  const back = lengthOf(name) + 1;
  if (isIdentifier(name)) {
    const group = pattern.groupNames.get(name);
    if (group === undefined) throw new Fault('IndexError', `unknown group name ${quoted(name)}`);
    return group;
  }
  if (!/^[0-9]+$/.test(name)) throw reader.error(`bad character in group name ${quoted(name)}`, back);
  return checked(reader, Number(name), pattern, back);
}

function checked(reader: PatternReader, group: number, pattern: CompiledPattern, back: number): number {
  if (group <= pattern.groups) return group;
  throw reader.error(`invalid group reference ${BigInt(group)}`, back);
}

/** The replacement with the texts of a match; a group that took no part is empty. */
export function expandReplacement(
  replacement: Replacement,
  groupText: (group: number) => string | undefined,
): string {
  let result = '';
  for (const part of replacement) {
    result += typeof part === 'string' ? part : (groupText(part) ?? '');
    claimJoin(result.length);
  }
  spend(replacement.length);
  claimText(result.length);
  return result;
}
