import type { SourceText } from '../diagnostics/source-text.ts';
import { Dict } from './value/dict.ts';
import { Float, List, Tuple, type Value } from './value/value.ts';

/** The calls that can be understood without evaluating a template. */
export type StaticCallName = 'ref' | 'source' | 'config' | 'var';

export interface StaticCall {
  readonly name: StaticCallName;
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** The call itself. */
  readonly start: number;
  readonly end: number;
}

type Piece = { readonly text: string } | { readonly call: StaticCall };

/** A template that is nothing but text, comments and calls with literal arguments. */
export interface StaticTemplate {
  readonly calls: readonly StaticCall[];
  /** The template's text, with what `substitute` gives in place of each call. */
  render(substitute: (call: StaticCall) => string): string;
}

/**
 * Understands a template that only uses literal `ref`, `source`, `config` and `var` in output statements. Anything else
 * (other tags, names, operators, filters, white space control it is not sure of) gives `undefined`: it has to be
 * evaluated.
 */
export function staticCalls(source: SourceText): StaticTemplate | undefined {
  const { text } = source;
  if (text.includes('{%')) return undefined;
  const pieces = new StaticReader(text).read();
  if (pieces === undefined) return undefined;
  return {
    calls: pieces.flatMap((piece) => ('call' in piece ? [piece.call] : [])),
    render: (substitute) =>
      pieces.map((piece) => ('call' in piece ? substitute(piece.call) : piece.text)).join(''),
  };
}

const spaces = /[ \t\r\n]*/y;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const text = /'[^'\\\r\n]*'|"[^"\\\r\n]*"/y;
const number = /-?(?:0|[1-9][0-9]{0,14})(?![\w.])/y;
const decimal = /-?(?:0|[1-9][0-9]*)\.[0-9]+(?![\w.])/y;
const trailingSpace = /[ \t\r\n]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: white space and line breaks of Python
const otherSpace = /[\v\f\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

const callNames: ReadonlySet<string> = new Set(['ref', 'source', 'config', 'var']);
const constants: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

class StaticReader {
  readonly #text: string;
  readonly #end: number;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#text = source;
    const newline = source.endsWith('\r\n') ? 2 : /[\r\n]$/.test(source) ? 1 : 0;
    this.#end = source.length - newline;
  }

  read(): Piece[] | undefined {
    const pieces: Piece[] = [];
    for (;;) {
      const open = this.#nextTag();
      let plain = this.#text.slice(this.#at, open);
      const strip = open < this.#end && this.#text[open + 2] === '-';
      if (strip) {
        if (otherSpace.test(plain)) return undefined;
        plain = plain.replace(trailingSpace, '');
      }
      if (plain !== '') pieces.push({ text: plain.includes('\r') ? plain.replace(/\r\n?/g, '\n') : plain });
      if (open >= this.#end) return pieces;
      this.#at = open;
      if (this.#text[open + 1] === '#') {
        if (!this.#comment()) return undefined;
      } else {
        const call = this.#output();
        if (call === undefined) return undefined;
        pieces.push({ call });
      }
    }
  }

  #nextTag(): number {
    for (
      let at = this.#text.indexOf('{', this.#at);
      at !== -1 && at + 1 < this.#end;
      at = this.#text.indexOf('{', at + 1)
    ) {
      const next = this.#text[at + 1];
      if (next === '{' || next === '#') return at;
    }
    return this.#end;
  }

  #comment(): boolean {
    const sign = this.#text[this.#at + 2];
    const end = this.#text.indexOf('#}', this.#at + (sign === '-' || sign === '+' ? 3 : 2));
    if (end === -1 || end + 2 > this.#end) return false;
    const stripped =
      this.#text[end - 1] === '-' && end - 1 >= this.#at + (sign === '-' || sign === '+' ? 3 : 2);
    this.#at = end + 2;
    return !stripped || this.#skipStripped();
  }

  /** White space that `-` takes away. */
  #skipStripped(): boolean {
    this.#skip();
    this.#at = Math.min(this.#at, this.#end);
    return !otherSpace.test(this.#text.charAt(this.#at));
  }

  #skip(): void {
    spaces.lastIndex = this.#at;
    spaces.exec(this.#text);
    this.#at = spaces.lastIndex;
  }

  #take(token: string): boolean {
    this.#skip();
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match[0];
  }

  /** `{{ name(…) }}` */
  #output(): StaticCall | undefined {
    const sign = this.#text[this.#at + 2];
    this.#at += sign === '-' || sign === '+' ? 3 : 2;
    this.#skip();
    const start = this.#at;
    const called = this.#match(name);
    if (called === undefined || !callNames.has(called) || !this.#take('(')) return undefined;
    const positional: Value[] = [];
    const named = new Map<string, Value>();
    while (!this.#take(')')) {
      if (positional.length + named.size > 0 && !this.#take(',')) return undefined;
      if (this.#take(')')) break;
      if (!this.#argument(positional, named)) return undefined;
    }
    const end = this.#at;
    const stripped = this.#take('-}}');
    if (!stripped && !this.#take('}}')) return undefined;
    if (this.#at > this.#end || (stripped && !this.#skipStripped())) return undefined;
    return { name: called as StaticCallName, positional, named, start, end };
  }

  #argument(positional: Value[], named: Map<string, Value>): boolean {
    this.#skip();
    const at = this.#at;
    const key = this.#match(name);
    if (key !== undefined && this.#take('=') && this.#text[this.#at] !== '=') {
      const value = this.#literal();
      if (value === undefined || named.has(key)) return false;
      named.set(key, value);
      return true;
    }
    this.#at = at;
    const value = this.#literal();
    if (value === undefined || named.size > 0) return false;
    positional.push(value);
    return true;
  }

  #literal(): Value | undefined {
    this.#skip();
    const quoted = this.#match(text);
    if (quoted !== undefined) {
      const next = this.#peek();
      // Literals side by side are one text, and anything else behind it has to be evaluated.
      return next === "'" || next === '"' ? undefined : quoted.slice(1, -1);
    }
    const fraction = this.#match(decimal);
    if (fraction !== undefined) return new Float(Number(fraction));
    const whole = this.#match(number);
    if (whole !== undefined) return Number(whole) + 0;
    const first = this.#text[this.#at];
    if (first === '[' || first === '(' || first === '{') return this.#nested(first);
    const word = this.#match(name);
    return word === undefined ? undefined : constants.get(word);
  }

  #peek(): string | undefined {
    this.#skip();
    return this.#text[this.#at];
  }

  #nested(open: '[' | '(' | '{'): Value | undefined {
    if (this.#depth > 20) return undefined;
    this.#depth += 1;
    this.#at += 1;
    const value = open === '{' ? this.#dict() : this.#list(open);
    this.#depth -= 1;
    return value;
  }

  #list(open: '[' | '('): Value | undefined {
    const close = open === '[' ? ']' : ')';
    const items: Value[] = [];
    let comma = false;
    while (!this.#take(close)) {
      if (items.length > 0) {
        if (!this.#take(',')) return undefined;
        comma = true;
        if (this.#take(close)) break;
      }
      const item = this.#literal();
      if (item === undefined) return undefined;
      items.push(item);
    }
    if (open === '[') return new List(items);
    // One value in parentheses is that value.
    return items.length === 1 && !comma ? (items[0] as Value) : new Tuple(items);
  }

  #dict(): Value | undefined {
    const dict = new Dict();
    let first = true;
    while (!this.#take('}')) {
      if (!first) {
        if (!this.#take(',')) return undefined;
        if (this.#take('}')) break;
      }
      first = false;
      const key = this.#literal();
      if (key === undefined || typeof key !== 'string' || !this.#take(':')) return undefined;
      const value = this.#literal();
      if (value === undefined) return undefined;
      dict.set(key, value);
    }
    return dict;
  }
}
