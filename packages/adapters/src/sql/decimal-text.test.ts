import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalText, unscaledDecimal } from './decimal-text.ts';

test.each([
  ['12.5', 2, 1250n],
  ['-0.005', 2, -1n],
  ['0.0049', 2, 0n],
  ['1e3', 1, 10_000n],
  ['1.5E-1', 2, 15n],
  ['.5', 0, 1n],
  ['5.', 1, 50n],
  ['0.0001', 2, 0n],
  ['99.995', 2, 10_000n],
  ['', 2, undefined],
  ['.', 2, undefined],
  ['1,5', 2, undefined],
  ['nan', 2, undefined],
])('%s at scale %i is %s', (text, scale, expected) => {
  expect(unscaledDecimal(text, scale)).toBe(expected);
});

test('text and integer lead back to each other', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }),
      fc.integer({ min: 0, max: 20 }),
      (value, scale) => {
        expect(unscaledDecimal(decimalText(value, scale), scale)).toBe(value);
      },
    ),
  );
});
