import lexer, { type Token } from 'nunjucks/src/lexer.js';
import { stringLiteral } from './string-literal.ts';
import { SyntaxFault } from './syntax-fault.ts';

/** A token with its place in the source. */
export interface PlacedToken extends Token {
  readonly start: number;
  readonly end: number;
}

/** Which part of a text is read, and as what. */
export interface TextPart {
  readonly start?: number;
  readonly end?: number;
  readonly mode?: 'template' | 'expression';
}

const space = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const spaces = new RegExp(`${space}*`, 'y');
const trailingSpace = new RegExp(`${space}$`);
const rawStart = new RegExp(`\\{%[-+]?${space}*raw${space}*(?:-%\\}${space}*|%\\})`, 'y');
const rawEnd = new RegExp(`\\{%([-+]?)${space}*endraw${space}*(?:\\+%\\}|-%\\}${space}*|%\\})`, 'g');
const commentEnd = new RegExp(`\\+#\\}|-#\\}${space}*|#\\}`, 'g');
const blockEnd = new RegExp(`\\+%\\}|-%\\}${space}*|%\\}`, 'y');
const variableEnd = new RegExp(`-\\}\\}${space}*|\\}\\}`, 'y');
const float = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const word = /[\p{L}\p{N}_]+/uy;
const asciiWord = /[A-Za-z_]\w*/y;
const string = /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const operator = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;

const punctuation: Readonly<Record<string, string>> = {
  '(': lexer.TOKEN_LEFT_PAREN,
  ')': lexer.TOKEN_RIGHT_PAREN,
  '[': lexer.TOKEN_LEFT_BRACKET,
  ']': lexer.TOKEN_RIGHT_BRACKET,
  '{': lexer.TOKEN_LEFT_CURLY,
  '}': lexer.TOKEN_RIGHT_CURLY,
  ',': lexer.TOKEN_COMMA,
  ':': lexer.TOKEN_COLON,
  '~': lexer.TOKEN_TILDE,
  '|': lexer.TOKEN_PIPE,
};
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** nunjucks keeps its tokenizer's class to itself; the constructor of a tokenizer is that class. */
const NunjucksTokenizer = lexer.lex('').constructor as new (
  text: string,
) => import('nunjucks/src/lexer.js').Tokenizer;

/**
 * nunjucks' tokenizer with Jinja's rules: braces balance before `}}`, numbers and strings are Python's, white space
 * control and `raw` are settled here, white space and comments are no tokens.
 */
export class TemplateTokenizer extends NunjucksTokenizer {
  readonly #end: number;
  readonly #endless: boolean;
  #inVariable: boolean;
  #tagStart = 0;
  #balance: { readonly close: string; readonly start: number }[] = [];

  /** Reads `text` from `start` to `end`; in mode `expression` as if it stood between braces. */
  constructor(text: string, part: TextPart = {}) {
    super(text);
    const { start = 0, end = text.length, mode = 'template' } = part;
    this.index = start;
    this.in_code = mode === 'expression';
    this.#endless = mode === 'expression';
    this.#inVariable = this.#endless;
    // Jinja drops one newline at the end of a template.
    const last = text.charCodeAt(end - 1);
    const newline = end > start && (last === 10 || last === 13);
    const pair = newline && last === 10 && end - 1 > start && text.charCodeAt(end - 2) === 13;
    this.#end = end - (pair ? 2 : newline ? 1 : 0);
  }

  override nextToken(): PlacedToken | null {
    return this.in_code ? this.#codeToken() : this.#dataToken();
  }

  #token(type: string, value: string, start: number): PlacedToken {
    return { type, value, lineno: 0, colno: start, start, end: this.index };
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.index;
    const match = pattern.exec(this.str);
    if (match === null || match.index + match[0].length > this.#end) {
      return match === null
        ? undefined
        : match[0].slice(0, Math.max(this.#end - match.index, 0)) || undefined;
    }
    return match[0];
  }

  /** Text up to the next tag; comments and `raw` tags only end it. */
  #dataToken(): PlacedToken | null {
    const start = this.index;
    let text = '';
    while (this.index < this.#end) {
      const open = this.#nextTag();
      let piece = this.str.slice(this.index, open);
      if (open < this.#end && this.str[open + 2] === '-') piece = trimEnd(piece);
      text += piece;
      this.index = open;
      if (open === this.#end) break;
      const raw = this.str[open + 1] === '%' ? this.#match(rawStart) : undefined;
      if (raw !== undefined) text += this.#raw(raw);
      else if (this.str[open + 1] === '#') this.#skipComment();
      else if (text === '') return this.#openTag();
      else break;
    }
    if (text === '') return null;
    return this.#token(lexer.TOKEN_DATA, text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text, start);
  }

  #nextTag(): number {
    for (
      let at = this.str.indexOf('{', this.index);
      at !== -1 && at + 1 < this.#end;
      at = this.str.indexOf('{', at + 1)
    ) {
      const next = this.str.charCodeAt(at + 1);
      if (next === 37 || next === 123 || next === 35) return at;
    }
    return this.#end;
  }

  #openTag(): PlacedToken {
    const start = this.index;
    this.#tagStart = start;
    this.#inVariable = this.str[start + 1] === '{';
    const sign = this.str[start + 2];
    this.index += sign === '-' || sign === '+' ? 3 : 2;
    this.in_code = true;
    return this.#token(
      this.#inVariable ? lexer.TOKEN_VARIABLE_START : lexer.TOKEN_BLOCK_START,
      this.str.slice(start, this.index),
      start,
    );
  }

  #skipComment(): void {
    const start = this.index;
    const sign = this.str[start + 2];
    commentEnd.lastIndex = start + (sign === '-' || sign === '+' ? 3 : 2);
    const match = commentEnd.exec(this.str);
    if (match === null || match.index + 2 > this.#end) {
      throw new SyntaxFault('This comment is never closed', start, start + 2, 'add #} at its end');
    }
    this.index = Math.min(match.index + match[0].length, this.#end);
  }

  #raw(open: string): string {
    const start = this.index;
    const from = start + open.length;
    rawEnd.lastIndex = from;
    const match = rawEnd.exec(this.str);
    if (match === null) {
      throw new SyntaxFault('"{% raw %}" is never closed', start, from, 'add {% endraw %}');
    }
    this.index = Math.min(match.index + match[0].length, this.#end);
    const text = this.str.slice(from, match.index);
    return match[1] === '-' ? trimEnd(text) : text;
  }

  #codeToken(): PlacedToken | null {
    const gap = this.#match(spaces);
    if (gap !== undefined) this.index += gap.length;
    if (this.index >= this.#end) {
      if (this.#endless) return this.#endOfExpression();
      const tag = this.#inVariable ? '{{' : '{%';
      throw new SyntaxFault(
        `This "${tag}" is never closed`,
        this.#tagStart,
        this.#tagStart + 2,
        `add ${this.#inVariable ? '}}' : '%}'}`,
      );
    }
    const start = this.index;
    if (this.#balance.length === 0 && !this.#endless) {
      const end = this.#match(this.#inVariable ? variableEnd : blockEnd);
      if (end !== undefined) {
        this.index += end.length;
        this.in_code = false;
        return this.#token(this.#inVariable ? lexer.TOKEN_VARIABLE_END : lexer.TOKEN_BLOCK_END, end, start);
      }
    }
    return this.#word(start) ?? this.#literal(start) ?? this.#operator(start);
  }

  #endOfExpression(): null {
    const open = this.#balance.pop();
    if (open === undefined) return null;
    throw new SyntaxFault(
      `This "${this.str.charAt(open.start)}" is never closed`,
      open.start,
      open.start + 1,
      `add ${open.close}`,
    );
  }

  #word(start: number): PlacedToken | undefined {
    const ascii = this.#match(asciiWord);
    const next = ascii === undefined ? Number.NaN : this.str.charCodeAt(start + ascii.length);
    if (ascii !== undefined && !(next > 127)) {
      this.index += ascii.length;
      return this.#token(lexer.TOKEN_SYMBOL, ascii, start);
    }
    const first = this.str.charCodeAt(start);
    if (first >= 48 && first <= 57) return undefined;
    const name = this.#match(word);
    if (name === undefined) return undefined;
    this.index += name.length;
    if (!/^[\p{XID_Start}_][\p{XID_Continue}]*$/u.test(name)) {
      throw new SyntaxFault(`"${name}" is not a name`, start, this.index);
    }
    return this.#token(lexer.TOKEN_SYMBOL, name, start);
  }

  #literal(start: number): PlacedToken | undefined {
    const first = this.str.charCodeAt(start);
    if (first >= 48 && first <= 57) {
      const decimal = this.#match(float);
      const number = decimal ?? this.#match(integer) ?? '';
      this.index += number.length;
      return this.#token(
        decimal === undefined ? lexer.TOKEN_INT : lexer.TOKEN_FLOAT,
        number.replaceAll('_', ''),
        start,
      );
    }
    if (first !== 34 && first !== 39) return undefined;
    const text = this.#match(string);
    const quote = this.str.charAt(start);
    if (text === undefined || text.length < 2 || !text.endsWith(quote)) {
      throw new SyntaxFault('This text is never closed', start, start + 1, `add ${quote} at its end`);
    }
    this.index += text.length;
    return this.#token(lexer.TOKEN_STRING, stringLiteral(text.slice(1, -1), start + 1), start);
  }

  #operator(start: number): PlacedToken {
    const text = this.#match(operator);
    if (text === undefined) {
      const character = String.fromCodePoint(this.str.codePointAt(start) ?? 0);
      const hints: Readonly<Record<string, string>> = {
        '!': 'write != or not',
        '&': 'write and',
        $: 'names begin with a letter',
      };
      throw new SyntaxFault(
        `"${character}" has no meaning here`,
        start,
        start + character.length,
        hints[character],
      );
    }
    this.index += text.length;
    const close = closing[text];
    if (close !== undefined) this.#balance.push({ close, start });
    else if (text === ')' || text === ']' || text === '}') this.#close(text, start);
    return this.#token(punctuation[text] ?? lexer.TOKEN_OPERATOR, text, start);
  }

  #close(text: string, start: number): void {
    const open = this.#balance.pop();
    if (open?.close === text) return;
    if (open === undefined) throw new SyntaxFault(`"${text}" closes nothing`, start, start + 1);
    throw new SyntaxFault(
      `"${text}" where "${open.close}" was expected`,
      start,
      start + 1,
      `add ${open.close}`,
      {
        message: `"${this.str.charAt(open.start)}" was opened here`,
        start: open.start,
        end: open.start + 1,
      },
    );
  }
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && trailingSpace.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
