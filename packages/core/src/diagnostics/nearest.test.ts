import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test.each([
  ['stg_order', ['stg_orders', 'stg_customers'], 'stg_orders'],
  ['materialised', ['materialized', 'tags'], 'materialized'],
  ['colunms', ['columns', 'config'], 'columns'],
  ['x', ['y'], undefined],
  ['id', ['is', 'other'], 'is'],
  ['quite_other', ['stg_orders'], undefined],
])('%s among %j is %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});
