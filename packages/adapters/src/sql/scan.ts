/** Where the warehouses' lexical rules differ, as far as finding a statement's end needs it. */
export interface Lexis {
  /** `$$text$$` and `$tag$text$tag$` are strings. */
  readonly dollarQuotes: boolean;
  /** A block comment may hold another one. */
  readonly nestedComments: boolean;
  /** In `E'it\'s'` a backslash escapes the quote. */
  readonly escapeStrings: boolean;
  /** `[name]` and `` `name` `` are identifiers. */
  readonly bracketIdentifiers: boolean;
  /** Statements may hold others, ended by semicolons: `create trigger … begin …; end`. */
  readonly compoundStatements: boolean;
}

export interface SqlToken {
  readonly kind: 'word' | 'identifier' | 'string' | 'symbol' | 'comment';
  readonly start: number;
  readonly end: number;
}

const SPACE = /\s+/y;
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_$]*/uy;
const LINE_COMMENT = /--[^\n\r]*/y;
const DOLLAR_TAG = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;

/**
 * Cuts SQL into tokens, comments included. It never fails: what is not closed reaches to the end, and the
 * warehouse says what is wrong with it.
 */
export function* scan(sql: string, lexis: Lexis): Generator<SqlToken, void> {
  let at = 0;
  while (at < sql.length) {
    const space = match(SPACE, sql, at);
    if (space > 0) {
      at += space;
      continue;
    }
    const token = nextToken(sql, at, lexis);
    yield token;
    at = token.end;
  }
}

function nextToken(sql: string, start: number, lexis: Lexis): SqlToken {
  const char = sql[start];
  if (char === "'") return { kind: 'string', start, end: closingQuote(sql, start, "'", false) };
  if (char === '"') return { kind: 'identifier', start, end: closingQuote(sql, start, '"', false) };
  if (lexis.bracketIdentifiers && char === '`') {
    return { kind: 'identifier', start, end: closingQuote(sql, start, '`', false) };
  }
  if (lexis.bracketIdentifiers && char === '[') {
    const close = sql.indexOf(']', start);
    return { kind: 'identifier', start, end: close < 0 ? sql.length : close + 1 };
  }
  const line = match(LINE_COMMENT, sql, start);
  if (line > 0) return { kind: 'comment', start, end: start + line };
  if (sql.startsWith('/*', start)) {
    return { kind: 'comment', start, end: closingComment(sql, start, lexis.nestedComments) };
  }
  if (lexis.dollarQuotes && char === '$') {
    const tag = match(DOLLAR_TAG, sql, start);
    if (tag > 0) {
      const close = sql.indexOf(sql.slice(start, start + tag), start + tag);
      return { kind: 'string', start, end: close < 0 ? sql.length : close + tag };
    }
  }
  if (lexis.escapeStrings && (char === 'e' || char === 'E') && sql[start + 1] === "'") {
    return { kind: 'string', start, end: closingQuote(sql, start + 1, "'", true) };
  }
  const word = match(WORD, sql, start);
  if (word > 0) return { kind: 'word', start, end: start + word };
  return { kind: 'symbol', start, end: start + (sql.codePointAt(start)! > 0xffff ? 2 : 1) };
}

function match(pattern: RegExp, sql: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0].length ?? 0;
}

/** The end of a quoted piece that starts at `start`; a doubled quote stands for itself. */
function closingQuote(sql: string, start: number, quote: string, backslashes: boolean): number {
  for (let at = start + 1; at < sql.length; at++) {
    if (backslashes && sql[at] === '\\') at++;
    else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  return sql.length;
}

function closingComment(sql: string, start: number, nested: boolean): number {
  let depth = 1;
  for (let at = start + 2; at < sql.length; at++) {
    if (sql.startsWith('*/', at)) {
      at++;
      depth--;
      if (depth === 0) return at + 1;
    } else if (nested && sql.startsWith('/*', at)) {
      at++;
      depth++;
    }
  }
  return sql.length;
}
