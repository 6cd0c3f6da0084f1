import { expect, test } from 'vitest';
import { longAgo, momentOf, momentText } from './loaded-at.ts';

test.each([
  ['2024-05-01', '2024-05-01T00:00:00+00:00'],
  ['2024-05-01 10:20', '2024-05-01T10:20:00+00:00'],
  ['2024-05-01 10:20:30.000001', '2024-05-01T10:20:30.000001+00:00'],
  ['2024-05-01T10:20:30.5Z', '2024-05-01T10:20:30.500000+00:00'],
  ['2024-05-01 10:20:30+00', '2024-05-01T10:20:30+00:00'],
  ['2024-05-01 00:20:30+02:30', '2024-04-30T21:50:30+00:00'],
  ['1969-12-31 23:59:59.999999', '1969-12-31T23:59:59.999999+00:00'],
  [longAgo, longAgo],
])('%s', (text, iso) => {
  const moment = momentOf(text);
  expect(moment === undefined ? undefined : momentText(moment)).toBe(iso);
});

test.each([['yesterday'], ['2024-13-01'], ['2024-05-01 25:00'], [12n], [null], [true]])(
  '%s is no time',
  (cell) => {
    expect(momentOf(cell)).toBeUndefined();
  },
);
