import { braceFormat, type FieldAccess } from '../value/brace-format.ts';
import {
  characters,
  codePointIndex,
  codePointLength,
  codePointSlice,
  hasSurrogates,
} from '../value/code-points.ts';
import { indexOr, needIndex, needInteger, needText } from '../value/convert-arguments.ts';
import { Dict } from '../value/dict.ts';
import { typeFault, valueFault } from '../value/fault.ts';
import { drain, iterate } from '../value/iterate.ts';
import { claimJoin, claimText } from '../value/meter.ts';
import { asciiRepr } from '../value/percent-format.ts';
import { hostFunction } from '../value/signature.ts';
import { HostRecord, isInteger, List, Tuple, textOf, typeName, type Value } from '../value/value.ts';
import { type MethodBody, type MethodTable, methodTable } from './method.ts';
import { capitalize, foldCase, isLower, isTitle, isUpper, swapCase, titleCase } from './text-case.ts';
import { isSpace, partition, split, splitLines, strip } from './text-split.ts';

type Arguments = readonly (Value | undefined)[];

/** Offsets of a slice of `text` by code point, in UTF-16 units. */
function bounds(text: string, start: Value | undefined, end: Value | undefined): [string, number] {
  if (start === undefined && end === undefined) return [text, 0];
  const length = codePointLength(text);
  const clamp = (index: number): number => (index < 0 ? Math.max(length + index, 0) : index);
  const from = clamp(indexOr(start, 0));
  const to = Math.min(clamp(indexOr(end, length)), length);
  if (from > length) return ['', -1];
  return [from > to ? '\u0000' : codePointSlice(text, from, to), from > to ? -1 : from];
}

function find(text: string, [part, start, end]: Arguments, last: boolean): number {
  const wanted = needText(part);
  const [window, from] = bounds(text, start, end);
  if (from === -1) return -1;
  const at = last ? window.lastIndexOf(wanted) : window.indexOf(wanted);
  return at === -1 ? -1 : from + codePointIndex(window, at);
}

function index(text: string, args: Arguments, last: boolean): number {
  const at = find(text, args, last);
  if (at === -1) throw valueFault('substring not found');
  return at;
}

function count(text: string, [part, start, end]: Arguments): number {
  const wanted = needText(part);
  const [window, from] = bounds(text, start, end);
  if (from === -1) return 0;
  return occurrences(window, wanted);
}

export function occurrences(text: string, part: string): number {
  if (part === '') return codePointLength(text) + 1;
  let found = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) found += 1;
  return found;
}

function affix(
  text: string,
  [affixes, start, end]: Arguments,
  test: (window: string, part: string) => boolean,
  name: string,
): boolean {
  const [window, from] = bounds(text, start, end);
  const options = affixes instanceof Tuple ? affixes.items : [affixes as Value];
  for (const option of options) {
    const part = textOf(option);
    if (part === undefined) {
      throw typeFault(`${name} first arg must be str or a tuple of str, not ${typeName(option)}`);
    }
    if (from !== -1 && test(window, part)) return true;
  }
  return false;
}

/** `str.replace`; a negative count replaces all. */
export function replaceText(text: string, old: string, replacement: string, most: number): string {
  const found = occurrences(text, old);
  const times = most < 0 ? found : Math.min(found, most);
  if (times === 0) return text;
  claimText(text.length + times * (replacement.length - old.length));
  if (old === '') {
    const letters = characters(text);
    return replacement + letters.map((letter, i) => letter + (i + 1 < times ? replacement : '')).join('');
  }
  if (times === found) return text.split(old).join(replacement);
  return split(text, old, times, false).join(replacement);
}

/** `str.join`. */
export function joinItems(separator: string, items: readonly Value[]): string {
  const texts = items.map((item, i) => {
    const text = textOf(item);
    if (text === undefined)
      throw typeFault(`sequence item ${i}: expected str instance, ${typeName(item)} found`);
    return text;
  });
  return joinTexts(texts, separator);
}

export function joinTexts(texts: readonly string[], separator: string): string {
  let total = separator.length * Math.max(texts.length - 1, 0);
  for (const text of texts) total += text.length;
  claimText(total);
  return texts.join(separator);
}

function justify(text: string, [width, fill]: Arguments, align: '<' | '>' | '^'): string {
  return justifyText(text, needIndex(width), fill === undefined ? ' ' : fillCharacter(fill), align);
}

function fillCharacter(value: Value): string {
  const fill = textOf(value);
  if (fill === undefined)
    throw typeFault(`The fill character must be a unicode character, not ${typeName(value)}`);
  if (codePointLength(fill) !== 1) throw typeFault('The fill character must be exactly one character long');
  return fill;
}

export function justifyText(text: string, width: number, fill: string, align: '<' | '>' | '^'): string {
  const missing = width - codePointLength(text);
  if (missing <= 0) return text;
  claimText(text.length + missing * fill.length);
  if (align === '<') return text + fill.repeat(missing);
  if (align === '>') return fill.repeat(missing) + text;
  const left = Math.floor(missing / 2) + (missing & width & 1);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

function zeroFill(text: string, width: number): string {
  const missing = width - codePointLength(text);
  if (missing <= 0) return text;
  claimText(text.length + missing);
  const sign = /^[+-]/.test(text) ? text.charAt(0) : '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

function expandTabs(text: string, size: number): string {
  let column = 0;
  let total = 0;
  const parts: string[] = [];
  for (const letter of text) {
    let part = letter;
    if (letter === '\t') {
      const width = size > 0 ? size - (column % size) : 0;
      claimText(total + width);
      part = ' '.repeat(width);
      column += width;
    } else column = letter === '\n' || letter === '\r' ? 0 : column + 1;
    total += part.length;
    parts.push(part);
  }
  claimText(total);
  return parts.join('');
}

function translate(text: string, table: Value): string {
  const letters = textOf(table);
  const items = letters === undefined ? undefined : characters(letters);
  const lookup = (code: number): Value | undefined => {
    if (table instanceof Dict) return table.get(code);
    if (table instanceof List || table instanceof Tuple) return table.items[code];
    if (items === undefined) throw typeFault(`'${typeName(table)}' object is not subscriptable`);
    return items[code];
  };
  const parts: string[] = [];
  let total = 0;
  for (const letter of text) {
    const value = lookup(letter.codePointAt(0) ?? 0);
    let part = letter;
    if (value === null) part = '';
    else if (value !== undefined)
      part = isInteger(value) ? String.fromCodePoint(Number(value)) : needText(value, 'character mapping');
    total += part.length;
    claimJoin(total);
    parts.push(part);
  }
  claimText(total);
  return parts.join('');
}

function makeTranslation([from, to, drop]: Arguments): Dict {
  const table = new Dict();
  const code = (letter: string): number => letter.codePointAt(0) ?? 0;
  if (to === undefined) {
    if (!(from instanceof Dict))
      throw typeFault('if you give only one argument to maketrans it must be a dict');
    for (const { key, value } of from.entries.values()) {
      const letter = textOf(key);
      if (letter !== undefined && codePointLength(letter) !== 1) {
        throw valueFault('string keys in translate table must be of length 1');
      }
      table.set(letter === undefined ? key : code(letter), value);
    }
    return table;
  }
  const letters = characters(needText(from));
  const replacements = characters(needText(to));
  if (letters.length !== replacements.length) {
    throw valueFault('the first two maketrans arguments must have equal length');
  }
  letters.forEach((letter, i) => {
    table.set(code(letter), code(replacements[i] ?? ''));
  });
  for (const letter of drop === undefined ? '' : needText(drop)) table.set(code(letter), null);
  return table;
}

/** Bytes are no value of templates; what `encode` gives can only be printed and decoded again. */
function encoded(text: string): HostRecord {
  const shown = `b${asciiRepr(text)}`;
  return new HostRecord(
    'bytes',
    new Map([['decode', hostFunction('decode', ['encoding?', 'errors?'], () => text)]]),
    shown,
  );
}

function every(pattern: string): MethodBody<string> {
  const regex = new RegExp(`^(?:${pattern})+$`, 'u');
  return (text) => regex.test(text);
}

function texts(parts: readonly string[]): List {
  return new List(parts.slice());
}

const otherDigits =
  '\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792';
const hanNumbers =
  '\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u842c\u4e07\u5104\u4ebf\u5146\u96f6';

/** The methods of text; `access` is how `format` reaches into its arguments. */
export function textMethods(access: FieldAccess): MethodTable<string> {
  return methodTable<string>({
    capitalize: [[], (text) => capitalize(text)],
    casefold: [[], (text) => foldCase(text)],
    center: [['/width', '/fillchar?'], (text, args) => justify(text, args, '^')],
    count: [['/sub', '/start?', '/end?'], count],
    encode: [['encoding?', 'errors?'], (text) => encoded(text)],
    endswith: [
      ['/suffix', '/start?', '/end?'],
      (text, args) => affix(text, args, (w, p) => w.endsWith(p), 'endswith'),
    ],
    expandtabs: [['tabsize?'], (text, [size]) => expandTabs(text, needIndex(size, 8))],
    find: [['/sub', '/start?', '/end?'], (text, args) => find(text, args, false)],
    format: [
      ['*args', '**named'],
      (text, _, rest, named) =>
        braceFormat(text, { positional: rest, named: (name) => named.get(name) }, access),
    ],
    format_map: [
      ['/mapping'],
      (text, [mapping]) =>
        braceFormat(
          text,
          { positional: [], named: (name) => (mapping instanceof Dict ? mapping.get(name) : undefined) },
          access,
        ),
    ],
    index: [['/sub', '/start?', '/end?'], (text, args) => index(text, args, false)],
    isalnum: [[], every(`[\\p{L}\\p{Nd}${otherDigits}\\p{Nl}\\p{No}]`)],
    isalpha: [[], every('\\p{L}')],
    // biome-ignore lint/suspicious/noControlCharactersInRegex: white space and line breaks of Python
    isascii: [[], (text) => /^[\x00-\x7f]*$/.test(text)],
    isdecimal: [[], every('\\p{Nd}')],
    isdigit: [[], every(`[\\p{Nd}${otherDigits}]`)],
    isidentifier: [[], (text) => isIdentifier(text)],
    islower: [[], (text) => isLower(text)],
    isnumeric: [[], every(`[\\p{N}${hanNumbers}]`)],
    isprintable: [[], (text) => text === '' || /^(?:[^\p{C}\p{Z}]| )+$/u.test(text)],
    isspace: [[], (text) => text !== '' && characters(text).every(isSpace)],
    istitle: [[], (text) => isTitle(text)],
    isupper: [[], (text) => isUpper(text)],
    join: [['/iterable'], (text, [items]) => joinItems(text, drain(iterate(items as Value)))],
    ljust: [['/width', '/fillchar?'], (text, args) => justify(text, args, '<')],
    lower: [[], (text) => text.toLowerCase()],
    lstrip: [['/chars?'], (text, [chars]) => strip(text, stripSet(chars), true, false)],
    maketrans: [['/x', '/y?', '/z?'], (_, args) => makeTranslation(args)],
    partition: [['/sep'], (text, [separator]) => new Tuple(partition(text, needText(separator), false))],
    removeprefix: [['/prefix'], (text, [part]) => removePrefix(text, needText(part))],
    removesuffix: [['/suffix'], (text, [part]) => removeSuffix(text, needText(part))],
    replace: [
      ['/old', '/new', '/count?'],
      (text, [old, replacement, most]) =>
        replaceText(text, needText(old), needText(replacement), needIndex(most, -1)),
    ],
    rfind: [['/sub', '/start?', '/end?'], (text, args) => find(text, args, true)],
    rindex: [['/sub', '/start?', '/end?'], (text, args) => index(text, args, true)],
    rjust: [['/width', '/fillchar?'], (text, args) => justify(text, args, '>')],
    rpartition: [['/sep'], (text, [separator]) => new Tuple(partition(text, needText(separator), true))],
    rsplit: [['sep?', 'maxsplit?'], (text, args) => texts(splitBy(text, args, true))],
    rstrip: [['/chars?'], (text, [chars]) => strip(text, stripSet(chars), false, true)],
    split: [['sep?', 'maxsplit?'], (text, args) => texts(splitBy(text, args, false))],
    splitlines: [['keepends?'], (text, [keep]) => texts(splitLines(text, needInteger(keep, 0) !== 0))],
    startswith: [
      ['/prefix', '/start?', '/end?'],
      (text, args) => affix(text, args, (w, p) => w.startsWith(p), 'startswith'),
    ],
    strip: [['/chars?'], (text, [chars]) => strip(text, stripSet(chars), true, true)],
    swapcase: [[], (text) => swapCase(text)],
    title: [[], (text) => titleCase(text)],
    translate: [['/table'], (text, [table]) => translate(text, table as Value)],
    upper: [[], (text) => upperCase(text)],
    zfill: [['/width'], (text, [width]) => zeroFill(text, needIndex(width))],
  });
}

export function upperCase(text: string): string {
  claimText(text.length);
  return text.toUpperCase();
}

function splitBy(text: string, [separator, most]: Arguments, fromRight: boolean): string[] {
  const by = separator === undefined || separator === null ? undefined : needText(separator);
  return split(text, by, needIndex(most, -1), fromRight);
}

function stripSet(chars: Value | undefined): string | undefined {
  if (chars === undefined || chars === null) return undefined;
  const set = textOf(chars);
  if (set === undefined) throw typeFault(`strip arg must be None or str, not ${typeName(chars)}`);
  return set;
}

function removePrefix(text: string, part: string): string {
  return text.startsWith(part) ? text.slice(part.length) : text;
}

function removeSuffix(text: string, part: string): string {
  return part !== '' && text.endsWith(part) ? text.slice(0, -part.length) : text;
}

/** `str.isidentifier`. */
export function isIdentifier(text: string): boolean {
  return /^[\p{XID_Start}_][\p{XID_Continue}]*$/u.test(text);
}

/** One character of a text by index, counted from the end when negative. */
export function characterAt(text: string, index: number): string | undefined {
  if (!hasSurrogates(text)) return text[index < 0 ? text.length + index : index];
  const letters = Array.from(text);
  return letters[index < 0 ? letters.length + index : index];
}
