import { expect, test } from 'vitest';
import { compiledText, picture, problem, rendered, scopeOf } from '../../test/template/rendered.ts';
import { attempt, type CompiledTemplate, evaluateExpression } from './compile-template.ts';
import { defineMacro } from './define-macro.ts';
import { returnFunction } from './evaluate/template-macro.ts';
import { parseExpression, parseTemplate } from './parse-template.ts';
import { TemplateError } from './template-error.ts';
import { hostError, Suspension } from './value/fault.ts';
import { repr } from './value/print.ts';
import { hostFunction } from './value/signature.ts';
import type { Callable, Value } from './value/value.ts';

/** The macros of a file, by name. */
function macros(text: string, path = 'macros/m.sql'): Record<string, Callable> {
  const { value: template, diagnostics } = parseTemplate({ path, text });
  if (template === undefined) throw new Error(diagnostics[0]?.message);
  const found: Record<string, Callable> = {};
  for (const macro of template.tree.body) {
    if (macro.kind === 'macro')
      found[macro.name] = defineMacro({ template, macro, id: `macro.p.${macro.name}` });
  }
  return found;
}

test.each([
  ['{{ orders }}', {}, ''],
  ['{{ a.b }}', {}, "'a' is undefined @ a.b"],
  ['{{ ordres.id }}', { orders: {} }, "'ordres' is undefined @ ordres.id | did you mean orders?"],
  ['select {{ d.a.b }}', { d: {} }, "'dict object' has no attribute 'a' @ d.a.b"],
  [
    "{{ 'a' + 1 }}",
    {},
    'Can only concatenate str (not "int") to str @ \'a\' + 1 | join text with ~ instead of +',
  ],
  [
    '{% for a in none %}{% endfor %}',
    {},
    "'NoneType' object is not iterable @ none | a loop over none fails; write `or []` behind it",
  ],
  ['{% set a, b = [1] %}', {}, 'Not enough values to unpack (expected 2, got 1) @ a, b'],
  [
    "{% include 'x' %}",
    {},
    "Templates cannot be loaded here: there is no loader for include, import and extends @ {% include 'x' %} | put what is shared into a macro",
  ],
  [
    '{% set d.a = 1 %}',
    { d: {} },
    '"d" is no namespace, so "d.a" cannot be set @ d.a | write {% set d = namespace(…) %} first',
  ],
  ['{{ 1 | uper }}', {}, 'Unknown filter "uper" @ uper | did you mean upper?'],
  ['{{ 1 is defind }}', {}, 'Unknown test "defind" @ defind | did you mean defined?'],
] as const)('%s with %j: %s', (text, names, expected) => {
  if (expected === '') expect(rendered(text, names)).toBe('');
  else expect(picture(problem(text, names))).toBe(expected);
});

test('an error in a macro shows its own line and the caller’s', () => {
  const { outer, inner } = macros(
    '{% macro outer(x) %}{{ inner(x) }}{% endmacro %}\n{% macro inner(y) %}{{ y.a.b }}{% endmacro %}',
  );
  const found = problem('select {{ outer({}) }}', { outer, inner });
  expect(picture(found)).toBe("'dict object' has no attribute 'a' @ y.a.b");
  expect(found.at?.source.path).toBe('macros/m.sql');
  expect(
    found.related.map((place) => [
      place.message,
      place.at.source.path,
      place.at.source.text.slice(place.at.start, place.at.end),
    ]),
  ).toEqual([
    ['inner was called from here', 'macros/m.sql', 'inner(x)'],
    ['outer was called from here', 'models/a.sql', 'outer({})'],
  ]);
});

test('at parse time an undefined name of the own text gives undefined again, in macros it fails', () => {
  const { m } = macros('{% macro m() %}{{ zz.a }}{% endmacro %}');
  const parse = { undefinedMode: 'parse' } as const;
  expect(rendered('[{{ zz.a.b(1)[2] }}{{ zz() }}]', {}, parse)).toBe('[]');
  expect(rendered('[{{ zz + 1 }}]', {}, parse)).toBe("error: 'zz' is undefined");
  expect(rendered('{{ m() }}', { m }, parse)).toBe("error: 'zz' is undefined");
  expect(rendered('{{ zz.a }}')).toBe("error: 'zz' is undefined");
});

test('printing an undefined name is told, other uses are not', () => {
  const told: string[] = [];
  const onUndefinedName = (name: string, at: { start: number; end: number }): void => {
    told.push(`${name} ${at.start}-${at.end}`);
  };
  rendered('{{ a }}{% if b %}{% endif %}{{ c | default(1) }}{{ d.x }}', { d: {} }, { onUndefinedName });
  expect(told).toEqual(['a 3-4']);
});

test('macros see the scope of the node, not the variables of the caller', () => {
  const { m } = macros('{% macro m(a, b=a) %}{{ this }}-{{ local }}-{{ a }}{{ b }}{% endmacro %}');
  expect(rendered('{% set local = 1 %}{% set this = 2 %}{{ m(7) }}', { m, this: 'node' })).toBe('node--77');
});

test('a macro call is told', () => {
  const { a, b } = macros('{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{% endmacro %}');
  const calls: string[] = [];
  rendered('{{ a() }}{{ b() }}', { a, b }, { onMacroCall: (id) => calls.push(id) });
  expect(calls).toEqual(['macro.p.a', 'macro.p.b', 'macro.p.b']);
});

test('return keeps its value’s type, drops what was printed, and ends the macro that called the block', () => {
  const { list, outer, wrap } = macros(
    '{% macro list() %}text{% for i in [1, 2] %}{{ return([i, none]) }}{% endfor %}{% endmacro %}' +
      '{% macro wrap() %}before{{ caller() }}after{% endmacro %}' +
      '{% macro outer() %}[{% call wrap() %}{{ return("r") }}{% endcall %}]{% endmacro %}',
  );
  const names = { list, outer, wrap, return: returnFunction };
  expect(rendered('{{ list() }}{{ list() | length }}', names)).toBe('[1, None]2');
  expect(rendered('a{{ outer() }}b', names)).toBe('a[r]b');
  expect(rendered('{{ return(1) }}', names)).toBe('error: return() outside of a macro');
});

test('dbt’s macros show none of Jinja’s attributes, a template’s own do', () => {
  const { m } = macros('{% macro m(a) %}{% endmacro %}');
  expect(rendered('[{{ m.name }}{{ m.arguments }}]', { m })).toBe('[]');
  expect(rendered('{% macro k(a) %}{% endmacro %}{{ k.name }}{{ k.arguments }}')).toBe("k('a',)");
});

test('test and materialization blocks are macros with a prefix', () => {
  const text =
    "{% test positive(model, column_name) %}t{% endtest %}{% materialization m, adapter='duckdb' %}x{% endmaterialization %}";
  expect(rendered(`${text}{{ test_positive(1, 2) }}{{ materialization_m_duckdb() }}`)).toBe('tx');
});

class Wait extends Suspension {}

test('a suspension passes through everything', () => {
  const wait = hostFunction('wait', [], () => {
    throw new Wait();
  });
  const { m } = macros(
    '{% macro m() %}{% call n() %}{{ [1] | map("default", wait()) | list }}{% endcall %}{% endmacro %}{% macro n() %}{{ caller() }}{% endmacro %}',
  );
  const { n } = macros('{% macro n() %}{{ caller() }}{% endmacro %}');
  const template = compiledText('{% for i in [1] %}{{ m() }}{% endfor %}');
  expect(() => template.render(scopeOf({ wait, m, n }))).toThrow(Wait);
  expect(rendered('{{ 1 }}')).toBe('1');
});

test('host functions fail at their call', () => {
  const fail = hostFunction('fail', ['a?'], () => {
    throw hostError('No such model', { hint: 'write ref' });
  });
  expect(picture(problem('a {{ fail(1) }} b', { fail }))).toBe('No such model @ fail(1) | write ref');
  const nested = hostFunction('nested', [], () => {
    throw new TemplateError(problem('{{ x.y }}'));
  });
  expect(picture(problem('{{ nested() }}', { nested }))).toBe("'x' is undefined @ x.y");
});

test('a part that fails can be given up', () => {
  const tried = hostFunction('tried', ['f'], ([f]) => {
    const { value, diagnostics } = attempt(() => (f as Callable).call({ positional: [], named: new Map() }));
    return value ?? diagnostics[0]?.message ?? null;
  });
  expect(rendered('a{% macro bad() %}text{{ zz.a }}{% endmacro %}{{ tried(bad) }}b', { tried })).toBe(
    "a'zz' is undefinedb",
  );
});

test('a rendering inside a rendering leaves the outer one as it was', () => {
  const inner: CompiledTemplate = compiledText('{{ 1 }}{{ zz.a }}');
  const render = hostFunction('render', [], () => inner.render(scopeOf()).diagnostics[0]?.message ?? '');
  expect(rendered("x{{ render() }}{{ render() }}y{{ 'z' }}", { render })).toBe(
    "x'zz' is undefined'zz' is undefinedyz",
  );
});

test.each([
  ['{{ n }}', '5'],
  ['{{ [n, "a"] }}', "[5, 'a']"],
  [' {{ n }}', "' 5'"],
  ['{{ n }}{{ n }}', "'55'"],
  ["{{ '01' }}", "'01'"],
  ["{{ '01' | as_text }}", "'01'"],
  ["{{ 'True' | as_bool }}", 'True'],
  ["{{ '1.50' | as_number }}", '1.5'],
  ['{{ \'[1, (2,), {"a": None}]\' | as_native }}', "[1, (2,), {'a': None}]"],
  ["{{ 'not a literal' | as_native }}", "'not a literal'"],
  ['plain', "'plain'"],
  ['{{ none }}', 'None'],
])('native: %s is %s', (text, expected) => {
  const { value } = compiledText(text).renderNative(scopeOf({ n: 5 }));
  expect(repr(value as Value)).toBe(expected);
});

test('as_bool and as_number fail for what is neither, and do nothing in SQL', () => {
  const { diagnostics } = compiledText("{{ 'x' | as_bool }}").renderNative(scopeOf());
  expect(diagnostics[0]?.message).toBe("Could not convert value 'x' into type 'bool'");
  expect(rendered("{{ 'x' | as_bool }}{{ '7' | as_number }}")).toBe('x7');
});

test('an expression without braces has a value, and places of its own text', () => {
  const { value } = parseExpression({ path: 'm.yml', text: "ref('a') ~ 1" });
  if (value === undefined) throw new Error('does not parse');
  const ref = hostFunction('ref', ['name'], ([name]) => name as Value);
  expect(evaluateExpression(value, scopeOf({ ref })).value).toBe('a1');
  const { diagnostics } = evaluateExpression(value, scopeOf());
  expect(diagnostics.map(picture)).toEqual(["'ref' is undefined @ ref('a')"]);
  expect(parseExpression({ path: 'm.yml', text: 'a b' }).diagnostics.map(picture)).toEqual([
    '"b" stands where the end of the expression was expected @ b',
  ]);
});

test('wall time ends a rendering', () => {
  let now = 0;
  const clock = (): number => {
    now += 10;
    return now;
  };
  const options = { clock, limits: { milliseconds: 50 } };
  expect(rendered('{% for a in range(100000) %}{% endfor %}', {}, options)).toBe(
    'error: The template takes longer than 50 ms',
  );
});
