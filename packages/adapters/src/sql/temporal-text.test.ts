import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dateText,
  hasOffset,
  parseDate,
  parseTime,
  parseTimestamp,
  timestampText,
  timeText,
} from './temporal-text.ts';

test.each([
  [0, '1970-01-01'],
  [-1, '1969-12-31'],
  [19_782, '2024-02-29'],
  [-719_162, '0001-01-01'],
  [-719_163, '0001-12-31 (BC)'],
  [2_932_897, '10000-01-01'],
])('day %i is %s', (days, text) => {
  expect(dateText(days)).toBe(text);
});

test('every day of four thousand years is what Date says, and comes back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -719_162, max: 800_000 }), (days) => {
      const text = dateText(days);
      expect(text).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10));
      expect(parseDate(text)).toBe(days);
    }),
  );
});

test('every microsecond comes back', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }), (micros) => {
      expect(parseTimestamp(timestampText(micros))).toBe(micros);
    }),
  );
});

test.each(['2023-02-29', '2024-13-01', '2024-1-1', '0000-01-01', '2024-05-01 ', 'infinity'])(
  '%j is no date',
  (text) => {
    expect(parseDate(text)).toBeUndefined();
  },
);

test('times and offsets', () => {
  expect(timeText(1n)).toBe('00:00:00.000001');
  expect(parseTime('24:00:00')).toBeUndefined();
  expect(parseTime('10:20:30.5')).toBe(37_230_500_000n);
  expect(parseTimestamp('1970-01-01T01:30:00+01:30')).toBe(0n);
  expect(parseTimestamp('1969-12-31 19:00:00-05')).toBe(0n);
  expect(hasOffset('1970-01-01 00:00:00Z')).toBe(true);
  expect(hasOffset('1970-01-01 00:00:00')).toBe(false);
});
