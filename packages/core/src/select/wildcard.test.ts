import { expect, test } from 'vitest';
import { wildcard } from './wildcard.ts';

// The right column is what Python's `fnmatch.fnmatchcase` says.
test.each<[string, string, boolean]>([
  ['stg_*', 'stg_orders', true],
  ['stg_*', 'fct_stg_orders', false],
  ['*', '', true],
  ['a*b*c', 'aXbYbZc', true],
  ['a*b*c', 'aXbYbZ', false],
  ['?', 'ab', false],
  ['??', 'a😀', true],
  ['[ab]x', 'bx', true],
  ['[!ab]x', 'bx', false],
  ['[!ab]x', 'cx', true],
  ['[a-c]x', 'bx', true],
  ['[a-c]x', 'dx', false],
  ['[]]', ']', true],
  ['[!]]', ']', false],
  ['[a', '[a', true],
  ['x[', 'x[', true],
  ['[a-]', '-', true],
  ['A*', 'ab', false],
  ['a.c', 'abc', false],
  ['*.*', 'a.b', true],
])('%s on %s', (pattern, text, expected) => {
  expect(wildcard(pattern)(text)).toBe(expected);
});

test('many stars are not slow', () => {
  const started = performance.now();
  expect(wildcard('*a'.repeat(50))('a'.repeat(5000).concat('b'))).toBe(false);
  expect(performance.now() - started).toBeLessThan(1000);
});
