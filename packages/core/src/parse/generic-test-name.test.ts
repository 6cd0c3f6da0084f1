import { expect, test } from 'vitest';
import { type JsonMap, type JsonValue, WholeFloat } from '../project/json-value.ts';
import { configAsCall, synthesizeTestName, testHash } from './generic-test-name.ts';

const map = (entries: readonly (readonly [string, JsonValue])[]): JsonMap => new Map(entries);

test.each<[string, string, JsonMap, string]>([
  ['unique', 'stg_orders', map([['column_name', 'id']]), 'unique_stg_orders_id'],
  [
    'accepted_values',
    'o',
    map([
      ['values', ['a b', 'c']],
      ['column_name', 's'],
      ['quote', true],
    ]),
    'accepted_values_o_s__True__a_b__c',
  ],
  [
    't',
    'm',
    map([
      ['x', new WholeFloat(1)],
      ['y', null],
      ['z', 2.5],
      [
        'map',
        map([
          ['k', 'v'],
          ['l', [1]],
        ]),
      ],
    ]),
    't_m_v___1___1_0__None__2_5',
  ],
])('%s on %s', (name, target, kwargs, expected) => {
  expect(synthesizeTestName(name, target, kwargs)).toEqual({ full: expected, short: expected });
});

test('a long name is shortened for the file', () => {
  const { full, short } = synthesizeTestName(
    'relationships',
    'a_model_with_a_long_name',
    map([
      ['column_name', 'customer_key'],
      ['field', 'id'],
      ['to', "ref('x')"],
    ]),
  );
  expect(full).toBe('relationships_a_model_with_a_long_name_customer_key__id__ref_x_');
  expect(full.length).toBe(63);
  expect(short).toBe(full);
  const longer = synthesizeTestName(
    'relationships',
    'a_model_with_a_long_name',
    map([
      ['column_name', 'customer_keys'],
      ['field', 'id'],
      ['to', "ref('x')"],
    ]),
  );
  expect(longer.short).toMatch(/^relationships_a_model_with_a_l_[0-9a-f]{32}$/);
});

test.each([
  ['unique_stg_orders_id', 'unique', 'beb6e97f2f'],
  ['not_null_stg_orders_id', 'not_null', '8cf5724805'],
])('the id of %s', (full, name, hash) => {
  const kwargs = map([
    ['column_name', 'id'],
    ['model', "{{ get_where_subquery(ref('stg_orders')) }}"],
  ]);
  expect(testHash(full, { name, namespace: null, kwargs })).toBe(hash);
});

test('a config as dbt writes it behind the call', () => {
  expect(
    configAsCall(
      map([
        ['severity', 'warn'],
        ['tags', ['a', 'b']],
        ['limit', 5],
        ['store_failures', true],
        ['where', 'x = "y"'],
      ]),
    ),
  ).toBe(`{{ config(severity="warn",tags=['a', 'b'],limit=5,store_failures=True,where="x = \\"y\\"") }}`);
  expect(configAsCall(map([]))).toBe('');
});
