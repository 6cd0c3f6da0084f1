import { expect, test } from 'vitest';
import { repr } from '../../template/template.ts';
import { cellValue } from './table-value.ts';

test('dates and moments of a query come as Python has them', () => {
  expect(repr(cellValue('2020-01-02', 'date'))).toBe('datetime.date(2020, 1, 2)');
  expect(repr(cellValue('2020-01-02 03:04:05.678', 'timestamp'))).toBe(
    'datetime.datetime(2020, 1, 2, 3, 4, 5, 678000)',
  );
});

test('what Python has no date for stays a text', () => {
  expect(cellValue('infinity', 'date')).toBe('infinity');
  expect(cellValue('294247-01-10 04:00:54.775807', 'timestamp')).toBe('294247-01-10 04:00:54.775807');
});
