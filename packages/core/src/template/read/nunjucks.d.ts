/** The parts of nunjucks that reading templates uses. nunjucks has no types of its own for them. */

declare module 'nunjucks/src/lexer.js' {
  export interface Token {
    readonly type: string;
    readonly value: string;
    readonly lineno: number;
    readonly colno: number;
  }

  export class Tokenizer {
    constructor(text: string, options?: object);
    str: string;
    index: number;
    len: number;
    in_code: boolean;
    nextToken(): Token | null;
  }

  interface Lexer {
    lex(text: string, options?: object): Tokenizer;
    readonly TOKEN_STRING: 'string';
    readonly TOKEN_DATA: 'data';
    readonly TOKEN_BLOCK_START: 'block-start';
    readonly TOKEN_BLOCK_END: 'block-end';
    readonly TOKEN_VARIABLE_START: 'variable-start';
    readonly TOKEN_VARIABLE_END: 'variable-end';
    readonly TOKEN_COMMENT: 'comment';
    readonly TOKEN_LEFT_PAREN: 'left-paren';
    readonly TOKEN_RIGHT_PAREN: 'right-paren';
    readonly TOKEN_LEFT_BRACKET: 'left-bracket';
    readonly TOKEN_RIGHT_BRACKET: 'right-bracket';
    readonly TOKEN_LEFT_CURLY: 'left-curly';
    readonly TOKEN_RIGHT_CURLY: 'right-curly';
    readonly TOKEN_OPERATOR: 'operator';
    readonly TOKEN_COMMA: 'comma';
    readonly TOKEN_COLON: 'colon';
    readonly TOKEN_TILDE: 'tilde';
    readonly TOKEN_PIPE: 'pipe';
    readonly TOKEN_INT: 'int';
    readonly TOKEN_FLOAT: 'float';
    readonly TOKEN_SYMBOL: 'symbol';
  }

  const lexer: Lexer;
  // biome-ignore lint/style/noDefaultExport: a CommonJS module is its default export
  export default lexer;
}

declare module 'nunjucks/src/parser.js' {
  import type { Token, Tokenizer } from 'nunjucks/src/lexer.js';

  export class Parser {
    constructor(tokens: Tokenizer);
    tokens: Tokenizer;
    nextToken(withWhitespace?: boolean): Token | null;
    peekToken(): Token | null;
    pushToken(token: Token | null): void;
    skip(type: string): boolean;
    skipValue(type: string, value: string): boolean;
    skipSymbol(value: string): boolean;
  }

  const parser: { readonly Parser: typeof Parser };
  // biome-ignore lint/style/noDefaultExport: a CommonJS module is its default export
  export default parser;
}
