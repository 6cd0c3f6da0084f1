import { WarehouseError } from '@tfm/core';
import { type Lexis, scan } from './scan.ts';

/**
 * The query without what may follow it: semicolons and comments. What is left can be put in parentheses or
 * after `create table … as`. Offsets into it are offsets into `sql`: nothing is cut in front.
 */
export function bareQuery(sql: string, lexis: Lexis): string {
  let end = 0;
  for (const token of scan(sql, lexis)) {
    if (token.kind !== 'comment' && !isSemicolon(sql, token)) end = token.end;
  }
  return sql.slice(0, end);
}

/**
 * The one statement of `sql`, or undefined when there is none (only comments and semicolons).
 * A second statement is an error: drivers would run it, or forget it, without a word. (Where statements may hold
 * others, the driver has to do the counting.)
 */
export function singleStatement(sql: string, lexis: Lexis): string | undefined {
  // C interfaces end the text at a NUL: the rest would be dropped silently.
  const nul = sql.indexOf('\0');
  if (nul >= 0) {
    throw new WarehouseError('statement', 'SQL text holds a NUL character', { sql, position: nul });
  }
  let closed = false;
  let any = false;
  for (const token of scan(sql, lexis)) {
    if (token.kind === 'comment') continue;
    if (isSemicolon(sql, token)) {
      closed = any;
      continue;
    }
    if (closed && !lexis.compoundStatements) {
      throw new WarehouseError('statement', 'Expected one statement, found another one after the semicolon', {
        sql,
        position: token.start,
      });
    }
    any = true;
  }
  return any ? bareQuery(sql, lexis) : undefined;
}

/**
 * The statements of a text, in their order, without semicolons; comments stay with the statement that follows them.
 * A text that creates a trigger is left whole: its body has semicolons of its own.
 */
export function splitStatements(sql: string, lexis: Lexis): readonly string[] {
  if (lexis.compoundStatements && /\bcreate\s+(?:temp\w*\s+)?trigger\b/i.test(sql)) return [sql];
  const statements: string[] = [];
  let start = 0;
  let any = false;
  for (const token of scan(sql, lexis)) {
    if (token.kind === 'comment') continue;
    if (!isSemicolon(sql, token)) {
      any = true;
      continue;
    }
    if (any) statements.push(sql.slice(start, token.start));
    start = token.end;
    any = false;
  }
  if (any) statements.push(sql.slice(start));
  return statements;
}

/** The first word of a statement in lower case; empty when it begins with something else. */
export function firstWord(sql: string, lexis: Lexis): string {
  for (const token of scan(sql, lexis)) {
    if (token.kind === 'comment' || isSemicolon(sql, token)) continue;
    return token.kind === 'word' ? sql.slice(token.start, token.end).toLowerCase() : '';
  }
  return '';
}

const TRANSACTION_CONTROL = new Set([
  'begin',
  'start',
  'commit',
  'end',
  'rollback',
  'abort',
  'savepoint',
  'release',
]);

/**
 * Refuses BEGIN, COMMIT and the like. Inside a transaction of ours a COMMIT would publish half of it; outside,
 * it would speak to whichever connection of the pool comes next.
 */
export function refuseTransactionControl(sql: string, lexis: Lexis): void {
  const word = firstWord(sql, lexis);
  if (!TRANSACTION_CONTROL.has(word)) return;
  throw new WarehouseError(
    'statement',
    `"${word.toUpperCase()}" is not possible here: tfm begins and ends transactions itself`,
    {
      sql,
      hint: 'remove the statement',
    },
  );
}

function isSemicolon(sql: string, token: { readonly kind: string; readonly start: number }): boolean {
  return token.kind === 'symbol' && sql[token.start] === ';';
}
