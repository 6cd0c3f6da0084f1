import { arithmetic } from '../value/arithmetic.ts';
import { codePointLength } from '../value/code-points.ts';
import { flag, needIndex, needText } from '../value/convert-arguments.ts';
import { Dict } from '../value/dict.ts';
import { Fault, typeFault, valueFault } from '../value/fault.ts';
import { drain, iterate, length, toArray, tryIterate } from '../value/iterate.ts';
import { claimText } from '../value/meter.ts';
import { percentFormat } from '../value/percent-format.ts';
import { str } from '../value/print.ts';
import { Markup, orElse, Tuple, textOf, typeName, Undefined, type Value } from '../value/value.ts';
import { filterTable } from './filter-table.ts';
import { escapeValue, stripTags } from './markup-methods.ts';
import { getSlice } from './members.ts';
import { capitalize } from './text-case.ts';
import { joinTexts, justifyText, replaceText, upperCase } from './text-methods.ts';
import { split, splitLines, strip } from './text-split.ts';
import { urlize } from './urlize.ts';
import { wrapLine } from './wrap-text.ts';

/** Text of a value; marked text stays marked. */
function mapText(value: Value, change: (text: string) => string): Value {
  return value instanceof Markup ? new Markup(change(value.text)) : change(str(value));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: white space and line breaks of Python
const wordStart = /([-\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000({[<]+)/;

function title(text: string): string {
  return text
    .split(wordStart)
    .map((part) => {
      const first = String.fromCodePoint(part.codePointAt(0) ?? 0);
      return part === '' ? '' : first.toUpperCase() + part.slice(first.length).toLowerCase();
    })
    .join('');
}

function indent(value: Value, width: Value, first: boolean, blank: boolean): Value {
  const text = textOf(value);
  if (text === undefined) {
    if (value instanceof Undefined) arithmetic('+', value, '');
    throw typeFault(`unsupported operand type(s) for +=: '${typeName(value)}' and 'str'`);
  }
  const given = textOf(width);
  let indention = given;
  if (indention === undefined) {
    const count = Math.max(needIndex(width), 0);
    claimText(count);
    indention = ' '.repeat(count);
  }
  const lines = splitLines(`${text}\n`);
  claimText(text.length + lines.length * indention.length);
  const body = blank
    ? lines.join(`\n${indention}`)
    : lines.map((line, i) => (i > 0 && line !== '' ? indention + line : line)).join('\n');
  const result = first ? indention + body : body;
  return value instanceof Markup ? new Markup(result) : result;
}

function truncate(
  value: Value,
  size: Value | undefined,
  killWords: boolean,
  end: Value | undefined,
  leeway: Value | undefined,
): Value {
  const limit = needIndex(size, 255);
  const ending = end === undefined ? '...' : needText(end);
  const slack = leeway === undefined || leeway === null ? 5 : needIndex(leeway);
  const endLength = codePointLength(ending);
  if (limit < endLength) throw valueFault(`expected length >= ${endLength}, got ${limit}`);
  if (slack < 0) throw valueFault(`expected leeway >= 0, got ${slack}`);
  if (length(value) <= limit + slack) return value;
  const head = getSlice(value, null, limit - endLength, null);
  const text = textOf(head);
  if (text === undefined) throw typeFault(`a ${typeName(value)} cannot be truncated`);
  const kept = killWords ? text : (split(text, ' ', 1, true)[0] ?? '');
  return head instanceof Markup ? arithmetic('+', new Markup(kept), ending) : kept + ending;
}

function wordWrap(text: string, options: Parameters<typeof wrapLine>[1], separator: string): string {
  const lines = splitLines(text).map((line) => wrapLine(line, options));
  return joinTexts(
    lines.map((parts) => joinTexts(parts, separator)),
    separator,
  );
}

function quoteUrl(value: Value, query: boolean): string {
  const text = str(value);
  if (!text.isWellFormed()) throw valueFault('a text with half a surrogate pair cannot be encoded');
  claimText(text.length * 3);
  const quoted = encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return query ? quoted.replaceAll('%20', '+') : quoted.replaceAll('%2F', '/');
}

function urlEncode(value: Value): string {
  if (typeof value === 'string' || value instanceof Markup || tryIterate(value) === undefined)
    return quoteUrl(value, false);
  const pairs: Value[] =
    value instanceof Dict
      ? [...value.entries.values()].map((entry) => new Tuple([entry.key, entry.value]))
      : drain(iterate(value));
  return pairs
    .map((pair) => {
      const items = toArray(pair);
      if (items.length !== 2) throw valueFault(`expected pairs, got ${items.length} items`);
      return items.map((item) => quoteUrl(item, true)).join('=');
    })
    .join('&');
}

function xmlAttributes(value: Value, space: boolean): string {
  if (!(value instanceof Dict))
    throw new Fault('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
  const parts: string[] = [];
  for (const { key, value: item } of value.entries.values()) {
    if (item === null || item instanceof Undefined) continue;
    const name = needText(key, 'the name of an attribute');
    if (/[\t-\r />=]/.test(name)) throw valueFault(`Invalid character in attribute name: ${name}`);
    parts.push(`${escapeValue(key).text}="${escapeValue(item).text}"`);
  }
  return (space && parts.length > 0 ? ' ' : '') + parts.join(' ');
}

function format(value: Value, rest: readonly Value[], named: ReadonlyMap<string, Value>): Value {
  if (rest.length > 0 && named.size > 0) {
    throw typeFault("can't handle positional and keyword arguments at the same time");
  }
  return mapText(value, (text) => percentFormat(text, named.size > 0 ? Dict.of(named) : new Tuple(rest)));
}

function urlizeRel(rel: string, nofollow: boolean): string {
  const words = new Set(rel.split(/\s+/).filter((word) => word !== ''));
  if (nofollow) words.add('nofollow');
  words.add('noopener');
  return [...words].sort().join(' ');
}

export const textFilters = filterTable({
  capitalize: [['s'], ([value]) => mapText(value as Value, capitalize)],
  center: [
    ['value', 'width?'],
    ([value, width]) => mapText(value as Value, (text) => justifyText(text, needIndex(width, 80), ' ', '^')),
  ],
  e: [['/s'], ([value]) => escapeValue(value as Value)],
  escape: [['/s'], ([value]) => escapeValue(value as Value)],
  forceescape: [['value'], ([value]) => escapeValue(str(value as Value))],
  format: [['value', '*args', '**named'], ([value], rest, named) => format(value as Value, rest, named)],
  indent: [
    ['s', 'width?', 'first?', 'blank?'],
    ([value, width, first, blank]) =>
      indent(value as Value, orElse(width, 4), flag(first, false), flag(blank, false)),
  ],
  lower: [['s'], ([value]) => mapText(value as Value, (text) => text.toLowerCase())],
  replace: [
    ['s', 'old', 'new', 'count?'],
    ([value, old, by, count]) =>
      replaceText(
        str(value as Value),
        str(old as Value),
        str(by as Value),
        count === null ? -1 : needIndex(count, -1),
      ),
  ],
  safe: [['value'], ([value]) => new Markup(str(value as Value))],
  string: [['object'], ([value]) => mapText(value as Value, (text) => text)],
  striptags: [['value'], ([value]) => stripTags(str(value as Value))],
  title: [['s'], ([value]) => title(str(value as Value))],
  trim: [
    ['value', 'chars?'],
    ([value, chars]) => {
      const set = chars === undefined || chars === null ? undefined : needText(chars);
      return mapText(value as Value, (text) => strip(text, set, true, true));
    },
  ],
  truncate: [
    ['s', 'length?', 'killwords?', 'end?', 'leeway?'],
    ([value, size, kill, end, leeway]) => truncate(value as Value, size, flag(kill, false), end, leeway),
  ],
  upper: [['s'], ([value]) => mapText(value as Value, upperCase)],
  urlencode: [['value'], ([value]) => urlEncode(value as Value)],
  urlize: [
    ['value', 'trim_url_limit?', 'nofollow?', 'target?', 'rel?', 'extra_schemes?'],
    ([value, limit, nofollow, target, rel, schemes]) =>
      urlize(escapeValue(value as Value).text, {
        limit: limit === undefined || limit === null ? undefined : needIndex(limit),
        rel: urlizeRel(rel === undefined || rel === null ? '' : needText(rel), flag(nofollow, false)),
        target: target === undefined || target === null ? undefined : needText(target),
        extraSchemes:
          schemes === undefined || schemes === null
            ? []
            : drain(iterate(schemes)).map((scheme) => schemeOf(scheme)),
      }),
  ],
  wordcount: [['s'], ([value]) => (str(value as Value).match(/[\p{L}\p{N}_]+/gu) ?? []).length],
  wordwrap: [
    ['s', 'width?', 'break_long_words?', 'wrapstring?', 'break_on_hyphens?'],
    ([value, width, breakLong, wrap, hyphens]) =>
      wordWrap(
        needText(value),
        {
          width: needIndex(width, 79),
          breakLongWords: flag(breakLong, true),
          breakOnHyphens: flag(hyphens, true),
        },
        wrap === undefined || wrap === null ? '\n' : needText(wrap),
      ),
  ],
  xmlattr: [['d', 'autospace?'], ([value, space]) => xmlAttributes(value as Value, flag(space, true))],
});

function schemeOf(value: Value): string {
  const scheme = needText(value);
  if (!/^[\p{L}\p{N}_.+-]{2,}:\/{0,2}$/u.test(scheme))
    throw valueFault(`'${scheme}' is not a valid URI scheme prefix.`);
  return scheme;
}
