import { expect, test } from 'vitest';
import type { UniqueId } from '../project/unique-id.ts';
import { injectCtes } from './inject-ctes.ts';

const cte = (name: string, sql: string) => ({
  id: `model.shop.${name}` as UniqueId,
  name: `__dbt__cte__${name}`,
  sql,
});

test.each([
  ['select 1', 'with __dbt__cte__a as (\nselect 0\n)\nselect 1'],
  [
    'with x as (select 1) select * from x',
    'with __dbt__cte__a as (\nselect 0\n), x as (select 1) select * from x',
  ],
  ['WITH x as (select 1) select 2', 'WITH __dbt__cte__a as (\nselect 0\n), x as (select 1) select 2'],
  [
    '-- with\n/* with */ with x as (select 1) select 2',
    '-- with\n/* with */ with __dbt__cte__a as (\nselect 0\n), x as (select 1) select 2',
  ],
  [
    'with recursive x as (select 1) select 2',
    'with recursive __dbt__cte__a as (\nselect 0\n), x as (select 1) select 2',
  ],
  ['select within from t', 'with __dbt__cte__a as (\nselect 0\n)\nselect within from t'],
  ['withdrawals', 'with __dbt__cte__a as (\nselect 0\n)\nwithdrawals'],
])('%j', (query, expected) => {
  expect(injectCtes(query, [cte('a', 'select 0')])).toBe(expected);
});

test('several, in their order', () => {
  expect(injectCtes('select 1', [cte('a', 'A'), cte('b', 'B')])).toBe(
    'with __dbt__cte__a as (\nA\n),  __dbt__cte__b as (\nB\n)\nselect 1',
  );
});

test('nothing to inject', () => {
  expect(injectCtes(' select 1', [])).toBe(' select 1');
});
