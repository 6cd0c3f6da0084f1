import { expect, test } from 'vitest';
import { picture } from '../../test/template/rendered.ts';
import { type BlockKind, scanBlocks } from './scan-blocks.ts';

const all: readonly BlockKind[] = ['macro', 'test', 'data_test', 'materialization', 'snapshot', 'docs'];

function scan(text: string, kinds = all): string[] {
  const { value, diagnostics } = scanBlocks({ path: 'm.sql', text }, kinds);
  return [
    ...value.map((block) => `${block.kind} ${block.name}: ${text.slice(block.bodyStart, block.bodyEnd)}`),
    ...diagnostics.map(picture),
  ];
}

test.each([
  [
    '{% macro a() %}x{% endmacro %} text {%- macro b(c="%}") -%}y{%- endmacro -%}',
    ['macro a: x', 'macro b: y'],
  ],
  ['{% docs d %}any {{ text }} {% if %}{% enddocs %}', ['docs d: any {{ text }} {% if %}']],
  ['{# {% macro a() %} #}{% raw %}{% macro b() %}{% endraw %}{{ "{% macro c() %}" }}', []],
  [
    '{% if x %}{% macro a() %}x{% endmacro %}{% endif %}{% snapshot s %}y{% endsnapshot %}',
    ['snapshot s: y'],
  ],
  [
    "{% set a = 1 %}{% set b %}{% endset %}{% set c = {'k': '='} %}{% macro m() %}z{% endmacro %}",
    ['macro m: z'],
  ],
  [
    '{% macro a() %}{% for i in x %}{% endfor %}{{ "}}" }}{% endmacro %}',
    ['macro a: {% for i in x %}{% endfor %}{{ "}}" }}'],
  ],
  [
    "{% materialization m, adapter='x' %}{% set a %}{% endset %}{% endmaterialization %}",
    ['materialization m: {% set a %}{% endset %}'],
  ],
  [
    '{% data_test t(model) %}q{% enddata_test %}{% test u(model) %}r{% endtest %}',
    ['data_test t: q', 'test u: r'],
  ],
  ['{% macro a() %}x', ['"{% macro %}" is never closed @ {% macro a() %} | add {% endmacro %}']],
  [
    '{% macro a() %}x{% macro b() %}y{% endmacro %}',
    ['"{% macro %}" is never closed @ {% macro a() %} | add {% endmacro %} before the next one'],
  ],
  [
    '{% macro a() %}x{% endmarco %}',
    ['Unknown tag "endmarco" @ {% endmarco %} | did you mean {% endmacro %}?'],
  ],
  ['{% macro %}x{% endmacro %}', ['This "macro" has no name @ {% macro %} | write {% macro name %}']],
  ['x {% endmacro %}', ['"{% endmacro %}" closes nothing @ {% endmacro %}']],
  ['{% macro a( ', ['This "{%" is never closed @ {% | add %}']],
  ["it's {{ 'a' }} plain text", []],
] as const)('%s', (text, expected) => {
  expect(scan(text)).toEqual(expected);
});

test('only the wanted kinds are blocks', () => {
  expect(scan('{% macro a() %}{% endmacro %}{% docs d %}x{% enddocs %}', ['docs'])).toEqual(['docs d: x']);
});

test('many open tags do not take long', () => {
  const started = performance.now();
  scan('{% macro a() %}'.repeat(20_000));
  scan('{{ '.repeat(100_000));
  scan("{% '".repeat(50_000));
  scan('{% if x %}'.repeat(20_000));
  expect(performance.now() - started).toBeLessThan(3000);
});
