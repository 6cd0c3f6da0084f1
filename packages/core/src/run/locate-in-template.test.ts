import { expect, test } from 'vitest';
import { positionOf } from '../diagnostics/source-text.ts';
import { locateInTemplate } from './locate-in-template.ts';

const template = `
{{ config(materialized='table') }}

select
  amout,
    other
from {{ ref('orders') }} as o
where {{ flag }}
  and x = 1
`;
const body = { source: { path: 'models/a.sql', text: template }, start: 1, end: template.length - 1 };

test.each([
  ['amout', 'select\n  amout,\n    other\nfrom "orders" as o', 'amout', '5:3'],
  ['other indentation', 'create table t as\nselect\namout,\nother', 'other', '6:5'],
  ['after a template part', 'select\n  amout\nfrom "orders" as o', '"orders"', '7:6'],
  ['before a template part', 'from "orders" as o', 'from', '7:1'],
])('%s', (_name, sql, word, place) => {
  const at = locateInTemplate(sql, sql.indexOf(word), body);
  const { line, column } = positionOf(template, at?.start ?? -1);
  expect(`${line}:${column}`).toBe(place);
});

test('no place when nothing, or more than one line, fits', () => {
  expect(locateInTemplate('select nothing', 7, body)).toBeUndefined();
  const twice = { source: { path: 'a', text: 'x = 1\nx = 1' }, start: 0, end: 11 };
  expect(locateInTemplate('x = 1', 0, twice)).toBeUndefined();
});
