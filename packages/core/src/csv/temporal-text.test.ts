import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateText, timestampText, timeText } from './temporal-text.ts';

test.each<[string, string]>([
  ['2024-05-01 10:20:30', '2024-05-01 10:20:30'],
  ['2024-05-01T10:20:30Z', '2024-05-01 10:20:30'],
  ['2024-05-01T10:20:30z', '2024-05-01 10:20:30'],
  ['2024-05-01T10:20:30.000Z', '2024-05-01 10:20:30'],
  ['2024-05-01T10:20:30.120Z', '2024-05-01 10:20:30.12'],
  ['2024-05-01T10:20:30.123456', '2024-05-01 10:20:30.123456'],
  ['2024-05-01T10:20:30.1234560000', '2024-05-01 10:20:30.123456'],
  ['2024-05-01T10:20:30.1234567', 'precision'],
  ['2024-05-01T10:20', '2024-05-01 10:20:00'],
  ['2024-05-01', '2024-05-01 00:00:00'],
  ['2024-05-01 10:20:30 +02:00', '2024-05-01 08:20:30'],
  ['2024-05-01 10:20:30-0930', '2024-05-01 19:50:30'],
  ['2024-03-01 00:30:00.5+01', '2024-02-29 23:30:00.5'],
  ['0001-01-01 00:00:00+01', 'calendar'],
  ['9999-12-31 23:59:59-01', 'calendar'],
  ['0050-06-01 00:00:00+01', '0050-05-31 23:00:00'],
  ['0000-01-01 00:00:00', 'calendar'],
  ['2023-02-29 00:00:00', 'calendar'],
  ['2000-02-29 00:00:00', '2000-02-29 00:00:00'],
  ['1900-02-29 00:00:00', 'calendar'],
  ['2024-05-01 24:00:00', 'calendar'],
  ['2024-05-01 10:60:00', 'calendar'],
  ['2024-05-01 10:20:60', 'calendar'],
  ['2024-05-01 10:20:30.', 'form'],
  ['2024-05-01 10:20:30.Z', 'form'],
  ['2024-05-01 10:20:30.1x', 'form'],
  ['2024-05-01x10:20:30', 'form'],
  ['2024-05-01Z', 'form'],
  ['24-05-01 10:20:30', 'form'],
  ['2024-5-1 10:20:30', 'form'],
  ['', 'form'],
])('timestamp %s', (text, expected) => {
  expect(timestampText(text)).toBe(expected);
});

test.each<[string, string]>([
  ['2024-12-31', '2024-12-31'],
  ['2024-04-31', 'calendar'],
  ['2024-00-01', 'calendar'],
  ['2024-1-1', 'form'],
])('date %s', (text, expected) => {
  expect(dateText(text)).toBe(expected);
});

test.each<[string, string]>([
  ['00:00', '00:00:00'],
  ['23:59:59.1', '23:59:59.1'],
  ['23:59:59.0000001', 'precision'],
  ['1:00', 'form'],
])('time %s', (text, expected) => {
  expect(timeText(text)).toBe(expected);
});

test('a moment in any zone is what the calendar of JavaScript says', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('0002-01-01'), max: new Date('9998-12-31'), noInvalidDate: true }),
      fc.integer({ min: -900, max: 900 }),
      (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 23);
        const minutes = Math.abs(offset);
        const zone = `${offset < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        const expected = date
          .toISOString()
          .slice(0, 23)
          .replace('T', ' ')
          .replace(/\.?0+$/, (end) => (end.startsWith('.') ? '' : end))
          .replace(/(\.\d*[1-9])0+$/, '$1');
        expect(timestampText(local + zone)).toBe(expected);
      },
    ),
  );
});
