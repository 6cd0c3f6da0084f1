import { expect, test } from 'vitest';
import { rendered } from '../../test/template/rendered.ts';
import { staticCalls } from './static-calls.ts';
import { Dict } from './value/dict.ts';
import { repr } from './value/print.ts';
import { hostFunction } from './value/signature.ts';
import { Tuple } from './value/value.ts';

/** A call as text, with all it was given. */
function shown(name: string, positional: readonly unknown[], named: ReadonlyMap<string, unknown>): string {
  return `<${name}${repr(new Tuple(positional as never))}${repr(Dict.of(named as never))}>`;
}

const samples = [
  "select * from {{ ref('a') }}",
  "{{ config(materialized='table', tags=['a', \"b\"], meta={'k': [1, -2.5, none], 'l': {}}, enabled=true) }}\n\nselect 1\n",
  "{{ref('p','a',v=2)}} {{- source('s', 't',) -}}\n\n x {{ var('n', 3) }}",
  'a {# {{ x }} #} b {#- c -#} d',
  "{{ ref('a') }}\r\n{{ ref('b') }}\r\n",
  "{{ var('a', (1, 2)) }}{{ var('b', (1)) }}{{ var('c', (1,)) }}{{ var('d', ()) }}",
  "select '{' || '}' || {{ ref(\"it's\") }}",
  "{{+ ref('a') }}",
  '',
  '\n',
  'x\n\n',
];

test.each(samples)('the fast way and evaluation agree on %j', (text) => {
  const fast = staticCalls({ path: 'a.sql', text });
  if (fast === undefined) throw new Error('not understood');
  const names = Object.fromEntries(
    ['ref', 'source', 'config', 'var'].map((name) => [
      name,
      hostFunction(name, ['*args', '**named'], (_, args, named) => shown(name, args, named)),
    ]),
  );
  expect(fast.render(({ name, positional, named }) => shown(name, positional, named))).toBe(
    rendered(text, names),
  );
});

test.each([
  "{% if x %}{{ ref('a') }}{% endif %}",
  "{{ ref('a') | upper }}",
  "{{ ref('a').name }}",
  "{{ ref('a') ~ 'b' }}",
  '{{ ref(a) }}',
  "{{ ref('a' ~ 'b') }}",
  "{{ ref('a' 'b') }}",
  "{{ ref('a\\n') }}",
  "{{ ref(*['a']) }}",
  "{{ ref(a='b', 'c') }}",
  '{{ config(a=1, a=2) }}',
  '{{ this }}',
  "{{ my_macro('a') }}",
  "{{ ref('a'",
  '{# open',
  "{{ ref(['a', 'b') }}",
  '{{ var(08) }}',
  "{{ ref('a') }}{{ x }}",
  '{{ var({1: 2}) }}',
])('%s needs evaluation', (text) => {
  expect(staticCalls({ path: 'a.sql', text })).toBeUndefined();
});

test('calls know their places', () => {
  const text = "a {{ ref('x', v=1) }}";
  const call = staticCalls({ path: 'a.sql', text })?.calls[0];
  expect(text.slice(call?.start, call?.end)).toBe("ref('x', v=1)");
  expect(call?.positional).toEqual(['x']);
  expect([...(call?.named ?? [])]).toEqual([['v', 1]]);
});
