/** Methods of marked text: those of text, escaping what they take in and marking what they give back. */
import { escapeHtml } from '../value/arithmetic.ts';
import { drain, iterate } from '../value/iterate.ts';
import { str } from '../value/print.ts';
import { hostFunction } from '../value/signature.ts';
import { type CallArguments, HostFunction, List, Markup, Tuple, textOf, type Value } from '../value/value.ts';
import { callMethod, type MethodTable } from './method.ts';
import { joinTexts } from './text-methods.ts';
import { split } from './text-split.ts';

/** `markupsafe.escape(value)` */
export function escapeValue(value: Value): Markup {
  return value instanceof Markup ? value : new Markup(escapeHtml(str(value)));
}

/** Text of tags, comments and entities taken away, white space collapsed. */
export function stripTags(text: string): string {
  let result = text;
  const cut = (open: string, close: string): void => {
    const parts: string[] = [];
    let from = 0;
    for (let start = result.indexOf(open); start !== -1; start = result.indexOf(open, from)) {
      const end = result.indexOf(close, start);
      if (end === -1) break;
      parts.push(result.slice(from, start));
      from = end + close.length;
    }
    parts.push(result.slice(from));
    result = parts.join('');
  };
  cut('<!--', '-->');
  cut('<', '>');
  return unescapeHtml(split(result, undefined, -1, false).join(' '));
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

export function unescapeHtml(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,8}));?/g, (whole, decimal, hex, name) => {
    if (name !== undefined)
      return whole.endsWith(';') || name.length <= 4 ? (entities[name as string] ?? whole) : whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      ? String.fromCodePoint(code)
      : '\ufffd';
  });
}

/** Methods whose text arguments are escaped as well. */
const escaping: ReadonlySet<string> = new Set([
  'replace',
  'join',
  'format',
  'format_map',
  'center',
  'ljust',
  'rjust',
]);

export function markupMethod(value: Markup, name: string, methods: MethodTable<string>): Value | undefined {
  if (name === 'unescape') return hostFunction('unescape', [], () => unescapeHtml(value.text));
  if (name === 'striptags') return hostFunction('striptags', [], () => stripTags(value.text));
  const method = methods.get(name);
  if (method === undefined) return undefined;
  return new HostFunction(name, (args) => {
    if (name === 'join') {
      const texts = drain(iterate(args.positional[0] ?? null)).map((item) => escapeValue(item).text);
      return new Markup(joinTexts(texts, value.text));
    }
    return marked(callMethod(method, value.text, escaping.has(name) ? escapedArguments(name, args) : args));
  });
}

function escapedArguments(name: string, args: CallArguments): CallArguments {
  const escapeItem = (item: Value, index: number): Value => {
    if (name === 'replace' && index === 0) return item;
    return item instanceof Markup ? item.text : typeof item === 'string' ? escapeHtml(item) : item;
  };
  const named = new Map([...args.named].map(([key, item]) => [key, escapeItem(item, 1)] as const));
  return { positional: args.positional.map(escapeItem), named };
}

/** Marks the texts that a method gives back. */
function marked(value: Value): Value {
  if (typeof value === 'string') return new Markup(value);
  if (value instanceof List)
    return new List(value.items.map((item) => (textOf(item) === undefined ? item : marked(item))));
  if (value instanceof Tuple)
    return new Tuple(value.items.map((item) => (textOf(item) === undefined ? item : marked(item))));
  return value;
}
