import { expect, test } from 'vitest';
import { countWords, durationWords, joinWords } from './count-words.ts';

test.each([
  [0, '0 rows'],
  [1, '1 row'],
  [1234567, '1,234,567 rows'],
])('%i', (count, expected) => {
  expect(countWords(count, 'row')).toBe(expected);
});

test.each([
  [0.004, '0.00s'],
  [9.994, '9.99s'],
  [9.996, '10.0s'],
  [59.94, '59.9s'],
  [59.96, '1m 00s'],
  [125, '2m 05s'],
  [3720, '1h 02m'],
])('%f seconds', (seconds, expected) => {
  expect(durationWords(seconds)).toBe(expected);
});

test('lists', () => {
  expect([joinWords([]), joinWords(['a']), joinWords(['a', 'b']), joinWords(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});
