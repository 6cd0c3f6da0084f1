import { expect, test } from 'vitest';
import { errorPosition } from './error-position.ts';
import { sqliteLexis } from './lexis.ts';

test.each([
  ['select nope from t', 'no such column: nope', 7],
  ['select a.nope, nope.a from t', 'no such column: a.nope', 7],
  ['select nope, nope from t', 'no such column: nope', undefined],
  [
    'select \'nope\', /* nope */ "nope" from t',
    'no such column: "nope" - should this be a string literal in single-quotes?',
    26,
  ],
  ['select * from [no pe]', 'no such table: no pe', 14],
  ['select * from main.nope', 'no such table: main.nope', 14],
  ['select (1', 'incomplete input', 9],
  ['select 1', 'malformed JSON', undefined],
])('%j: %s', (sql, message, position) => {
  expect(errorPosition(sql, message, sqliteLexis, () => undefined)).toBe(position);
});

test('a syntax error is where the parser stops first', () => {
  const message = 'near "x": syntax error';
  const messageOf = (text: string) => (text.length >= 12 ? message : 'incomplete input');
  expect(errorPosition('x x x x x x x x x', message, sqliteLexis, messageOf)).toBe(12);
});
