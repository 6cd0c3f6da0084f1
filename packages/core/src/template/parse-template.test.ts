import { expect, test } from 'vitest';
import { picture } from '../../test/template/rendered.ts';
import { parseTemplate } from './parse-template.ts';

test.each([
  ['{% if x %}a', '"{% if %}" is never closed @ {% if x %} | add {% endif %}'],
  [
    '{% for a in b %}{% if x %}{% endfor %}',
    '"{% endfor %}" while "{% if %}" is open @ endfor | add {% endif %} before it',
  ],
  ['a {% endif %}', '"{% endif %}" closes nothing @ endif'],
  ['{% fro a in b %}{% endfor %}', 'Unknown tag "fro" @ fro | did you mean {% for %}?'],
  ['{% if x %}{% esle %}{% endif %}', 'Unknown tag "esle" @ esle | did you mean {% else %}?'],
  ['{{ a', 'This "{{" is never closed @ {{ | add }}'],
  ['{% set a = 1', 'This "{%" is never closed @ {% | add %}'],
  ['{# a', 'This comment is never closed @ {# | add #} at its end'],
  ['{% raw %} a', '"{% raw %}" is never closed @ {% raw %} | add {% endraw %}'],
  ["{{ 'abc }}", "This text is never closed @ ' | add ' at its end"],
  ['{{ a b }}', '"b" stands where "}}" was expected @ b'],
  ['{{ a | }}', 'The end of the expression stands where the name of a filter was expected @ }}'],
  ['{{ [1, 2) }}', '")" where "]" was expected @ ) | add ]'],
  ['{{ 1) }}', '")" closes nothing @ )'],
  ['{{ {1} }}', '"}" stands where ":" was expected @ } | a dict is written {key: value}'],
  ['{{ a ! b }}', '"!" has no meaning here @ ! | write != or not'],
  ["{{ '\\x4' }}", '\\x needs 2 hexadecimal digits @ \\x | write \\\\ for a backslash'],
  ['{{ f(a=1, 2) }}', 'A positional argument cannot follow named or starred ones @ 2'],
  ['{{ f(a=1, a=2) }}', 'The argument "a" is given twice @ a=2'],
  ['{% set 1 = 2 %}', 'Only a name can be assigned to @ 1'],
  ['{% set true = 2 %}', '"true" cannot be assigned to @ true'],
  ['{% macro m(a=1, b) %}{% endmacro %}', 'Parameter "b" has no default but follows one that has @ b'],
  ['{% macro m(a, a) %}{% endmacro %}', 'There are two parameters "a" @ a'],
  ['{% break %}', '"{% break %}" outside of a loop @ {% break %}'],
  ['{% call m %}{% endcall %}', 'A call was expected @ m | write {% call name(…) %}'],
  [
    "{% materialization m, adaptor='x' %}",
    'A materialization has no option "adaptor" @ adaptor | did you mean adapter?',
  ],
  ['{{ 08 }}', '"8" stands where "}}" was expected @ 8'],
])('%s: %s', (text, expected) => {
  const { value, diagnostics } = parseTemplate({ path: 'a.sql', text });
  expect(value).toBeUndefined();
  expect(diagnostics.map(picture)).toEqual([expected]);
  expect(diagnostics[0]?.code).toBe('template-syntax');
});

test('a wrong end tag shows where the open block began', () => {
  const text = 'a\n{% for a in b %}\n{% endif %}';
  const [found] = parseTemplate({ path: 'a.sql', text }).diagnostics;
  expect(found?.related.map(({ message, at }) => `${message}: ${text.slice(at.start, at.end)}`)).toEqual([
    '"{% for %}" was opened here: {% for a in b %}',
  ]);
});

test('places are offsets into the text as it is, carriage returns included', () => {
  const text = 'a\r\nb\r{{ a.b }}\r\n';
  const { value } = parseTemplate({ path: 'a.sql', text });
  const [first, second] = value?.tree.body ?? [];
  expect(first).toEqual({ kind: 'text', text: 'a\nb\n', start: 0, end: 5 });
  expect(text.slice(second?.start, second?.end)).toBe('{{ a.b }}');
  expect(value?.tree.body).toHaveLength(2);
});

test('a part of a text keeps the places of the whole', () => {
  const text = 'before {{ a b }} after';
  const [found] = parseTemplate({ path: 'a.sql', text }, { start: 7, end: 16 }).diagnostics;
  expect(text.slice(found?.at?.start, found?.at?.end)).toBe('b');
});

test('dbt’s blocks', () => {
  const text =
    "{% snapshot s %}a{% endsnapshot %}{% docs d %}b{% enddocs %}{% test t(m, c: str, d: list[int] = []) %}{% endtest %}{% data_test u(m) %}{% enddata_test %}{% materialization v, adapter='duckdb', supported_languages=['sql', 'python'] %}{% endmaterialization %}{% materialization w, default %}{% endmaterialization %}";
  const { value } = parseTemplate({ path: 'a.sql', text });
  const summary = (value?.tree.body ?? []).map((statement) => {
    if (statement.kind === 'named-block') return [statement.tag, statement.name];
    if (statement.kind !== 'macro') return [];
    return [
      statement.role,
      statement.name,
      statement.adapter,
      statement.languages,
      statement.parameters.map((p) => p.type),
    ];
  });
  expect(summary).toEqual([
    ['snapshot', 's'],
    ['docs', 'd'],
    ['test', 't', undefined, undefined, [undefined, 'str', 'list[int]']],
    ['test', 'u', undefined, undefined, [undefined]],
    ['materialization', 'v', 'duckdb', ['sql', 'python'], []],
    ['materialization', 'w', 'default', ['sql'], []],
  ]);
});
