import lexer from 'nunjucks/src/lexer.js';
import parserModule from 'nunjucks/src/parser.js';
import { SyntaxFault, type SyntaxRelation } from './syntax-fault.ts';
import { type PlacedToken, TemplateTokenizer, type TextPart } from './tokenizer.ts';

/** How deeply expressions and blocks may nest, so that reading ends in a message and never in an overflow. */
const maxNesting = 200;

/**
 * nunjucks' parser as a reader of tokens: its `skip`, `skipValue` and `skipSymbol` on a list of tokens with places, so
 * that any number of tokens can be looked at ahead.
 */
export class TokenReader extends parserModule.Parser {
  readonly #list: readonly PlacedToken[];
  readonly #end: PlacedToken;
  #at = 0;
  #nesting = 0;

  constructor(text: string, part?: TextPart) {
    const tokenizer = new TemplateTokenizer(text, part);
    super(tokenizer);
    const tokens: PlacedToken[] = [];
    for (let token = tokenizer.nextToken(); token !== null; token = tokenizer.nextToken()) tokens.push(token);
    this.#list = tokens;
    const end = tokenizer.index;
    this.#end = { type: 'end', value: '', lineno: 0, colno: end, start: end, end };
  }

  /** The token that comes next; at the end one of type `end`. */
  get current(): PlacedToken {
    return this.#list[this.#at] ?? this.#end;
  }

  get previousEnd(): number {
    return this.#list[this.#at - 1]?.end ?? 0;
  }

  look(distance: number): PlacedToken {
    return this.#list[this.#at + distance] ?? this.#end;
  }

  override nextToken(): PlacedToken | null {
    const token = this.#list[this.#at] ?? null;
    this.#at += 1;
    return token;
  }

  override peekToken(): PlacedToken | null {
    return this.#list[this.#at] ?? null;
  }

  override pushToken(): void {
    this.#at -= 1;
  }

  advance(): PlacedToken {
    const token = this.current;
    this.#at += 1;
    return token;
  }

  isOperator(value: string): boolean {
    const token = this.current;
    return token.type === lexer.TOKEN_OPERATOR && token.value === value;
  }

  isSymbol(value: string): boolean {
    const token = this.current;
    return token.type === lexer.TOKEN_SYMBOL && token.value === value;
  }

  skipOperator(value: string): boolean {
    if (!this.isOperator(value)) return false;
    this.#at += 1;
    return true;
  }

  /** Reads a token of this type, or fails saying what was expected. */
  expectToken(type: string, expected: string, hint?: string): PlacedToken {
    if (this.current.type !== type) throw this.unexpected(expected, hint);
    return this.advance();
  }

  expectOperator(value: string): void {
    if (!this.skipOperator(value)) throw this.unexpected(`"${value}"`);
  }

  expectSymbol(value: string): void {
    if (!this.isSymbol(value)) throw this.unexpected(`"${value}"`);
    this.#at += 1;
  }

  unexpected(expected: string, hint?: string): SyntaxFault {
    const token = this.current;
    if (token.type === 'end')
      return this.fault(`The template ends where ${expected} was expected`, token, hint);
    return this.fault(`${describe(token)} where ${expected} was expected`, token, hint);
  }

  fault(
    message: string,
    place: { start: number; end: number },
    hint?: string,
    related?: SyntaxRelation,
  ): SyntaxFault {
    return new SyntaxFault(message, place.start, place.end, hint, related);
  }

  /** Reads something that can hold itself again. */
  nested<T>(read: () => T): T {
    this.#nesting += 1;
    if (this.#nesting > maxNesting) {
      throw this.fault(`This is nested more than ${maxNesting} levels deep`, this.current);
    }
    const result = read();
    this.#nesting -= 1;
    return result;
  }
}

/** A token in words. */
export function describe(token: PlacedToken): string {
  switch (token.type) {
    case lexer.TOKEN_BLOCK_END:
      return 'The end of the tag stands';
    case lexer.TOKEN_VARIABLE_END:
      return 'The end of the expression stands';
    case lexer.TOKEN_STRING:
      return 'A text stands';
    default:
      return `"${token.value}" stands`;
  }
}
